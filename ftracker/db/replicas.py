"""A second server that follows the first one: looks that take long may go there."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from ftracker.db import looks
from ftracker.db.engine import Database
from ftracker.db.scope import Actor
from ftracker.db.unavailable import Unavailable

# A page rather asks the first server than waits longer for the second one.
PATIENCE_SECONDS = 0.1
ASKED_SECONDS = 0.005
# One that was away is left alone for a while: to ask it each time would cost each page seconds.
REST_SECONDS = 10.0
CONNECT_SECONDS = 2

# Not what is written: with `synchronous_commit` off a server answers before that.
_AT = "select pg_current_wal_insert_lsn()::text"
# One that was made the first server follows nobody: what it knows may be another truth.
_HAS = text("select pg_is_in_recovery() and pg_last_wal_replay_lsn() >= cast(:position as pg_lsn)")

log = structlog.get_logger("ftracker.db")


class Replica:
    """A server that follows the first one, or none at all where no address is given."""

    def __init__(self, url: str, *, slow_query_ms: int = 0) -> None:
        patience = {"prepare_threshold": None, "connect_timeout": CONNECT_SECONDS}
        about: dict[str, Any] = {
            "slow_query_ms": slow_query_ms,
            "connect_args": patience,
            "pool_timeout": 1,
        }
        self._database = Database(url, **about) if url else None
        self._away_until = 0.0

    @property
    def is_worth_asking(self) -> bool:
        """Tell whether there is one that was not away a moment ago."""
        return self._database is not None and time.monotonic() >= self._away_until

    @contextmanager
    def looking(self, first: Database, who: Actor, position: str) -> Iterator[Session]:
        """Open a look that knows all that the first server knew at `position`.

        It is one at the first server itself where the replica is away, or has not come so far.
        Raises Unavailable where the first server does not answer either.
        """
        if self._database is None or not self._has_come_to(self._database, position):
            with first.reading(who) as session:
                yield session
            return
        try:
            # What it shows may be newer than the names that were read from the first one.
            with self._database.reading(replace(who, catalogue_version=None)) as session:
                yield session
        except Unavailable:
            self._rest()
            raise

    def close(self) -> None:
        """Give all connections back to the server."""
        if self._database is not None:
            self._database.close()

    def _has_come_to(self, database: Database, position: str) -> bool:
        """Wait a moment until the replica knows all until there; tell whether it does."""
        until = time.monotonic() + PATIENCE_SECONDS
        try:
            while not self._asked(database, position):
                if time.monotonic() > until:
                    return False
                time.sleep(ASKED_SECONDS)
        except Unavailable:
            self._rest()
            return False
        return True

    @staticmethod
    def _asked(database: Database, position: str) -> bool:
        with database.reading(Actor()) as session:
            return bool(session.scalar(_HAS, {"position": position}))

    def _rest(self) -> None:
        self._away_until = time.monotonic() + REST_SECONDS
        log.warning("the replica does not answer; the first server is asked instead")


def position(session: Session) -> str:
    """Tell how far the first server has come: all that was answered for until now is before it."""
    found: str = looks.rows(session, _AT, {})[0][0]
    return found
