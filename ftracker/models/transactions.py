"""One movement of money."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Numeric,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, HouseholdRow, Tracked

_ACTIVE = text("is_active")


class Transaction(HouseholdRow, Tracked, Base):
    """One movement: the amount is always positive, the direction says into or out of its account.

    For flows `in` and `out` the direction is the flow; for a transfer it tells the two sides.
    Parts of one purchase share a `split_id`; the two sides of a transfer share a
    `transfer_id`. `fingerprint` is what an import knows the row by, `reference` what it knows the
    bank's own id by, `import_line` where it stands in its file. `reconciliation_id` says that it
    was ticked off against a balance of the bank. `member_id` is the person who wrote it down: who
    added it, or who brought its file; None where FTracker did, or where nobody knows. It has no
    foreign key, as what people wrote stays when they leave.
    """

    __tablename__ = "transactions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            ondelete="RESTRICT",
        ),
        ForeignKeyConstraint(
            ["household_id", "category_id"],
            ["categories.household_id", "categories.id"],
            ondelete="RESTRICT",
        ),
        ForeignKeyConstraint(
            ["household_id", "type_id"],
            ["transaction_types.household_id", "transaction_types.id"],
            ondelete="RESTRICT",
        ),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("direction in ('in', 'out')", name="direction"),
        CheckConstraint("date >= '1900-01-01' and date < '2200-01-01'", name="date"),
        Index("ix_transactions_date", "household_id", "date", "id", postgresql_where=_ACTIVE),
        Index(
            "ix_transactions_category",
            "household_id",
            "category_id",
            "date",
            "id",
            postgresql_where=_ACTIVE,
        ),
        Index(
            "ix_transactions_inactive",
            "household_id",
            "date",
            "id",
            postgresql_where=text("not is_active"),
        ),
        Index(
            "ix_transactions_split",
            "household_id",
            "split_id",
            postgresql_where=text("split_id is not null"),
        ),
        Index(
            "ix_transactions_transfer",
            "household_id",
            "transfer_id",
            postgresql_where=text("transfer_id is not null"),
        ),
        Index(
            "ix_transactions_import",
            "household_id",
            "import_id",
            postgresql_where=text("import_id is not null"),
        ),
        Index(
            "uq_transactions_fingerprint",
            "household_id",
            "fingerprint",
            unique=True,
            postgresql_where=text("fingerprint is not null"),
        ),
        Index(
            "ix_transactions_reference",
            "household_id",
            "reference",
            postgresql_where=text("reference is not null"),
        ),
        Index(
            "ix_transactions_reconciliation",
            "household_id",
            "reconciliation_id",
            postgresql_where=text("reconciliation_id is not null"),
        ),
        {"postgresql_with": {"autovacuum_vacuum_scale_factor": 0.02}},
    )

    amount: Mapped[Decimal] = mapped_column(Numeric(19, 4))
    direction: Mapped[str] = mapped_column(Text)
    type_id: Mapped[UUID]
    category_id: Mapped[UUID]
    account_id: Mapped[UUID]
    date: Mapped[date]
    payee: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    split_id: Mapped[UUID | None]
    transfer_id: Mapped[UUID | None]
    import_id: Mapped[UUID | None]
    import_line: Mapped[int | None]
    fingerprint: Mapped[UUID | None]
    reference: Mapped[UUID | None]
    reconciliation_id: Mapped[UUID | None]
    member_id: Mapped[UUID | None]
    is_active: Mapped[bool] = mapped_column(default=True)
