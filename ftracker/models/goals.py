"""What a household saves for, and what it pays off."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, HouseholdRow, Tracked


class Goal(HouseholdRow, Tracked, Base):
    """An amount to be set aside in a category by a day, or a debt to be paid down.

    `starting_amount` was there on `start_date`; what is there now is computed from the
    ledger, never stored. A goal on an account owns `earmark` of its balance, or without one
    what the other goals there leave. A debt (`aim` is `pay_off`) is the account's own balance
    below zero; `target_amount` is what was owed at the start. `monthly_amount` is what a
    person means to add each month. `rate` is the yearly interest or growth in percent. The
    least `priority` comes first.
    """

    __tablename__ = "goals"
    __table_args__ = (
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
        CheckConstraint("target_amount > 0", name="target_amount"),
        CheckConstraint("starting_amount >= 0", name="starting_amount"),
        CheckConstraint("aim in ('save', 'pay_off')", name="aim"),
        CheckConstraint("aim = 'save' or account_id is not null", name="debt_account"),
        CheckConstraint(
            "earmark is null or (earmark >= 0 and account_id is not null and aim = 'save')",
            name="earmark",
        ),
        CheckConstraint("monthly_amount > 0", name="monthly_amount"),
        CheckConstraint("rate between 0 and 100", name="rate"),
        CheckConstraint("state in ('active', 'paused', 'completed', 'archived')", name="state"),
        Index("ix_goals_category", "household_id", "category_id"),
        Index("ix_goals_account", "household_id", "account_id"),
    )

    name: Mapped[str]
    aim: Mapped[str] = mapped_column(default="save")
    category_id: Mapped[UUID]
    account_id: Mapped[UUID | None]
    target_amount: Mapped[Decimal] = mapped_column(Numeric(19, 4))
    starting_amount: Mapped[Decimal] = mapped_column(Numeric(19, 4), default=Decimal(0))
    earmark: Mapped[Decimal | None] = mapped_column(Numeric(19, 4))
    monthly_amount: Mapped[Decimal | None] = mapped_column(Numeric(19, 4))
    rate: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    start_date: Mapped[date]
    due_date: Mapped[date | None]
    priority: Mapped[int] = mapped_column(default=0)
    icon: Mapped[str] = mapped_column(default="flag")
    colour: Mapped[str] = mapped_column(default="cyan")
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="active")
