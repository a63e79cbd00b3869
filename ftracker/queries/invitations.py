"""Links that make somebody a member."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db.scope import Role, household_id
from ftracker.models import Household, Invitation, Membership, User


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One invitation that nobody has followed yet."""

    id: UUID
    role: str
    created_at: datetime
    expires_at: datetime


def listing(session: Session, *, now: datetime) -> list[InvitationLine]:
    """List the household's invitations that still work, newest first.

    Those of people who may not invite any more work no more.
    """
    home = household_id(session)
    statement = (
        select(Invitation.id, Invitation.role, Invitation.created_at, Invitation.expires_at)
        .join(Membership, Membership.user_id == Invitation.created_by)
        .join(User, User.id == Invitation.created_by)
        .where(
            Membership.household_id == home,
            Membership.role == Role.OWNER,
            User.is_disabled.is_(False),
            Invitation.household_id == home,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.created_at.desc(), Invitation.id)
    )
    return [InvitationLine(*row) for row in session.execute(statement)]


def for_update(
    session: Session, digest: bytes, *, now: datetime
) -> tuple[Invitation, Household] | None:
    """Find and lock an invitation that still works, with its household."""
    statement = (
        select(Invitation)
        .where(
            Invitation.token_hash == digest,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .with_for_update()
    )
    found = session.scalars(statement).one_or_none()
    home = session.get(Household, found.household_id) if found else None
    return (found, home) if found and home else None
