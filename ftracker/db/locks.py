"""Locks that end with the transaction, for deeds that must not run twice at once."""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

# Any number does, as long as no other program locks it: the letters "FTRK".
SCHEMA = 0x4654524B
_KEY = func.hashtextextended(bindparam("name"), 0)
_HOLD = select(func.pg_advisory_xact_lock(_KEY))
_SHARE = select(func.pg_advisory_xact_lock_shared(_KEY))
_TAKE = select(func.pg_try_advisory_xact_lock(_KEY))


def hold(session: Session, topic: str, key: UUID | str) -> None:
    """Wait until no other transaction holds the same topic and key, then hold it to the end."""
    session.execute(_HOLD, {"name": f"{topic}:{key}"})


def share(session: Session, topic: str, key: UUID | str) -> None:
    """Wait until nobody holds the topic and key, then share it to the end with others who do."""
    session.execute(_SHARE, {"name": f"{topic}:{key}"})


def take(session: Session, topic: str, key: UUID | str) -> bool:
    """Hold a topic and key to the end of the transaction if nobody else does; tell whether."""
    return bool(session.scalar(_TAKE, {"name": f"{topic}:{key}"}))
