"""Goals, what is there for them, and what was set aside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain import earmarks, kinds
from ftracker.domain.cadences import Span
from ftracker.domain.earmarks import Claim
from ftracker.domain.goals import LIVE, Aim, State
from ftracker.domain.kinds import Section
from ftracker.domain.outlooks import Moved
from ftracker.models import Account, Category, Goal, MonthlyTotal, Transaction
from ftracker.models import TransactionType as Type
from ftracker.queries import accounts, filters, sections, transactions
from ftracker.queries.transactions import Filter

_Below = aliased(Category)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal with what the ledger says of it.

    `current_amount` is the starting amount and what was set aside since; on an account its part
    of the balance; of a debt what is paid off. It may be below zero. A goal on an account that
    is completed or archived owns nothing of it any more.
    """

    id: UUID
    name: str
    aim: Aim
    category_id: UUID
    category: str
    account_id: UUID | None
    account: str | None
    target_amount: Decimal
    starting_amount: Decimal
    current_amount: Decimal
    earmark: Decimal | None
    monthly_amount: Decimal | None
    rate: Decimal | None
    start_date: date
    due_date: date | None
    priority: int
    icon: str
    colour: str
    note: str
    state: State
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_live(self) -> bool:
        """Tell whether something is still to come of it."""
        return self.state in LIVE


def listing(session: Session) -> list[GoalLine]:
    """List the goals by priority; of the same one that comes first which is due first."""
    found = _listing().rows(session, household=household_id(session))
    rows = [dict(zip(_NAMES, row, strict=True)) for row in found]
    rows.sort(
        key=lambda g: (g["priority"], g["due_date"] or date.max, g["name"].casefold(), g["id"])
    )
    balances = _balances(session) if any(row["account_id"] for row in rows) else {}
    parts = _parts(rows, balances)
    return [_line(row, parts, balances) for row in rows]


def line(session: Session, goal_id: UUID) -> GoalLine | None:
    """Read one goal; what it owns of an account depends on the others there."""
    return next((one for one in listing(session) if one.id == goal_id), None)


def for_update(session: Session, goal_id: UUID) -> Goal | None:
    """Load and lock one goal."""
    key = household_id(session), goal_id
    return session.get(Goal, key, with_for_update=True, populate_existing=True)


