"""Files that were read, and what became of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, OwnedRow, now


class Import(OwnedRow, Base):
    """One file: its bytes, how it was understood, and how many rows it added."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("status in ('previewed', 'imported', 'undone')", name="status"),
        Index("ix_imports_sha256", "household_id", "file_sha256"),
    )

    file_name: Mapped[str]
    file_sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    account_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(default="previewed")
    rows: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    invalid: Mapped[int] = mapped_column(default=0)
    errors: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    imported_at: Mapped[datetime | None]
