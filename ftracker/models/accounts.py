"""Where money lies."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, Computed, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, OwnedRow, Tracked


class Account(OwnedRow, Tracked, Base):
    """Cash, a bank account, a card, a loan; `opening_balance` is signed, below zero for debts."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("household_id", "name_key"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint(
            "kind in ('cash', 'current', 'savings', 'card', 'loan', 'asset')", name="kind"
        ),
        Index(
            "uq_accounts_default", "household_id", unique=True, postgresql_where=text("is_default")
        ),
    )

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Computed("lower(name)", persisted=True))
    kind: Mapped[str] = mapped_column(default="current")
    opening_balance: Mapped[Decimal] = mapped_column(Numeric(19, 4), default=Decimal(0))
    is_default: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
