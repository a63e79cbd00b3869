"""The connection pool, and the only commit in the code base."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import Any, cast

import psycopg
from sqlalchemy import create_engine, event, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from ftracker.db import driver, slowness, spread
from ftracker.db.looks import Look
from ftracker.db.overtaken import Overtaken
from ftracker.db.scope import APP_ROLE, Actor
from ftracker.db.unavailable import Unavailable

AWAY = "The database does not answer. Nothing was changed. Try again in a moment."

IDLE_SECONDS = 1.0


class Database:
    """One PostgreSQL database and the pool of connections to it."""

    def __init__(
        self, url: str | URL, *, pool_size: int = 10, slow_query_ms: int = 0, **options: Any
    ) -> None:
        target = make_url(url)
        if target.drivername in ("postgres", "postgresql"):
            target = target.set(drivername="postgresql+psycopg")
        settings: dict[str, Any] = {
            "pool_size": pool_size,
            "max_overflow": 20,
            "pool_timeout": 10,
            # An error in the log must not tell what somebody spent.
            "hide_parameters": True,
            "connect_args": {"prepare_threshold": None, "connect_timeout": 5},
        }
        self.engine = create_engine(target, **(settings | options))
        event.listen(self.engine, "connect", partial(spread.note, app_role=APP_ROLE))
        event.listen(self.engine, "checkout", _see_that_it_lives)
        event.listen(self.engine, "checkin", _give_back)
        slowness.tell(self.engine, slow_query_ms)

    @contextmanager
    def session(self, actor: Actor) -> Iterator[Session]:
        """Open a session that acts as `actor`: returning commits, raising rolls back.

        Raises Unavailable when the database is away, goes away, or has no room now, and Overtaken
        where somebody else has changed, deleted or made the same since it was read.
        """
        info = {"actor": actor}
        with _answering(), Session(self.engine, expire_on_commit=False, info=info) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Session]:
        """Open a session that sees one moment of the books and cannot write.

        Raises Unavailable as `session` does.
        """
        with _answering(), Look(self.engine, actor) as session:
            yield session

    @contextmanager
    def outside(self) -> Iterator[Session]:
        """Open a session that stands outside of all books, as the server knows our user.

        It is for the queue and for the server itself: no row of any household is seen by it.
        Raises Unavailable as `session` does.
        """
        with _answering(), Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    def connections(self) -> tuple[int, int, int]:
        """Count this process' connections: those in use, those that wait, how many there may be."""
        kept = cast("QueuePool", self.engine.pool)
        most = kept.size() + kept._max_overflow  # noqa: SLF001 (nothing else tells it)
        return kept.checkedout(), kept.checkedin(), most

    def is_reachable(self) -> bool:
        """Tell whether the database answers now."""
        try:
            with self.engine.connect() as connection:
                connection.execute(select(1))
        except (OperationalError, InterfaceError, NoneFree):
            return False
        return True

    def close(self) -> None:
        """Give all connections back to the server."""
        self.engine.dispose()


def _give_back(connection: psycopg.Connection[Any] | None, record: ConnectionPoolEntry) -> None:
    """Let the next one begin afresh, and remember when this was; None is one that broke."""
    record.info["used_at"] = monotonic()
    if connection is not None and not connection.closed:
        driver.write_again(connection)


def _see_that_it_lives(
    connection: psycopg.Connection[Any], record: ConnectionPoolEntry, _: object
) -> None:
    """Ask a connection that lay idle whether the server still knows it, before it is used.

    One that was used a moment ago is believed; asking each time would cost a page a tenth.
    """
    if monotonic() - record.info.get("used_at", monotonic()) < IDLE_SECONDS:
        return
    try:
        connection.execute("")
        connection.rollback()
    except psycopg.OperationalError as gone:
        raise DisconnectionError from gone


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, NoneFree, psycopg.OperationalError) as away:
        raise Unavailable(AWAY) from away
    except StaleDataError as late:
        raise Overtaken(str(late)) from late
    except IntegrityError as late:
        # Deeds look before they write: what is in the way came, or went, in between.
        reason = driver.in_the_way(late)
        if reason is None:
            raise
        raise Overtaken(reason) from late
