"""How the files of one bank are read: decided once, known again by their header."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, OwnedRow, Tracked
from ftracker.db.history import DERIVED


class ImportProfile(OwnedRow, Tracked, Base):
    """A mapping with a name; `header` is what files of this kind are recognised by.

    `account_id` is the account of every row, NULL when the file says it.
    """

    __tablename__ = "import_profiles"
    __table_args__ = (
        UniqueConstraint("household_id", "name_key"),
        UniqueConstraint("household_id", "header"),
        ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("name <> ''", name="name"),
        Index("ix_import_profiles_account", "household_id", "account_id"),
    )

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Computed("lower(name)", persisted=True))
    header: Mapped[str]
    format: Mapped[str]
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    account_id: Mapped[UUID | None]
    used_at: Mapped[datetime | None] = mapped_column(info={DERIVED: True})
