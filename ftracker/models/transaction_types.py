"""Which way a transaction moved money, in the household's own words."""

from sqlalchemy import CheckConstraint, Computed, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, OwnedRow, Tracked


class TransactionType(OwnedRow, Tracked, Base):
    """A type and its flow; each flow has one default type."""

    __tablename__ = "transaction_types"
    __table_args__ = (
        UniqueConstraint("household_id", "name_key"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("flow in ('in', 'out', 'transfer')", name="flow"),
        Index(
            "uq_transaction_types_default",
            "household_id",
            "flow",
            unique=True,
            postgresql_where=text("is_default"),
        ),
    )

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Computed("lower(name)", persisted=True))
    flow: Mapped[str]
    is_default: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
