"""What lies in accounts at the end of each day: what the books say, then what is expected."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import balances_ahead, payments
from ftracker.domain.balances_ahead import DayBalance, DayParts
from ftracker.domain.due_days import Due
from ftracker.domain.kinds import Flow
from ftracker.domain.periods import DAY, LAST
from ftracker.queries import accounts, plans
from ftracker.queries import balances as stored
from ftracker.queries.catalogue import catalogue
from ftracker.services import due_days

_CASH = ("cash", "current")
_LATEST = timedelta(days=payments.LATE_DAYS + 1)
_Key = tuple[UUID, date]


def balances(
    session: Session, *, start: date, end: date, today: date, account_ids: Sequence[UUID]
) -> list[DayBalance]:
    """Give the balance at the end of each day of [start, end) of accounts, and of all together.

    Up to today it is what the books say. From then on comes what they hold already of the days
    ahead, and all that falls due; what is late is expected today, what was missed no more. A
    fixed number of queries.
    """
    first = min(start, today)
    moved: dict[_Key, Decimal] = defaultdict(Decimal)
    moved |= stored.moved(session, account_ids, start=first, end=LAST)
    before = {one.id: one.balance for one in accounts.listing(session) if one.id in account_ids}
    for (account_id, _), total in moved.items():
        before[account_id] -= total
    if end > today:
        dues = due_days.upcoming(session, start=today - _LATEST, end=end, today=today)
        for key, amount in _expected(dues, today):
            moved[key] += amount
    return [
        DayBalance(day, sum(each.values(), Decimal(0)), each, day >= today)
        for day, each in balances_ahead.run(before, moved, start=first, end=end)
        if day >= start
    ]


def parts(session: Session, *, day: date, today: date, account_ids: Sequence[UUID]) -> DayParts:
    """Tell what the balance of some accounts at the end of a day is made of."""
    around = balances(session, start=day - DAY, end=day + DAY, today=today, account_ids=account_ids)
    moved = stored.moved(session, account_ids, start=day, end=day + DAY)
    dues = (
        due_days.upcoming(session, start=min(day, today - _LATEST), end=day + DAY, today=today)
        if day >= today
        else []
    )
    expected = [
        (due, sum((amount for (key, _), amount in adds if key in account_ids), Decimal(0)))
        for due in dues
        if (adds := [one for one in _expected([due], today) if one[0][1] == day])
        and any(key in account_ids for (key, _), _ in adds)
    ]
    booked = {account_id: total for (account_id, _), total in moved.items()}
    return DayParts(day, around[0].balance, booked, expected, around[1].balance)


def cash_accounts(session: Session) -> list[UUID]:
    """List the accounts that can be spent from: those of the plan, or all cash and current ones.

    By name; archived ones are left out, and so is the word of the plan when all it names are gone.
    """
    plan, known = plans.stored(session), catalogue(session).accounts
    chosen = [key for key in plan.cash_account_ids if key in known] if plan else []
    return [
        account.id
        for account in known.values()
        if not account.is_archived and (account.id in chosen if chosen else account.kind in _CASH)
    ]


def _expected(dues: Iterable[Due], today: date) -> Iterator[tuple[_Key, Decimal]]:
    """Say what each due day that is not paid yet will move, and where."""
    for due in dues:
        if not due.is_open:
            continue
        day = max(due.date, today)
        yield (due.account_id, day), due.amount if due.flow is Flow.IN else -due.amount
        if due.to_account_id is not None:
            yield (due.to_account_id, day), due.amount
