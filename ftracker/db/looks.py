"""Looks: sessions that see one moment of the books and cannot write."""

from typing import Any

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from ftracker.db import driver, scope
from ftracker.db.driver import Way
from ftracker.db.scope import Actor


class Look(Session):
    """A session that looks, by a connection that the pool lends it.

    SQLAlchemy puts its own connection around that one when a query asks for it. Statements that
    are written once do not ask: to a page of those it would cost as much as sending them.
    """

    def __init__(self, engine: Engine, who: Actor) -> None:
        super().__init__(info={"actor": who})
        self.engine = engine
        self._lent = engine.raw_connection()
        self._around: Connection | None = None
        driver.only_look(self._lent)

    @property
    def way(self) -> Way:
        """The way to the driver, in a transaction that was told who looks."""
        if not driver.is_under_way(self._lent):
            scope.announce(self, self._lent)
        return self._lent

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        """Give SQLAlchemy's connection: the same one for every table."""
        if self._around is None:
            self._around = Connection(self.engine, self._lent)
        return self._around

    def close(self) -> None:
        """End the transaction, and give the connection back."""
        if self._around is None:
            self._lent.close()
            return
        super().close()
        self._around.close()


def way(session: Session) -> Way:
    """Give the way to the driver, in the session's transaction."""
    return session.way if isinstance(session, Look) else session.connection()


def engine(session: Session) -> Engine:
    """Give the engine of a session."""
    return session.engine if isinstance(session, Look) else session.get_bind().engine
