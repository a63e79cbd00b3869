"""An account held against a balance that the bank states."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, HouseholdRow, Tracked


class Reconciliation(HouseholdRow, Tracked, Base):
    """The balance that an account had at the end of a day, as the bank says it.

    The transactions that were ticked carry its id.
    """

    __tablename__ = "reconciliations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            ondelete="CASCADE",
        ),
        Index("ix_reconciliations_account", "household_id", "account_id", "date"),
    )

    account_id: Mapped[UUID]
    date: Mapped[date]
    balance: Mapped[Decimal] = mapped_column(Numeric(19, 4))
