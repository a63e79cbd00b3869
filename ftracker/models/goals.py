"""What a household saves for."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, HouseholdRow, Tracked


class Goal(HouseholdRow, Tracked, Base):
    """An amount to be set aside in a category by a day.

    `starting_amount` was there on `start_date`; what is there now is computed from the
    ledger, never stored.
    """

    __tablename__ = "goals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "category_id"],
            ["categories.household_id", "categories.id"],
            ondelete="RESTRICT",
        ),
        CheckConstraint("target_amount > 0", name="target_amount"),
        CheckConstraint("starting_amount >= 0", name="starting_amount"),
        Index("ix_goals_category", "household_id", "category_id"),
    )

    name: Mapped[str]
    category_id: Mapped[UUID]
    target_amount: Mapped[Decimal] = mapped_column(Numeric(19, 4))
    starting_amount: Mapped[Decimal] = mapped_column(Numeric(19, 4), default=Decimal(0))
    start_date: Mapped[date]
    due_date: Mapped[date | None]
