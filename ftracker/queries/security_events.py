"""What happened around the doors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import SecurityEvent


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, and who did it from where; None for somebody unknown."""

    at: datetime
    event: str
    user_id: UUID | None
    ip: str
    user_agent: str
    details: dict[str, Any]


def listing(session: Session, *, user_id: UUID | None, most: int) -> list[Happening]:
    """List the newest `most` happenings of a person, or of the household, newest first."""
    event = SecurityEvent
    whose = event.user_id == user_id if user_id else event.household_id == household_id(session)
    columns = (event.at, event.event, event.user_id, event.ip, event.user_agent, event.details)
    statement = select(*columns).where(whose).order_by(event.at.desc(), event.id.desc())
    return [Happening(*row) for row in session.execute(statement.limit(most))]
