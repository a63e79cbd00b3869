"""What a household means to spend, and what it gave each period."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, HouseholdRow, OwnedRow, Tracked
from ftracker.domain.cadences import Cadence

_CADENCES = ", ".join(f"'{cadence}'" for cadence in Cadence)


class Budget(OwnedRow, Tracked, Base):
    """A limit for a category and those below it, or for everything where it names none.

    `amount` is the usual one of each period: a plan takes it where a period has no allotment,
    envelopes only propose it. `rollover` says what goes on into the next period: nothing, what
    was left, what was overspent, or both; `cap` is the most that may be carried in, of either.
    """

    __tablename__ = "budgets"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "category_id"],
            ["categories.household_id", "categories.id"],
            ondelete="RESTRICT",
        ),
        CheckConstraint(f"cadence in ({_CADENCES})", name="cadence"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("rollover in ('none', 'left', 'overspent', 'both')", name="rollover"),
        CheckConstraint("cap >= 0", name="cap"),
        Index(
            "uq_budgets_category",
            "household_id",
            "category_id",
            unique=True,
            postgresql_where=text("category_id is not null"),
        ),
        Index(
            "uq_budgets_everything",
            "household_id",
            unique=True,
            postgresql_where=text("category_id is null"),
        ),
    )

    category_id: Mapped[UUID | None]
    cadence: Mapped[str] = mapped_column(default=Cadence.MONTH)
    amount: Mapped[Decimal] = mapped_column(Numeric(19, 4), default=Decimal(0))
    start_date: Mapped[date]
    rollover: Mapped[str] = mapped_column(default="none")
    cap: Mapped[Decimal | None] = mapped_column(Numeric(19, 4))
    note: Mapped[str] = mapped_column(default="")


class Allotment(HouseholdRow, Tracked, Base):
    """What a budget gets in the period that begins on `start_date`, signed.

    Below zero where more was moved away than was given: what came from earlier periods.
    """

    __tablename__ = "allotments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "budget_id"],
            ["budgets.household_id", "budgets.id"],
            ondelete="RESTRICT",
        ),
        UniqueConstraint("household_id", "budget_id", "start_date"),
    )

    budget_id: Mapped[UUID]
    start_date: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Numeric(19, 4))
    note: Mapped[str] = mapped_column(default="")
