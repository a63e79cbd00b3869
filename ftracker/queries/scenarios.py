"""Scenarios: lists of changes to what is planned, by name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain import scenario_changes
from ftracker.domain.scenario_changes import Change, Usual
from ftracker.models import ChangeSet, Scenario


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario; `applied_set_id` is the change set that made its changes real, if one did."""

    id: UUID
    name: str
    note: str
    changes: tuple[Change, ...]
    applied_set_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


_COLUMNS = [getattr(Scenario, name) for name in ScenarioLine.__dataclass_fields__]


def listing(session: Session) -> list[ScenarioLine]:
    """List all scenarios by name without regard to case."""
    lines = [_line(row) for row in session.execute(_mine(session))]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def usual(session: Session) -> set[UUID]:
    """Tell of which categories scenarios that are not applied change what is usual."""
    return {
        change.category_id
        for one in listing(session)
        if one.applied_set_id is None
        for change in one.changes
        if isinstance(change, Usual)
    }


def line(session: Session, scenario_id: UUID) -> ScenarioLine | None:
    """Read one scenario."""
    row = session.execute(_mine(session).where(Scenario.id == scenario_id)).one_or_none()
    return _line(row) if row else None


def for_update(session: Session, scenario_id: UUID) -> Scenario | None:
    """Load and lock one scenario."""
    key = household_id(session), scenario_id
    return session.get(Scenario, key, with_for_update=True, populate_existing=True)


def count(session: Session) -> int:
    """Count all scenarios."""
    mine = Scenario.household_id == household_id(session)
    return session.scalar(select(func.count()).select_from(Scenario).where(mine)) or 0


def changed_at(session: Session) -> datetime | None:
    """Tell when anything was changed last in the books."""
    statement = (
        select(ChangeSet.at)
        .where(ChangeSet.household_id == household_id(session))
        .order_by(ChangeSet.id.desc())
        .limit(1)
    )
    return session.scalar(statement)


def naming(session: Session, thing_id: UUID) -> list[Scenario]:
    """Load and lock the scenarios that name a thing, by their ids."""
    statement = (
        select(Scenario)
        .where(
            Scenario.household_id == household_id(session),
            cast(Scenario.changes, String).contains(str(thing_id)),
        )
        .order_by(Scenario.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def _line(row: Any) -> ScenarioLine:
    key, name, note, changes, *rest = row
    return ScenarioLine(key, name, note, scenario_changes.read_all(changes), *rest)


def _mine(session: Session) -> Select[Any]:
    return select(*_COLUMNS).where(Scenario.household_id == household_id(session))
