"""What alerts look at that no other page asks for."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Text, cast, func, literal_column, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.kinds import Direction
from ftracker.domain.unusual import Paid
from ftracker.models import MonthlyTotal, Transaction
from ftracker.queries import reviews, transactions
from ftracker.queries.transactions import Filter

# What was paid longer ago says little of what is usual now.
KNOWN = timedelta(days=731)


def paid(session: Session, *, since: date, end: date) -> list[Paid]:
    """List payments to the payees that were paid in [since, end), two years back, oldest first.

    Sides of transfers and parts of a split are left out: they are no payment of one amount.
    """
    # One pass and a sort, whatever the planner believes of the table: never each with each.
    last = func.max(Transaction.date).over(partition_by=func.lower(Transaction.payee))
    columns: list[Any] = [
        Transaction.id,
        Transaction.account_id,
        Transaction.payee,
        Transaction.date,
        Transaction.amount,
        last.label("last_date"),
    ]
    known = _payments(session, since - KNOWN, end, columns).subquery("known")
    statement = (
        select(*(column for column in known.c if column.name != "last_date"))
        .where(known.c.last_date >= since)
        .order_by(known.c.date, known.c.id)
    )
    return [Paid(*row) for row in session.execute(statement)]


def waiting(session: Session) -> list[tuple[date, int]]:
    """Count what waits for a category by the day that it was written down, oldest first."""
    day = cast(func.timezone("UTC", Transaction.created_at), Date).label("day")
    statement = reviews.waiting(session, [day, func.count()]).group_by(day).order_by(day)
    return [(at, count) for at, count in session.execute(statement)]


def booked(session: Session, *, start: date, end: date) -> dict[UUID, list[date]]:
    """List by account the days of [start, end) with transactions, and the last one before them.

    In order; accounts with none are left out.
    """
    found: dict[UUID, list[date]] = defaultdict(list)
    for account_id, day in session.execute(_last_before(session, start)):
        found[account_id].append(day)
    if start < end:
        columns: list[Any] = [Transaction.account_id, Transaction.date]
        days = transactions.selecting(session, Filter(start=start, end=end), columns).distinct()
        for account_id, day in session.execute(days.order_by(*columns)):
            found[account_id].append(day)
    return dict(found)


def _last_before(session: Session, day: date) -> Any:
    """Find the last transaction of each account before a day, in the last month that has any."""
    total = MonthlyTotal
    months = (
        select(total.account_id, func.max(total.month).label("month"))
        .where(total.household_id == household_id(session), total.count > 0, total.month < day)
        .group_by(total.account_id)
        .subquery("months")
    )
    month_long: ColumnElement[Any] = literal_column("interval '1 month'")
    columns: list[Any] = [Transaction.account_id, func.max(Transaction.date)]
    return (
        transactions.selecting(session, Filter(end=day), columns)
        .join(
            months,
            (months.c.account_id == Transaction.account_id)
            & (Transaction.date >= months.c.month)
            & (Transaction.date < months.c.month + month_long),
        )
        .group_by(Transaction.account_id)
    )


def _payments(session: Session, start: date, end: date, columns: list[Any]) -> Any:
    return transactions.selecting(session, Filter(start=start, end=end), columns).where(
        Transaction.direction == Direction.OUT.value,
        Transaction.transfer_id.is_(None),
        Transaction.split_id.is_(None),
        Transaction.payee != cast("", Text),
    )
