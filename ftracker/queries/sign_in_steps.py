"""What is half done around the doors."""

from datetime import datetime

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
