"""Backups as the installation knows them: a global table beside the files themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, now
from ftracker.db.ids import new_id


class Backup(Base):
    """One backup file: when it was made, and when a restore of it was last seen to be whole.

    `manifest` holds the row counts and checksums that a restore is compared with; `problem` is a
    sentence, '' while nothing is wrong.
    """

    __tablename__ = "backups"
    __table_args__ = (
        CheckConstraint("reason in ('nightly', 'command', 'upgrade')", name="reason"),
        CheckConstraint("size_bytes >= 0", name="size_bytes"),
        Index("ix_backups_made_at", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    file_name: Mapped[str]
    reason: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    manifest: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    verified_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")
