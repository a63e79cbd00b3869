"""Alerts as they stand, and what they can be narrowed to."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Label, Text, cast, literal, select, union_all
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.alerts import Subject
from ftracker.models import Account, Alert, Budget, Category, Goal, Schedule

EVERYTHING = "Everything"


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert; without `subject_id` it watches all of its topic."""

    id: UUID
    topic: str
    subject_id: UUID | None
    level: Decimal
    is_muted: bool
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """Something that an alert can be narrowed to."""

    id: UUID
    kind: Subject
    name: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """What alerts can be narrowed to, by kind and by name without regard to case."""

    by_id: dict[UUID, Named]

    def name(self, key: UUID | None) -> str | None:
        """Give the name of a subject; what is gone has none any more."""
        if key is None:
            return None
        found = self.by_id.get(key)
        return found.name if found else "something that is gone"

    def of(self, kind: Subject) -> list[Named]:
        """List those of one kind."""
        return [one for one in self.by_id.values() if one.kind is kind]


def listing(session: Session) -> list[AlertLine]:
    """List the alerts that were ever set up, in the order of their ids."""
    columns = [getattr(Alert, name) for name in AlertLine.__slots__]
    mine = Alert.household_id == household_id(session)
    return [
        AlertLine(*row) for row in session.execute(select(*columns).where(mine).order_by(Alert.id))
    ]


def for_update(session: Session, alert_id: UUID) -> Alert | None:
    """Load and lock one alert."""
    key = household_id(session), alert_id
    return session.get(Alert, key, with_for_update=True, populate_existing=True)


def subjects(session: Session) -> Subjects:
    """Read all budgets, schedules, accounts and goals."""
    mine = household_id(session)
    named = [
        select(Budget.id, _kind(Subject.BUDGET), Category.name)
        .outerjoin(
            Category,
            (Category.household_id == Budget.household_id) & (Category.id == Budget.category_id),
        )
        .where(Budget.household_id == mine),
        *(
            select(entity.id, _kind(kind), entity.name).where(entity.household_id == mine)
            for kind, entity in (
                (Subject.SCHEDULE, Schedule),
                (Subject.ACCOUNT, Account),
                (Subject.GOAL, Goal),
            )
        ),
    ]
    found = [
        Named(key, Subject(kind), name or EVERYTHING)
        for key, kind, name in session.execute(union_all(*named))
    ]
    found.sort(key=lambda one: (one.kind, one.name.casefold(), one.id))
    return Subjects({one.id: one for one in found})


def _kind(kind: Subject) -> Label[str]:
    return cast(literal(kind.value), Text).label("kind")
