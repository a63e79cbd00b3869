"""People who sign in, and wrong tries to do so."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ftracker.models import SignInAttempt, User


def exist(session: Session) -> bool:
    """Tell whether anybody has an account yet."""
    return bool(session.scalar(select(select(User.id).exists())))


def by_email(session: Session, email: str) -> User | None:
    """Find a person by their address, without regard to case; disabled ones too."""
    return session.scalars(select(User).where(User.email_key == func.lower(email))).one_or_none()


def by_id(session: Session, user_id: UUID) -> User | None:
    """Find a person; disabled ones too."""
    return session.get(User, user_id)


def attempts(session: Session, key: str, *, since: datetime) -> int:
    """Count the wrong tries under a key since a moment."""
    recent = SignInAttempt.key == key, SignInAttempt.at > since
    return session.scalar(select(func.count()).where(*recent)) or 0
