"""Locks that end with the transaction, for deeds that must not run twice at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from ftracker.db import migrations

_KEY = func.hashtextextended(bindparam("name"), 0)
_HOLD = select(func.pg_advisory_xact_lock(_KEY))
_SHARE = select(func.pg_advisory_xact_lock_shared(_KEY))
# A lock that is held for hours lies idle; some servers end what does.
PATIENT = text("set local idle_in_transaction_session_timeout = 0")
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


@contextmanager
def alone(url: str, topic: str) -> Iterator[bool]:
    """Tell whether nobody else does this on the database of an address, and hold it for the block.

    The lock is a connection's own: it is free again when its holder ends, however that comes.
    """
    with migrations.connection(url) as connected:
        connected.execute(PATIENT)
        yield bool(connected.scalar(_TAKE, {"name": topic}))
