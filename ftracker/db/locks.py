"""Locks that end with the transaction, for deeds that must not run twice at once."""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

_HOLD = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0)))


def hold(session: Session, topic: str, key: UUID | str) -> None:
    """Wait until no other transaction holds the same topic and key, then hold it to the end."""
    session.execute(_HOLD, {"name": f"{topic}:{key}"})
