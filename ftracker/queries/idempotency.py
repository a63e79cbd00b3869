"""Answers that were given under a key."""

from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import IdempotencyKey


def answer(session: Session, key: str) -> IdempotencyKey | None:
    """Read what the household's request with this key was answered."""
    return session.get(IdempotencyKey, (household_id(session), key))
