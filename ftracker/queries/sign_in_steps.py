"""What is half done around the doors."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.models import SignInStep


def living(session: Session, purpose: str, digest: bytes, *, now: datetime) -> SignInStep | None:
    """Find what a token's digest carries on, if it has not run out."""
    statement = select(SignInStep).where(
        SignInStep.token_hash == digest,
        SignInStep.purpose == purpose,
        SignInStep.expires_at > now,
    )
    return session.scalars(statement).one_or_none()


def over(session: Session, *, now: datetime) -> list[UUID]:
    """List what ran out, and hold it, but for what somebody else holds."""
    statement = select(SignInStep.id).where(SignInStep.expires_at <= now)
    return list(session.scalars(statement.with_for_update(skip_locked=True)))
