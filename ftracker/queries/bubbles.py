"""The transactions of a period as bubbles: the largest one by one, the rest of each category."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from sqlalchemy import BigInteger, Date, Uuid, bindparam, cast, func, select
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.models import MonthlyTotal, Transaction
from ftracker.queries import filters
from ftracker.queries.filters import Filter, Shape
from ftracker.queries.transactions import selecting

MOST = 400


@dataclass(frozen=True, slots=True)
class Bubble:
    """One transaction; the amount is positive."""

    id: UUID
    date: date
    amount: Decimal
    type_id: UUID
    category_id: UUID
    payee: str
    note: str


@dataclass(frozen=True, slots=True)
class CategorySum:
    """All transactions of one category and type in the period; the amount is positive."""

    category_id: UUID
    type_id: UUID
    amount: Decimal
    count: int


def largest(session: Session, wanted: Filter) -> list[Bubble]:
    """List the largest transactions of a filter, at most 400, largest first."""
    columns = [getattr(Transaction, name) for name in Bubble.__slots__]
    statement = (
        selecting(session, wanted, columns)
        .order_by(Transaction.amount.desc(), Transaction.id)
        .limit(MOST)
    )
    return [Bubble(*row) for row in session.execute(statement)]


def sums(session: Session, wanted: Filter) -> list[CategorySum]:
    """Sum all transactions of a filter by category and type, in the order of their ids.

    Whole months without any other filter are read from the totals.
    """
    read = _TOTALS if _is_months(wanted) else _rows(filters.shape(wanted))
    found = [CategorySum(*row) for row in read.rows(session, **filters.values(session, wanted))]
    return sorted(found, key=lambda s: (s.category_id, s.type_id))


def sums_and_before(
    session: Session, wanted: Filter, before: Filter
) -> tuple[list[CategorySum], list[CategorySum]]:
    """Sum a filter up in two periods that touch; whole months are one statement."""
    if not (_is_months(wanted) and _is_months(before)):
        return sums(session, wanted), sums(session, before)
    values = filters.values(session, wanted) | {"before": before.start}
    now: list[CategorySum] = []
    then: list[CategorySum] = []
    for is_now, *row in _TWO_TOTALS.rows(session, **values):
        (now if is_now else then).append(CategorySum(*row))
    return now, then


@lru_cache(maxsize=256)
def _rows(shape: Shape) -> Read:
    """Write the SELECT of the sums, once for each combination of filters."""
    key = (Transaction.category_id, Transaction.type_id)
    statement = select(*key, func.sum(Transaction.amount), func.count())
    return Read(statement.where(*filters.conditions(shape)).group_by(*key))


def _is_months(wanted: Filter) -> bool:
    """Tell whether a filter is nothing but whole months."""
    start, end = wanted.start, wanted.end
    whole = start is not None and end is not None and start.day == end.day == 1
    return whole and wanted == Filter(start=start, end=end)


_TOTALS = Read(
    select(
        MonthlyTotal.category_id,
        MonthlyTotal.type_id,
        func.sum(MonthlyTotal.amount),
        cast(func.sum(MonthlyTotal.count), BigInteger),
    )
    .where(
        MonthlyTotal.household_id == bindparam("household", type_=Uuid),
        MonthlyTotal.month >= bindparam("start", type_=Date),
        MonthlyTotal.month < bindparam("end", type_=Date),
    )
    .group_by(MonthlyTotal.category_id, MonthlyTotal.type_id)
    .having(func.sum(MonthlyTotal.count) > 0)
)
_IS_NOW = (MonthlyTotal.month >= bindparam("start", type_=Date)).label("is_now")
_TWO_TOTALS = Read(
    select(
        _IS_NOW,
        MonthlyTotal.category_id,
        MonthlyTotal.type_id,
        func.sum(MonthlyTotal.amount),
        cast(func.sum(MonthlyTotal.count), BigInteger),
    )
    .where(
        MonthlyTotal.household_id == bindparam("household", type_=Uuid),
        MonthlyTotal.month >= bindparam("before", type_=Date),
        MonthlyTotal.month < bindparam("end", type_=Date),
    )
    .group_by(_IS_NOW, MonthlyTotal.category_id, MonthlyTotal.type_id)
    .having(func.sum(MonthlyTotal.count) > 0)
    .order_by(MonthlyTotal.category_id, MonthlyTotal.type_id)
)
