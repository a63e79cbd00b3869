"""The history: who changed what, when, from which door, and what it was before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, OwnedRow


class ChangeSet(OwnedRow, Base):
    """One deed. Rows are only ever added: undoing one writes another that names it."""

    __tablename__ = "change_sets"
    __table_args__ = (
        Index("ix_change_sets_undoes", "household_id", "undoes_id"),
        Index("ix_change_sets_import", "household_id", "import_id"),
    )

    at: Mapped[datetime]
    user_id: Mapped[UUID | None]
    door: Mapped[str]
    deed: Mapped[str]
    summary: Mapped[str]
    undoes_id: Mapped[UUID | None]
    import_id: Mapped[UUID | None]


class ChangeRow(Base):
    """One row before and after a deed, as JSON."""

    __tablename__ = "change_rows"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "change_set_id"],
            ["change_sets.household_id", "change_sets.id"],
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_change_rows_row", "household_id", "row_id", "change_set_id"),
    )

    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    change_set_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    row_id: Mapped[UUID]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
