"""Transactions as a CSV file: written by the database, a block at a time."""

from collections.abc import Iterator
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import CTE, ColumnElement, Select, Text, and_, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ftracker.db.scope import currency, household_id
from ftracker.domain import money
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import escapes
from ftracker.models import Account, Category, Transaction, TransactionType
from ftracker.queries import transactions
from ftracker.queries.transactions import Filter

HEADER = b"date,amount,type,category,account,payee,note\n"
_COPY = sql.SQL("copy ({}) to stdout with (format csv, force_quote (payee, note))")
_BLOCK = 1 << 16
_ZERO, _SIGNS, _ASCII = ord("0"), (ord(":"), ord("@")), 127


def csv(session: Session, wanted: Filter) -> Iterator[bytes]:
    """Write the transactions of a filter, oldest first, ties by id, header first.

    Amounts are positive with the currency's decimals. Cells that a spreadsheet would run are
    neutralised. The side of a transfer that came in is called `Transfer-In`.
    """
    connection = session.connection()
    compiled = rows(session, wanted).compile(
        dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
    )
    statement = _COPY.format(sql.SQL(compiled.string))
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    yield HEADER
    with driver.cursor() as cursor, cursor.copy(statement, compiled.params) as copy:
        block = bytearray()
        for line in copy:
            block += line
            if len(block) >= _BLOCK:
                yield bytes(block)
                block.clear()
        yield bytes(block)


def rows(session: Session, wanted: Filter) -> Select[Any]:
    """Give the statement whose rows an export holds."""
    places = money.decimals(currency(session))
    kinds = _names(session, TransactionType, [TransactionType.flow])
    categories, accounts = _names(session, Category), _names(session, Account)
    came_in = and_(kinds.c.flow == Flow.TRANSFER, Transaction.direction == Flow.IN)
    columns: list[ColumnElement[Any]] = [
        Transaction.date.label("date"),
        func.round(Transaction.amount, places).label("amount"),
        case((came_in, kinds.c.name + "-In"), else_=kinds.c.name).label("type"),
        categories.c.name.label("category"),
        accounts.c.name.label("account"),
        _disarmed(Transaction.payee).label("payee"),
        _disarmed(Transaction.note).label("note"),
    ]
    return (
        transactions.selecting(session, wanted, columns)
        .join(kinds, kinds.c.id == Transaction.type_id)
        .join(categories, categories.c.id == Transaction.category_id)
        .join(accounts, accounts.c.id == Transaction.account_id)
        .order_by(Transaction.date, Transaction.id)
    )


def _names(
    session: Session, entity: Any, more: list[InstrumentedAttribute[Any]] | None = None
) -> CTE:
    """Disarm a handful of names once, not once per row."""
    named = select(entity.id, _disarmed(entity.name).label("name"), *(more or []))
    mine = named.where(entity.household_id == household_id(session))
    return mine.cte(f"{entity.__tablename__}_named").prefix_with("materialized")


def _disarmed(text: Any) -> ColumnElement[str]:
    # A look at the first character spares most rows the expression.
    first = func.ascii(text)
    may_be_live = or_(first < _ZERO, first.between(*_SIGNS), first > _ASCII)
    is_live = and_(may_be_live, text.op("~")(literal(escapes.DANGEROUS, Text)))
    return case((is_live, literal("'", Text) + text), else_=text)
