"""Invitations: a link, shown once, that makes whoever follows it a member, once."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ftracker.db import Actor, Role, new_id, scope
from ftracker.db.scope import household_id
from ftracker.domain import tokens
from ftracker.domain.errors import NotFound
from ftracker.models import Household, Invitation
from ftracker.queries import invitations as stored
from ftracker.queries import members as people
from ftracker.queries.invitations import InvitationLine
from ftracker.schemas.users import InvitationIn
from ftracker.services import members, security_events

__all__ = ["InvitationLine"]

LASTS = timedelta(days=7)


def add(session: Session, data: InvitationIn, *, user_id: UUID, now: datetime) -> str:
    """Invite somebody for a week, and give the token that the link ends with."""
    token = tokens.fresh()
    row = Invitation(
        id=new_id(),
        token_hash=tokens.digest(token),
        household_id=household_id(session),
        role=data.role,
        created_by=user_id,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(row)
    session.flush()
    security_events.record(session, "invitation.made", role=data.role)
    return token


def household_of(session: Session, token: str, *, now: datetime) -> Household:
    """Tell where an invitation leads. Raises NotFound when it does not work (any more)."""
    return _open(session, token, now=now)[1]


def accept(session: Session, token: str, *, user_id: UUID, now: datetime) -> UUID:
    """Make somebody a member; gives the household, which the session acts for from here on.

    Raises NotFound when the invitation does not work (any more), Conflict for a member.
    """
    invitation, household = _open(session, token, now=now)
    role, door = Role(invitation.role), scope.actor(session).door
    who = Actor(household.id, user_id, role, door, household.currency, household.locale)
    scope.enter(session, who)
    members.add(session, user_id, role=role)
    invitation.used_at = now
    session.flush()
    return household.id


def revoke(session: Session, invitation_id: UUID) -> None:
    """Take an invitation of the household back. Raises NotFound."""
    mine = Invitation.id == invitation_id, Invitation.household_id == household_id(session)
    if session.scalar(delete(Invitation).where(*mine).returning(Invitation.id)) is None:
        raise NotFound
    security_events.record(session, "invitation.revoked")


def listing(session: Session, *, now: datetime) -> list[InvitationLine]:
    """List the invitations that still work, newest first."""
    return stored.listing(session, now=now)


def _open(session: Session, token: str, *, now: datetime) -> tuple[Invitation, Household]:
    found = stored.for_update(session, tokens.digest(token), now=now)
    if found is None:
        raise NotFound
    invitation, household = found
    # Who was removed or may not invite any more must not come back by a link kept for that day.
    if not people.may_govern(session, invitation.created_by, household_id=household.id):
        raise NotFound
    return found
