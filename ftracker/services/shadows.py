"""Staged rows meet the books where those lie on several servers: a copy of what they are held to.

A staging table lies on one server and the books on another, and Citus joins the two in simple
statements only. So what the household has is copied beside the staged rows, under the same names,
for as long as one looks; and rows are booked in two steps instead of one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Date, DateTime, cast, func, literal, select, text
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import Session

from ftracker.db import scope
from ftracker.db.scope import household_id
from ftracker.models import MonthlyTotal, Transaction

_KEY = ("category_id", "account_id", "type_id", "direction")
_COPIES = [
    text(statement)
    for statement in (
        (
            "create temporary table transactions on commit drop as select household_id, id, date,"
            " amount, direction, account_id, payee, note, fingerprint, reference, is_active"
            " from public.transactions where household_id = :home"
        ),
        (
            "create temporary table known_rows on commit drop as select household_id, fingerprint"
            " from public.known_rows where household_id = :home"
        ),
        "create index on pg_temp.transactions (fingerprint)",
        "create index on pg_temp.known_rows (fingerprint)",
        "analyze pg_temp.transactions, pg_temp.known_rows",
    )
]
_GONE = text("drop table if exists pg_temp.transactions, pg_temp.known_rows")


@contextmanager
def beside(session: Session) -> Iterator[None]:
    """Let `transactions` and `known_rows` name copies that can be joined; only look meanwhile.

    On one server nothing is copied: there the books themselves can be joined.
    """
    if not scope.is_spread(session):
        yield
        return
    session.flush()
    connection = session.connection()
    connection.execute(_GONE)
    for statement in _COPIES:
        connection.execute(statement, {"home": household_id(session)})
    yield
    connection.execute(_GONE)


def book(session: Session, insert: Insert, import_id: UUID) -> int:
    """Book rows by an INSERT, and then add what the import has come to, to the totals."""
    connection = session.connection()
    added = connection.execute(insert, execution_options={"preserve_rowcount": True}).rowcount
    connection.execute(_totals(session, import_id))
    return added


def _totals(session: Session, import_id: UUID) -> Insert:
    mine = household_id(session)
    month = cast(func.date_trunc("month", cast(Transaction.date, DateTime)), Date).label("month")
    key = [month, *(getattr(Transaction, name) for name in _KEY)]
    sums = (
        select(
            literal(mine, Transaction.household_id.type),
            *key,
            func.sum(Transaction.amount),
            func.count(),
        )
        .where(Transaction.household_id == mine, Transaction.import_id == import_id)
        .group_by(*key)
    )
    more = pg_insert(MonthlyTotal).from_select(
        ["household_id", "month", *_KEY, "amount", "count"], sums, include_defaults=False
    )
    return more.on_conflict_do_update(
        index_elements=["household_id", "month", *_KEY],
        set_={
            "amount": MonthlyTotal.amount + more.excluded.amount,
            "count": MonthlyTotal.count + more.excluded.count,
        },
    )
