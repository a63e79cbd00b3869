"""What comes again: income, bills, subscriptions, transfers, contributions to goals."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, HouseholdRow, Tracked
from ftracker.domain.cadences import Weekend

_WEEKENDS = ", ".join(f"'{weekend}'" for weekend in Weekend)


class Schedule(HouseholdRow, Tracked, Base):
    """A payment that comes again, and how it is told among what came in.

    It falls due every `every` `unit`s from `start_date`: by the month on day `month_day` (−1 is
    the last; a day that a month does not have is its last), or on the `nth` `weekday` of the
    month (1 to 4, −1 is the last; Monday is 0). `weekend` moves a due day off Saturdays and
    Sundays. It ends after `end_date`, which still belongs to it, or after `times`. `amount` is
    what is expected, always positive; `least` and `most` bound what is taken for it. Where
    `is_posted`, FTracker books it itself on the day; else it asks. `to_account_id` makes it a
    transfer. `trial_end_date` is the last free day, `cancel_date` the last day to give notice.
    """

    __tablename__ = "schedules"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "type_id"],
            ["transaction_types.household_id", "transaction_types.id"],
            ondelete="RESTRICT",
        ),
        ForeignKeyConstraint(
            ["household_id", "category_id"],
            ["categories.household_id", "categories.id"],
            ondelete="RESTRICT",
        ),
        ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            ondelete="RESTRICT",
        ),
        ForeignKeyConstraint(
            ["household_id", "to_account_id"],
            ["accounts.household_id", "accounts.id"],
            ondelete="RESTRICT",
        ),
        ForeignKeyConstraint(
            ["household_id", "goal_id"],
            ["goals.household_id", "goals.id"],
            ondelete="RESTRICT",
        ),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("least > 0 and least <= amount", name="least"),
        CheckConstraint("most >= amount", name="most"),
        CheckConstraint("every between 1 and 400", name="every"),
        CheckConstraint("unit in ('day', 'week', 'month', 'year')", name="unit"),
        CheckConstraint("month_day = -1 or month_day between 1 and 31", name="month_day"),
        CheckConstraint("nth = -1 or nth between 1 and 4", name="nth"),
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("(nth is null) = (weekday is null)", name="nth_weekday"),
        CheckConstraint("month_day is null or nth is null", name="one_day"),
        CheckConstraint(f"weekend in ({_WEEKENDS})", name="weekend"),
        CheckConstraint("end_date >= start_date", name="end_date"),
        CheckConstraint("times > 0", name="times"),
        CheckConstraint("remind_days between 0 and 60", name="remind_days"),
        Index("ix_schedules_category", "household_id", "category_id"),
        Index("ix_schedules_account", "household_id", "account_id"),
    )

    name: Mapped[str]
    type_id: Mapped[UUID]
    category_id: Mapped[UUID]
    account_id: Mapped[UUID]
    to_account_id: Mapped[UUID | None]
    goal_id: Mapped[UUID | None]
    payee: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    amount: Mapped[Decimal] = mapped_column(Numeric(19, 4))
    least: Mapped[Decimal | None] = mapped_column(Numeric(19, 4))
    most: Mapped[Decimal | None] = mapped_column(Numeric(19, 4))
    start_date: Mapped[date]
    every: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str] = mapped_column(default="month")
    month_day: Mapped[int | None]
    nth: Mapped[int | None]
    weekday: Mapped[int | None]
    weekend: Mapped[str] = mapped_column(default=Weekend.KEEP)
    end_date: Mapped[date | None]
    times: Mapped[int | None]
    is_posted: Mapped[bool] = mapped_column(default=False)
    remind_days: Mapped[int] = mapped_column(default=3)
    is_subscription: Mapped[bool] = mapped_column(default=False)
    trial_end_date: Mapped[date | None]
    cancel_date: Mapped[date | None]
    is_paused: Mapped[bool] = mapped_column(default=False)


class Occurrence(HouseholdRow, Tracked, Base):
    """What a person, or FTracker itself, said of one due day of a schedule; most need no word.

    `due_date` is the day by the rule, before the weekend moves it. `transaction_id` is the
    transaction that was booked for it or chosen as it; it may have gone since.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "schedule_id"],
            ["schedules.household_id", "schedules.id"],
            ondelete="RESTRICT",
        ),
        UniqueConstraint("household_id", "schedule_id", "due_date"),
        CheckConstraint("state in ('skipped', 'paid')", name="state"),
    )

    schedule_id: Mapped[UUID]
    due_date: Mapped[date]
    state: Mapped[str]
    transaction_id: Mapped[UUID | None]
