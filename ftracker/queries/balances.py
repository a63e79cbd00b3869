"""What lay in an account at some moment: whole months from the totals, the rest from the rows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, and_, cast, column, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain import periods
from ftracker.models import Account, MonthlyTotal, Transaction
from ftracker.queries import sections, transactions
from ftracker.queries.transactions import Cursor, Filter, Line


def opening(session: Session, account_id: UUID) -> Decimal | None:
    """Give what was in an account before its first transaction, signed; None for no account."""
    mine = Account.household_id == household_id(session), Account.id == account_id
    return session.scalar(select(Account.opening_balance).where(*mine))


def before(session: Session, account_id: UUID, days: Sequence[date]) -> dict[date, Decimal]:
    """Sum what moved in an account before each of some days.

    Signed, without what it opened with.
    """
    listed = func.unnest(cast(list(days), ARRAY(Date)))
    wanted = listed.table_valued(column("day", Date), name="wanted").render_derived()
    month = cast(func.date_trunc("month", wanted.c.day), Date)
    months = _months(session, account_id).where(MonthlyTotal.month < month)
    rows = _rows(session, account_id).where(
        Transaction.date >= month, Transaction.date < wanted.c.day
    )
    amount = months.scalar_subquery() + rows.scalar_subquery()
    rows_of = session.execute(select(wanted.c.day, amount))
    return {day: Decimal(total) for day, total in rows_of}


def moved(
    session: Session, account_ids: Sequence[UUID], *, start: date, end: date
) -> dict[tuple[UUID, date], Decimal]:
    """Sum what moved in accounts on each day of [start, end), signed; still days are left out."""
    if not account_ids:
        return {}
    wanted = Filter(account_ids=tuple(account_ids), start=start, end=end)
    columns = [Transaction.account_id, Transaction.date, _sum(Transaction)]
    statement = transactions.selecting(session, wanted, columns).group_by(*columns[:2])
    return {(account_id, day): total for account_id, day, total in session.execute(statement)}


def ahead(session: Session, account_ids: Sequence[UUID], *, today: date) -> dict[UUID, Decimal]:
    """Add up what moves in each account after today, signed; those without any are left out."""
    found: dict[UUID, Decimal] = defaultdict(Decimal)
    start = today + periods.DAY
    for (key, _), amount in moved(session, account_ids, start=start, end=periods.LAST).items():
        found[key] += amount
    return found


def after(session: Session, account_id: UUID, line: Line) -> Decimal:
    """Sum what moved in an account up to a transaction and with it, in the order of lists.

    Signed, without what it opened with.
    """
    month = line.date.replace(day=1)
    months = _months(session, account_id).where(MonthlyTotal.month < month)
    rows = _rows(session, account_id).where(
        Transaction.date >= month,
        or_(
            Transaction.date < line.date,
            and_(Transaction.date == line.date, Transaction.id <= line.id),
        ),
    )
    return Decimal(session.scalars(select(months.scalar_subquery() + rows.scalar_subquery())).one())


def extent(session: Session, account_id: UUID) -> tuple[date, date] | None:
    """Tell the first day of an account's first and of its last month with transactions."""
    months: list[Any] = [func.min(MonthlyTotal.month), func.max(MonthlyTotal.month)]
    statement = select(*months).where(
        MonthlyTotal.household_id == household_id(session),
        MonthlyTotal.account_id == account_id,
        MonthlyTotal.count > 0,
    )
    first, last = session.execute(statement).one()
    return (first, last) if first is not None else None


def reach(session: Session, account_id: UUID, *, rows: int, at: Cursor | None) -> Filter:
    """Give the filter of an account's transactions, cut to the months that a page can need.

    From `at` on, or from the newest, there are as many as `rows` in these months, or all there
    are. Few rows of a small account must not be looked for among all others.
    """
    day, newer = (at.day, at.newer) if at else (periods.LAST, False)
    month = _month_of(session, account_id, rows, day.replace(day=1), newer=newer)
    bound = {"end": periods.months_later(month, 1)} if newer and month else {"start": month}
    return Filter(account_ids=(account_id,), **bound)


def _month_of(
    session: Session, account_id: UUID, rows: int, day: date, *, newer: bool
) -> date | None:
    """Tell the month in which, going on from a month, so many transactions are reached."""
    total = MonthlyTotal
    by_month = (
        select(total.month, func.sum(total.count).label("count"))
        .where(
            total.household_id == household_id(session),
            total.account_id == account_id,
            total.month > day if newer else total.month < day,
            total.count > 0,
        )
        .group_by(total.month)
        .subquery("by_month")
    )
    order = by_month.c.month if newer else by_month.c.month.desc()
    so_far = func.sum(by_month.c.count).over(order_by=order).label("so_far")
    counted = select(by_month.c.month, so_far).subquery("counted")
    nearest = func.min(counted.c.month) if newer else func.max(counted.c.month)
    found: date | None = session.scalar(select(nearest).where(counted.c.so_far >= rows))
    return found


def _months(session: Session, account_id: UUID) -> Select[Any]:
    return select(_sum(MonthlyTotal)).where(
        MonthlyTotal.household_id == household_id(session), MonthlyTotal.account_id == account_id
    )


def _rows(session: Session, account_id: UUID) -> Select[Any]:
    mine = Filter(account_ids=(account_id,))
    return transactions.selecting(session, mine, [_sum(Transaction)])


def _sum(entity: type[MonthlyTotal | Transaction]) -> Any:
    return func.coalesce(func.sum(sections.moved(entity)), 0)
