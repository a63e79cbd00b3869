"""The secret address of a person's calendar: whoever knows it reads what is due, nothing else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ftracker.db import Scope
from ftracker.domain import tokens
from ftracker.models import ApiToken
from ftracker.queries import api_tokens as stored
from ftracker.queries.api_tokens import TokenLine
from ftracker.queries.user_sessions import SignedIn
from ftracker.services import api_tokens, security_events, user_sessions

USE = "calendar"
REACH = api_tokens.Reach(USE, Scope.READ)


def make(session: Session, *, user_id: UUID, household_id: UUID) -> str:
    """Make the secret of a person's calendar and give it, the only time that it can be seen.

    One that was there before opens nothing any more.
    """
    revoke(session, user_id=user_id, household_id=household_id)
    return api_tokens.add(
        session, user_id=user_id, household_id=household_id, name="Calendar", reach=REACH
    )


def revoke(session: Session, *, user_id: UUID, household_id: UUID) -> None:
    """Take the address away, if there is one."""
    mine = (
        ApiToken.user_id == user_id,
        ApiToken.household_id == household_id,
        ApiToken.use == USE,
    )
    if session.scalar(delete(ApiToken).where(*mine).returning(ApiToken.id)) is not None:
        security_events.record(
            session, "calendar.revoked", user_id=user_id, household_id=household_id
        )


def present(session: Session, *, user_id: UUID, household_id: UUID) -> TokenLine | None:
    """Tell when the person's address was made and last asked, None where there is none."""
    return stored.feed(session, user_id=user_id, household_id=household_id)


def find(session: Session, secret: str, *, now: datetime) -> SignedIn | None:
    """Tell whose calendar a secret opens, None when nobody's; notes at most once a minute."""
    who = stored.feed_of(session, tokens.digest(secret), now=now)
    if who is not None and not user_sessions.is_noted(who, now=now):
        api_tokens.note(session, who, now=now)
    return who
