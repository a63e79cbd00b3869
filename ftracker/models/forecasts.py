"""What will probably be, as it was last worked out; and what would be if."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, HouseholdRow, OwnedRow, Tracked, now


class Scenario(OwnedRow, Tracked, Base):
    """A list of changes to what is planned, by name; `changes` are those of `domain/scenarios`.

    `applied_set_id` is the change set that made schedules, budgets and goals of them, if one did.
    """

    __tablename__ = "scenarios"
    __table_args__ = (
        UniqueConstraint("household_id", "name_key"),
        CheckConstraint("name <> ''", name="name"),
    )

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Computed("lower(name)", persisted=True))
    note: Mapped[str] = mapped_column(default="")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    applied_set_id: Mapped[UUID | None]


class Forecast(HouseholdRow, Base):
    """One answer, worked out by a job and read by pages: as of a day, of the books or a scenario.

    `answer` is the dataclass that `domain/forecasts` has for the topic, its fields as
    columns (`domain/short_answers`). What was worked out is no deed of anybody: it has no history,
    and can be worked out again.
    """

    __tablename__ = "forecasts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "scenario_id"],
            ["scenarios.household_id", "scenarios.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["household_id"], ["households.id"], ondelete="CASCADE"),
        CheckConstraint("topic in ('cash', 'categories', 'goals', 'score')", name="topic"),
        Index(
            "uq_forecasts_topic",
            "household_id",
            "topic",
            unique=True,
            postgresql_where=text("scenario_id is null"),
        ),
        Index(
            "uq_forecasts_scenario",
            "household_id",
            "scenario_id",
            "topic",
            unique=True,
            postgresql_where=text("scenario_id is not null"),
        ),
    )

    topic: Mapped[str]
    scenario_id: Mapped[UUID | None]
    as_of: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(default=now)
    answer: Mapped[list[Any]] = mapped_column(JSONB)
