"""The transactions of a period as bubbles: the largest one by one, the rest of each category."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, Select, cast, func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import MonthlyTotal, Transaction
from ftracker.queries.transactions import Filter, selecting

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
    statement = _of_totals(session, wanted) if _is_months(wanted) else _of_rows(session, wanted)
    found = [CategorySum(a, b, amount, count) for a, b, amount, count in session.execute(statement)]
    return sorted(found, key=lambda s: (s.category_id, s.type_id))


def _of_rows(session: Session, wanted: Filter) -> Select[UUID, UUID, Decimal, int]:
    columns = [
        Transaction.category_id,
        Transaction.type_id,
        func.sum(Transaction.amount),
        func.count(),
    ]
    statement = selecting(session, wanted, columns)
    return statement.group_by(Transaction.category_id, Transaction.type_id)


def _of_totals(session: Session, wanted: Filter) -> Select[UUID, UUID, Decimal, int]:
    return (
        select(
            MonthlyTotal.category_id,
            MonthlyTotal.type_id,
            func.sum(MonthlyTotal.amount),
            cast(func.sum(MonthlyTotal.count), BigInteger),
        )
        .where(
            MonthlyTotal.household_id == household_id(session),
            MonthlyTotal.month >= wanted.start,
            MonthlyTotal.month < wanted.end,
        )
        .group_by(MonthlyTotal.category_id, MonthlyTotal.type_id)
        .having(func.sum(MonthlyTotal.count) > 0)
    )


def _is_months(wanted: Filter) -> bool:
    """Tell whether a filter is nothing but whole months."""
    start, end = wanted.start, wanted.end
    whole = start is not None and end is not None and start.day == end.day == 1
    return whole and wanted == Filter(start=start, end=end)
