"""The connection pool, and the only commit in the code base."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import Session

from ftracker.db.scope import Actor
from ftracker.db.unavailable import Unavailable

AWAY = "The database does not answer. Nothing was changed. Try again in a moment."


class Database:
    """One PostgreSQL database and the pool of connections to it."""

    def __init__(self, url: str | URL, *, pool_size: int = 10, **options: Any) -> None:
        target = make_url(url)
        if target.drivername in ("postgres", "postgresql"):
            target = target.set(drivername="postgresql+psycopg")
        settings: dict[str, Any] = {
            "pool_size": pool_size,
            "max_overflow": 20,
            "pool_timeout": 10,
            "pool_pre_ping": True,
            # An error in the log must not tell what somebody spent.
            "hide_parameters": True,
            "connect_args": {"prepare_threshold": None, "connect_timeout": 5},
        }
        self.engine = create_engine(target, **(settings | options))

    @contextmanager
    def session(self, actor: Actor) -> Iterator[Session]:
        """Open a session that acts as `actor`: returning commits, raising rolls back.

        Raises Unavailable when the database is away, goes away, or has no room now.
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
        engine = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        with _answering(), Session(engine, info={"actor": actor}) as session:
            yield session

    def is_reachable(self) -> bool:
        """Tell whether the database answers now."""
        try:
            with self.engine.connect() as connection:
                connection.execute(select(1))
        except OperationalError:
            return False
        return True

    def close(self) -> None:
        """Give all connections back to the server."""
        self.engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, NoneFree) as away:
        raise Unavailable(AWAY) from away
