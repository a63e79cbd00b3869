"""What a transaction was for."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, OwnedRow, Tracked
from ftracker.domain.kinds import Kind

_KINDS = ", ".join(f"'{kind}'" for kind in Kind)


class Category(OwnedRow, Tracked, Base):
    """A category; its kind stands in the column `type`. Timebound ones have a window.

    `end_date` is the last day that belongs to the window.
    """

    __tablename__ = "categories"
    __table_args__ = (
        UniqueConstraint("household_id", "name_key"),
        ForeignKeyConstraint(
            ["household_id", "parent_id"],
            ["categories.household_id", "categories.id"],
            ondelete="RESTRICT",
        ),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint(f"type in ({_KINDS})", name="type"),
        CheckConstraint("parent_id <> id", name="parent"),
        CheckConstraint(
            "(type = 'Timebound') = (start_date is not null and end_date is not null)",
            name="window",
        ),
        CheckConstraint("end_date >= start_date", name="window_order"),
        Index(
            "uq_categories_default",
            "household_id",
            unique=True,
            postgresql_where=text("is_default"),
        ),
        Index("ix_categories_parent", "household_id", "parent_id"),
    )

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Computed("lower(name)", persisted=True))
    kind: Mapped[str] = mapped_column("type", default=Kind.UNKNOWN)
    icon: Mapped[str] = mapped_column(default="tag")
    colour: Mapped[str] = mapped_column(default="slate")
    parent_id: Mapped[UUID | None]
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    is_default: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
