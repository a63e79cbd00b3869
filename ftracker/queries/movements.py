"""What moved in all accounts over time: whole months from the totals, odd days from the rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Date,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain.periods import FIRST, Unit, months_later
from ftracker.domain.reports.ranges import Range
from ftracker.models import Account, MonthlyTotal, Transaction
from ftracker.queries import sections, sum_sources

Moved = dict[UUID, dict[date | None, Decimal]]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Which months the totals cannot tell, and the days of them that are read from the rows.

    `odd` is a month in the middle; from `last` on none is told.
    """

    odd: date
    last: date
    first_days: Range
    last_days: Range


def openings(session: Session) -> dict[UUID, Decimal]:
    """Give what each account opened with, signed, by its id."""
    return dict(_OPENINGS.rows(session, household=household_id(session)))


def of(session: Session, account_ids: list[UUID], days: Range, unit: Unit) -> Moved:
    """Sum what moved in accounts, by the first day of the period and before the range, signed.

    What was before the first day stands under None. Accounts and periods in which nothing moved
    are left out. The cost grows with months and accounts, and with the rows of weeks.
    """
    parts = _parts(days, unit)
    rows = _read(unit).rows(
        session,
        household=household_id(session),
        accounts=account_ids,
        start=days.start,
        odd=parts.odd,
        last=parts.last,
        first_start=parts.first_days.start,
        first_end=parts.first_days.end,
        last_start=parts.last_days.start,
        last_end=parts.last_days.end,
    )
    found: Moved = defaultdict(dict)
    for account_id, period, amount in rows:
        found[account_id][period] = amount
    return found


def _parts(days: Range, unit: Unit) -> _Parts:
    """Tell which days of a range no month tells: for weeks all of them."""
    month = days.start.replace(day=1)
    if unit is Unit.WEEK:
        return _Parts(month, month, Range(month, days.end), Range(days.end, days.end))
    last = days.end.replace(day=1)
    is_odd = days.start != month
    after = min(months_later(month, 1), days.end) if is_odd else month
    # A range within one month has its days read once.
    tail = max(last, after)
    odd = month if is_odd else FIRST.replace(year=FIRST.year - 1)
    return _Parts(odd, last, Range(month, after), Range(tail, max(tail, days.end)))


@lru_cache(maxsize=3)
def _read(unit: Unit) -> Read:
    """Write the SELECT of a unit: what the totals tell, and what the rows tell, added up."""
    totals = select(*_columns(MonthlyTotal, MonthlyTotal.month, unit)).where(
        *_mine(MonthlyTotal), MonthlyTotal.month < _day("last"), MonthlyTotal.month != _day("odd")
    )
    first = _between(Transaction.date, "first")
    last = _between(Transaction.date, "last")
    # Said as the partial indexes say it.
    shown = Transaction.is_active.expression
    rows = select(*_columns(Transaction, Transaction.date, unit)).where(
        *_mine(Transaction), shown, or_(first, last)
    )
    both = union_all(_grouped(totals), _grouped(rows)).subquery("both")
    keys = both.c.account_id, both.c.period
    return Read(select(*keys, func.sum(both.c.amount)).group_by(*keys))


def _grouped(statement: Select[Any]) -> Select[Any]:
    return statement.group_by(literal_column("1"), literal_column("2"))


def _columns(
    entity: type[MonthlyTotal | Transaction], day: InstrumentedAttribute[date], unit: Unit
) -> list[Any]:
    return [
        entity.account_id,
        case((day < _day("start"), null()), else_=sum_sources.began(day, unit)).label("period"),
        func.sum(sections.moved(entity)).label("amount"),
    ]


def _mine(entity: type[MonthlyTotal | Transaction]) -> list[Any]:
    return [
        entity.household_id == bindparam("household", type_=Uuid),
        entity.account_id == any_(bindparam("accounts", type_=ARRAY(Uuid))),
    ]


def _between(day: InstrumentedAttribute[date], name: str) -> Any:
    return and_(day >= _day(f"{name}_start"), day < _day(f"{name}_end"))


def _day(name: str) -> Any:
    return bindparam(name, type_=Date)


_OPENINGS = Read(
    select(Account.id, Account.opening_balance).where(
        Account.household_id == bindparam("household", type_=Uuid)
    )
)
