"""What a household wants done with transactions that look a certain way."""

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, OwnedRow, Tracked


class Rule(OwnedRow, Tracked, Base):
    """Conditions, of which all or any must hold, and what is set then; applied by `position`.

    The JSON forms of conditions and actions are those of `schemas/rules.py`.
    """

    __tablename__ = "rules"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("match in ('all', 'any')", name="match"),
        Index("ix_rules_position", "household_id", "position", "id"),
    )

    name: Mapped[str]
    position: Mapped[int]
    match: Mapped[str] = mapped_column(default="all")
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    actions: Mapped[dict[str, Any]] = mapped_column(JSONB)
    is_active: Mapped[bool] = mapped_column(default=True)
