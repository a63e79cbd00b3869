"""What comes again, what was said of its days, and which transactions may have paid them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from ftracker.db.scope import household_id
from ftracker.domain.cadences import Weekend
from ftracker.domain.payments import Move
from ftracker.domain.schedules import Every, Rhythm
from ftracker.models import ChangeRow, Goal, Occurrence, Schedule, Transaction, TransactionType
from ftracker.queries import transactions
from ftracker.queries.transactions import Filter


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One schedule, column by column; amounts are positive."""

    id: UUID
    name: str
    type_id: UUID
    category_id: UUID
    account_id: UUID
    to_account_id: UUID | None
    goal_id: UUID | None
    payee: str
    note: str
    tags: list[str]
    amount: Decimal
    least: Decimal | None
    most: Decimal | None
    start_date: date
    every: int
    unit: str
    month_day: int | None
    nth: int | None
    weekday: int | None
    weekend: str
    end_date: date | None
    times: int | None
    is_posted: bool
    remind_days: int
    is_subscription: bool
    trial_end_date: date | None
    cancel_date: date | None
    is_paused: bool
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def rhythm(self) -> Rhythm:
        """When it falls due."""
        return rhythm_of(self)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one due day; `transaction_id` is None where that transaction is gone.

    `is_gone` tells that there was one. Payee, amount and day are those of the transaction.
    """

    schedule_id: UUID
    due_date: date
    state: str
    transaction_id: UUID | None
    is_gone: bool
    payee: str
    amount: Decimal | None
    date: date | None


_COLUMNS = [getattr(Schedule, name) for name in ScheduleLine.__dataclass_fields__]
_Other = aliased(Transaction)


def rhythm_of(row: Schedule | ScheduleLine) -> Rhythm:
    """Tell when a stored schedule falls due."""
    return Rhythm(
        start=row.start_date,
        every=row.every,
        unit=Every(row.unit),
        month_day=row.month_day,
        nth=row.nth,
        weekday=row.weekday,
        weekend=Weekend(row.weekend),
        end=row.end_date,
        times=row.times,
    )


def listing(session: Session) -> list[ScheduleLine]:
    """List all schedules by name without regard to case, paused ones included."""
    lines = [ScheduleLine(*row) for row in session.execute(_mine(session))]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def line(session: Session, schedule_id: UUID) -> ScheduleLine | None:
    """Read one schedule."""
    row = session.execute(_mine(session).where(Schedule.id == schedule_id)).one_or_none()
    return ScheduleLine(*row) if row else None


def for_update(session: Session, schedule_id: UUID) -> Schedule | None:
    """Load and lock one schedule."""
    key = household_id(session), schedule_id
    return session.get(Schedule, key, with_for_update=True, populate_existing=True)


def of_goal(session: Session, goal_id: UUID) -> list[Schedule]:
    """Load and lock the schedules that contribute to a goal, in the order of their ids."""
    statement = (
        select(Schedule)
        .where(Schedule.household_id == household_id(session), Schedule.goal_id == goal_id)
        .order_by(Schedule.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def goal_names(session: Session) -> dict[UUID, str]:
    """Give the names of all goals, the oldest first."""
    mine = Goal.household_id == household_id(session)
    statement = select(Goal.id, Goal.name).where(mine).order_by(Goal.id)
    return dict(iter(session.execute(statement)))


def occurrence(session: Session, schedule_id: UUID, due_date: date) -> Occurrence | None:
    """Load and lock what was said of one due day."""
    statement = (
        select(Occurrence)
        .where(
            Occurrence.household_id == household_id(session),
            Occurrence.schedule_id == schedule_id,
            Occurrence.due_date == due_date,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalar(statement)


def occurrences(session: Session, schedule_id: UUID) -> list[Occurrence]:
    """Load and lock all that was said of a schedule's days, in the order of the days."""
    statement = (
        select(Occurrence)
        .where(
            Occurrence.household_id == household_id(session), Occurrence.schedule_id == schedule_id
        )
        .order_by(Occurrence.due_date)
        .with_for_update()
    )
    return list(session.scalars(statement))


def said(session: Session) -> list[Said]:
    """List what was said of due days, of all schedules, in the order of the days."""
    there = and_(
        Transaction.household_id == Occurrence.household_id,
        Transaction.id == Occurrence.transaction_id,
        Transaction.is_active,
    )
    columns: list[Any] = [
        Occurrence.schedule_id,
        Occurrence.due_date,
        Occurrence.state,
        Transaction.id,
        and_(Occurrence.transaction_id.is_not(None), Transaction.id.is_(None)),
        func.coalesce(Transaction.payee, ""),
        Transaction.amount,
        Transaction.date,
    ]
    statement = (
        select(*columns)
        .outerjoin(Transaction, there)
        .where(Occurrence.household_id == household_id(session))
        .order_by(Occurrence.due_date, Occurrence.id)
    )
    return [Said(*row) for row in session.execute(statement)]


def chosen_for(session: Session, transaction_id: UUID) -> Occurrence | None:
    """Find the due day that a transaction was said to pay."""
    statement = select(Occurrence).where(
        Occurrence.household_id == household_id(session),
        Occurrence.transaction_id == transaction_id,
    )
    return session.scalars(statement).first()


def moves(session: Session, *, start: date, end: date, least: Decimal, most: Decimal) -> list[Move]:
    """List the transactions of [start, end) between two amounts, both inclusive, oldest first."""
    columns: list[Any] = [
        Transaction.id,
        Transaction.date,
        Transaction.amount,
        Transaction.direction,
        TransactionType.flow,
        Transaction.category_id,
        Transaction.account_id,
        _Other.account_id,
        Transaction.payee,
    ]
    statement = (
        transactions.selecting(session, Filter(start=start, end=end, min=least, max=most), columns)
        .join(
            TransactionType,
            and_(
                TransactionType.household_id == Transaction.household_id,
                TransactionType.id == Transaction.type_id,
            ),
        )
        .outerjoin(
            _Other,
            and_(
                _Other.household_id == Transaction.household_id,
                _Other.transfer_id == Transaction.transfer_id,
                _Other.id != Transaction.id,
            ),
        )
        .order_by(Transaction.date, Transaction.id)
    )
    return [Move(*row) for row in session.execute(statement)]


def ever_written(session: Session, row_ids: Sequence[UUID]) -> set[UUID]:
    """Tell which of these rows the history knows, those that are gone for good included."""
    statement = select(ChangeRow.row_id).where(
        ChangeRow.household_id == household_id(session), ChangeRow.row_id.in_(row_ids)
    )
    return set(session.scalars(statement))


def naming(session: Session, column: str, thing_id: UUID) -> list[Schedule]:
    """Load and lock the schedules that name a category, type or account, by their ids."""
    statement = (
        select(Schedule)
        .where(Schedule.household_id == household_id(session), names(column, thing_id))
        .order_by(Schedule.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def names(column: str, thing_id: UUID) -> ColumnElement[bool]:
    """Ask for schedules that name a thing; an account is named by both ends of a transfer."""
    columns = [getattr(Schedule, column)]
    if column == "account_id":
        columns.append(Schedule.to_account_id)
    return or_(*(one == thing_id for one in columns))


def _mine(session: Session) -> Select[Any]:
    return select(*_COLUMNS).where(Schedule.household_id == household_id(session))