def all_for_update(session: Session) -> list[Goal]:
    """Load and lock all goals, in the order that they are listed in."""
    statement = (
        select(Goal)
        .where(Goal.household_id == household_id(session))
        .order_by(Goal.priority, Goal.due_date.asc().nulls_last(), func.lower(Goal.name), Goal.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def last_priority(session: Session) -> int:
    """Give the priority of the goal that comes last, −1 without any."""
    statement = select(func.coalesce(func.max(Goal.priority), -1)).where(
        Goal.household_id == household_id(session)
    )
    return session.scalars(statement).one()


def earmarked(session: Session, account_id: UUID, *, besides: UUID) -> Decimal:
    """Sum the earmarks of the other goals on an account that still own a part of it."""
    statement = select(func.coalesce(func.sum(Goal.earmark), 0)).where(
        Goal.household_id == household_id(session),
        Goal.account_id == account_id,
        Goal.state.in_(LIVE),
        Goal.id != besides,
    )
    return session.scalars(statement).one() or _ZERO


def set_aside(session: Session, category_id: UUID, *, since: date) -> Decimal:
    """Sum what was set aside in a category and below it from a day on; withdrawals subtract."""
    statement = _set_aside(session, literal(category_id), literal(since))
    total: Decimal = session.scalars(statement).one()
    return total


def moved_in_categories(session: Session, recent: Span, period: Span) -> dict[UUID, Moved]:
    """Sum, for each live goal without an account, what was set aside in its category.

    In two spans of days; goals with nothing are left out.
    """
    signed = Transaction.amount * _sign()
    columns = [Goal.id, *_within(signed, recent, period)]
    statement = (
        _summed(transactions.selecting(session, _both(recent, period), columns))
        .join(Goal, and_(Goal.household_id == Transaction.household_id, _holds(Goal.category_id)))
        .where(Goal.account_id.is_(None), Goal.state.in_(LIVE))
        .group_by(Goal.id)
    )
    return {key: Moved(*sums) for key, *sums in session.execute(statement)}


def moved_in_accounts(
    session: Session, account_ids: Iterable[UUID], recent: Span, period: Span
) -> dict[UUID, Moved]:
    """Sum what moved into accounts, less what moved out, in two spans of days."""
    ids = tuple(account_ids)
    if not ids:
        return {}
    wanted = replace(_both(recent, period), account_ids=ids)
    columns = [Transaction.account_id, *_within(sections.moved(Transaction), recent, period)]
    statement = transactions.selecting(session, wanted, columns).group_by(Transaction.account_id)
    return {key: Moved(*sums) for key, *sums in session.execute(statement)}


def months_in_category(session: Session, category_id: UUID, *, since: date) -> dict[date, Decimal]:
    """Sum by month what was set aside in a category from a day on, keyed by its first day."""
    month = cast(
        func.date_trunc("month", cast(Transaction.date, DateTime(timezone=False))), Date
    ).label("month")
    statement = _set_aside(session, literal(category_id), literal(since)).add_columns(month)
    rows = session.execute(statement.group_by(month))
    return {first: amount for amount, first in rows}


def months_in_account(session: Session, account_id: UUID) -> dict[date, Decimal]:
    """Sum by month what moved into an account, less what moved out, keyed by its first day."""
    statement = (
        select(MonthlyTotal.month, func.sum(sections.moved(MonthlyTotal)))
        .where(
            MonthlyTotal.household_id == household_id(session),
            MonthlyTotal.account_id == account_id,
            MonthlyTotal.count > 0,
        )
        .group_by(MonthlyTotal.month)
    )
    return dict(iter(session.execute(statement)))


@cache
def _listing() -> Read:
    """Write the SELECT of all goals, once."""
    total = _summed(select(func.coalesce(func.sum(Transaction.amount * _sign()), 0)))
    its = Transaction.date >= Goal.start_date, _holds(Goal.category_id)
    aside = total.where(*filters.conditions(filters.shape(Filter())), *its).correlate(Goal)
    current = case(
        (Goal.account_id.is_(None), Goal.starting_amount + aside.scalar_subquery()), else_=0
    )
    columns = [*(Goal.__table__.c[name] for name in _PLAIN), Category.name, Account.name, current]
    return Read(
        select(*columns)
        .join(Category, _named(Category, Goal.household_id, Goal.category_id))
        .outerjoin(Account, _named(Account, Goal.household_id, Goal.account_id))
        .where(Goal.household_id == bindparam("household", type_=Uuid))
    )


def _summed(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(Transaction)
        .join(_Below, _named(_Below, Transaction.household_id, Transaction.category_id))
        .join(Type, _named(Type, Transaction.household_id, Transaction.type_id))
    )


def _balances(session: Session) -> dict[UUID, Decimal]:
    return {account.id: account.balance for account in accounts.listing(session)}


def _parts(
    rows: Iterable[Mapping[str, Any]], balances: Mapping[UUID, Decimal]
) -> dict[UUID, Decimal]:
    """Share each account's balance among the live goals on it, which come by priority."""
    claims: dict[UUID, list[Claim]] = {}
    for row in rows:
        if row["account_id"] and row["aim"] == Aim.SAVE and row["state"] in LIVE:
            mine = claims.setdefault(row["account_id"], [])
            mine.append(Claim(row["id"], row["earmark"], row["target_amount"]))
    found: dict[UUID, Decimal] = {}
    for account_id, mine in claims.items():
        found |= earmarks.held(balances[account_id], mine)
    return found


def _line(
    row: dict[str, Any], parts: Mapping[UUID, Decimal], balances: Mapping[UUID, Decimal]
) -> GoalLine:
    if row["aim"] == Aim.PAY_OFF:
        owed = max(-balances[row["account_id"]], _ZERO)
        row["current_amount"] = row["target_amount"] - owed
    elif row["account_id"]:
        row["current_amount"] = parts.get(row["id"], _ZERO)
    return GoalLine(**row | {"aim": Aim(row["aim"]), "state": State(row["state"])})


def _set_aside(session: Session, category_id: Any, since: Any) -> Select[Any]:
    total = func.coalesce(func.sum(Transaction.amount * _sign()), 0)
    found = transactions.selecting(session, Filter(), [total])
    return _summed(found).where(Transaction.date >= since, _holds(category_id))


def _holds(category_id: Any) -> ColumnElement[bool]:
    return or_(_Below.id == category_id, _Below.parent_id == category_id)


def _both(one: Span, other: Span) -> Filter:
    return Filter(start=min(one.start, other.start), end=max(one.end, other.end))


def _within(amount: Any, *spans: Span) -> list[ColumnElement[Decimal]]:
    """Sum an amount over each of some spans of days."""
    return [
        func.coalesce(
            func.sum(amount).filter(
                Transaction.date >= literal(span.start), Transaction.date < literal(span.end)
            ),
            0,
        )
        for span in spans
    ]


def _named(entity: Any, household: Any, key: Any) -> ColumnElement[bool]:
    return and_(entity.household_id == household, entity.id == key)


def _sign() -> ColumnElement[int]:
    """Write the signs of what is set aside as CASE; everything else counts nothing."""
    aside = [row for row in kinds.table() if row[2] is Section.SET_ASIDE]
    whens = [
        (and_(_Below.kind == kind.value, Type.flow == flow.value), sign)
        for kind, flow, _, sign in aside
    ]
    return case(*whens, else_=0)


_PLAIN = [column.name for column in Goal.__table__.columns if column.name != "household_id"]
_NAMES = [*_PLAIN, "category", "account", "current_amount"]
