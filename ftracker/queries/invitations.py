"""Links that make somebody a member."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import Household, Invitation


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One invitation that nobody has followed yet."""

    id: UUID
    role: str
    created_at: datetime
    expires_at: datetime


def listing(session: Session, *, now: datetime) -> list[InvitationLine]:
    """List the household's invitations that still work, newest first."""
    statement = (
        select(Invitation.id, Invitation.role, Invitation.created_at, Invitation.expires_at)
        .where(
            Invitation.household_id == household_id(session),
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
