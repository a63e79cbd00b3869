"""Looks: sessions that see one moment of the books and cannot write."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session, SessionTransaction

from ftracker.db import driver, scope, spread
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
        self.info["spread"] = spread.is_spread(self._lent)
        self._around: Connection | None = None
        driver.only_look(self._lent)

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[Any]:
        """Read by the driver, in a transaction that was told who looks."""
        if self.info["spread"]:
            self.begin_looking()
        if driver.is_under_way(self._lent):
            return driver.send(self._lent, sql, values).fetchall()
        statements = f"{scope.ANNOUNCE}; {sql}"
        return driver.begin_look(self._lent, statements, {**scope.acting(self), **values})

    def begin_looking(self) -> None:
        """Begin the transaction, unless it has begun, and tell who looks."""
        if driver.is_under_way(self._lent):
            return
        if self.info["spread"]:
            driver.begin_plain_look(self._lent)
            self.info["told"] = scope.acting(self)
            spread.tell(self._lent, self.info["told"])
        else:
            driver.begin_look(self._lent, scope.ANNOUNCE, scope.acting(self))

    def in_transaction(self) -> bool:
        """Tell whether the transaction has begun, also where only the driver knows of it."""
        return driver.is_under_way(self._lent)

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


def rows(session: Session, sql: str, values: Mapping[str, Any]) -> list[Any]:
    """Read by the driver, in the session's transaction; rows come as plain tuples."""
    if isinstance(session, Look):
        return session.rows(sql, values)
    return driver.send(session.connection(), sql, values).fetchall()


def engine(session: Session) -> Engine:
    """Give the engine of a session."""
    return session.engine if isinstance(session, Look) else session.get_bind().engine


@event.listens_for(Session, "after_begin")
def _tell_database(session: Session, _: SessionTransaction, connection: Connection) -> None:
    if isinstance(session, Look):
        session.begin_looking()
    elif "actor" in session.info:
        scope.announce(session, connection)
