"""Transactions as a CSV file: written by the database, a block at a time."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, cast
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import ColumnElement, Select, Text, and_, case, func, literal
from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import escapes
from ftracker.models import Account, Category, Transaction, TransactionType
from ftracker.queries import transactions
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter

HEADER = b"date,amount,type,category,account,payee,note\n"
_COPY = sql.SQL("copy ({}) to stdout with (format csv, force_quote (payee, note))")
_BLOCK = 1 << 16
_LETTERS, _DIGITS = (ord("A"), ord("z")), (ord("0"), ord("9"))


class _Named(Protocol):
    @property
    def name(self) -> str: ...


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
    names = catalogue(session)
    kind = _safe(TransactionType.name, names.types)
    came_in = and_(TransactionType.flow == Flow.TRANSFER, Transaction.direction == Flow.IN)
    columns: list[ColumnElement[Any]] = [
        Transaction.date.label("date"),
        func.round(Transaction.amount, places).label("amount"),
        case((came_in, kind + "-In"), else_=kind).label("type"),
        _safe(Category.name, names.categories).label("category"),
        _safe(Account.name, names.accounts).label("account"),
        _disarmed(Transaction.payee).label("payee"),
        _disarmed(Transaction.note).label("note"),
    ]
    return (
        transactions.selecting(session, wanted, columns)
        .join(TransactionType, _is(TransactionType, Transaction.type_id))
        .join(Category, _is(Category, Transaction.category_id))
        .join(Account, _is(Account, Transaction.account_id))
        .order_by(Transaction.date, Transaction.id)
    )


def _is(entity: Any, key: Any) -> ColumnElement[bool]:
    """Join by the whole foreign key: it tells the planner that no row is lost on the way.

    Only then it reads the transactions in their order, instead of sorting them all.
    """
    return and_(entity.household_id == Transaction.household_id, entity.id == key)


def _safe(name: Any, things: Mapping[UUID, _Named]) -> ColumnElement[str]:
    """Disarm the names of one sort where any of them needs it; they are few, the rows many."""
    is_any_live = any(escapes.neutralise(thing.name) != thing.name for thing in things.values())
    return _disarmed(name) if is_any_live else name


def _disarmed(text: Any) -> ColumnElement[str]:
    # A look at the first character spares most rows the expression, which costs more than both.
    first = func.ascii(text)
    harmless = first.between(*_LETTERS), text == "", first.between(*_DIGITS)
    return case(
        *((one, text) for one in harmless),
        (text.op("~")(literal(escapes.DANGEROUS, Text)), literal("'", Text) + text),
        else_=text,
    )
