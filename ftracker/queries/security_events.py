"""What happened around the doors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import SecurityEvent


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, and who did it from where; None for somebody unknown."""

    id: UUID
    at: datetime
    event: str
    user_id: UUID | None
    ip: str
    user_agent: str
    details: dict[str, Any]


def listing(
    session: Session, *, user_id: UUID | None, before: UUID | None, most: int
) -> list[Happening]:
    """List the newest `most` happenings of a person, or of the household, newest first.

    With `before` only those that are older than that one.
    """
    event = SecurityEvent
    whose = event.user_id == user_id if user_id else event.household_id == household_id(session)
    columns = (
        event.id, event.at, event.event, event.user_id, event.ip, event.user_agent, event.details,
    )  # fmt: skip
    statement = select(*columns).where(whose).order_by(event.at.desc(), event.id.desc())
    if before is not None:
        place = select(event.at, event.id).where(whose, event.id == before)
        statement = statement.where(tuple_(event.at, event.id) < place.scalar_subquery())
    return [Happening(*row) for row in session.execute(statement.limit(most))]
