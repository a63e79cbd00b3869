"""What happened around the doors: sign-ins, failures, new keys, exports; written once, for good."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import new_id, scope
from ftracker.models import SecurityEvent
from ftracker.queries import members
from ftracker.queries import security_events as stored
from ftracker.queries.security_events import Happening

__all__ = ["Happening"]

_SHOWN = 200


def record(
    session: Session,
    event: str,
    *,
    user_id: UUID | None = None,
    household_id: UUID | None = None,
    ip: str = "",
    user_agent: str = "",
    **details: Any,
) -> None:
    """Write down that something happened; it stands once the session commits.

    `event` is `topic.verb`, such as `sign_in.failed`; `details` are plain words and numbers, never
    a secret and never an amount. What is not given is as the session knows it: who acts, whose
    books are open, and from where. What happens to somebody at the door, where no books are open,
    is told to the household that they joined first.
    """
    who, where = scope.actor(session), scope.origin(session)
    whose = user_id or who.user_id
    row = SecurityEvent(
        id=new_id(),
        event=event,
        user_id=whose,
        household_id=household_id or who.household_id or _home_of(session, whose),
        ip=ip or where.ip,
        user_agent=(user_agent or where.user_agent)[:_SHOWN],
        details=details,
    )
    session.add(row)
    session.flush()


def listing(
    session: Session,
    *,
    user_id: UUID | None = None,
    before: UUID | None = None,
    most: int = 100,
) -> list[Happening]:
    """List the newest `most` things that happened to a person, or to the household, newest first.

    Without a person they are the household's, other members' included. With the id `before` they
    are the newest of those that are older than that one; an id of nobody's lists nothing.
    """
    return stored.listing(session, user_id=user_id, before=before, most=most)


def _home_of(session: Session, user_id: UUID | None) -> UUID | None:
    homes = members.households_of(session, user_id) if user_id else []
    return homes[0].id if homes else None
