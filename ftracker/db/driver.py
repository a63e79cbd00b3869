"""The driver itself: for what goes before every transaction, and for the pages asked most.

SQLAlchemy stands behind it all the same: its errors are raised, and its pool is told of a
connection that broke.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import PoolProxiedConnection

Way = Connection | PoolProxiedConnection
"""A way to the driver: SQLAlchemy's connection, or what the pool lends without one."""
_LOOK = "begin isolation level repeatable read read only"


def send(way: Way, statement: str, values: Mapping[str, Any]) -> psycopg.Cursor[Any]:
    """Send a statement with named parameters. Raises what SQLAlchemy would raise."""
    with _raising(way, statement):
        return _at_the_end_of(way).execute(statement, values)


def send_all(way: Way, statements: Sequence[sql.Composed]) -> None:
    """Send statements one after the other, without waiting between them, and read no rows."""
    connection = _at_the_end_of(way)
    with _raising(way, ""), connection.pipeline():
        for statement in statements:
            connection.execute(statement)


def begin_look(way: Way, statements: str, values: Mapping[str, Any]) -> list[Any]:
    """Begin a look with its first statements, in one message; gives the rows of the last one.

    It sees one moment and writes nothing. The driver writes the values into the text, as only so
    one message holds several statements: waiting for each costs a page more than its sums.
    """
    cursor = psycopg.ClientCursor(_at_the_end_of(way))
    with _raising(way, statements):
        cursor.execute(f"{_LOOK}; {statements}", values)
        while cursor.nextset():
            pass
        return cursor.fetchall()


def begin_plain_look(way: Way) -> None:
    """Begin a look with nothing else in its message: other servers hear of what follows alone."""
    with _raising(way, _LOOK):
        _at_the_end_of(way).execute(_LOOK)


def is_dangling(bad: IntegrityError) -> bool:
    """Tell whether a row was refused because it points to one that is not there."""
    return isinstance(bad.orig, psycopg.errors.ForeignKeyViolation)


def in_the_way(bad: IntegrityError) -> str | None:
    """Name what a row was refused for that came, or went, while it was written; else None."""
    if not isinstance(
        bad.orig, psycopg.errors.ForeignKeyViolation | psycopg.errors.UniqueViolation
    ):
        return None
    return str(bad.orig.diag.constraint_name)


def is_under_way(way: Way) -> bool:
    """Tell whether a transaction has begun."""
    return _at_the_end_of(way).pgconn.transaction_status != TransactionStatus.IDLE


def only_look(way: Way) -> None:
    """Leave it to `begin_look` to begin transactions, instead of the driver."""
    _at_the_end_of(way).autocommit = True


def write_again(driver: psycopg.Connection[Any]) -> None:
    """Let the driver begin ordinary transactions again."""
    driver.autocommit = False


@contextmanager
def _raising(way: Way, statement: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as bad:
        gone = _at_the_end_of(way).closed
        if gone:
            way.invalidate(bad)
        raise DBAPIError.instance(
            statement,
            None,
            bad,
            psycopg.Error,
            hide_parameters=True,
            connection_invalidated=gone,
        ) from bad


def _at_the_end_of(way: Way) -> psycopg.Connection[Any]:
    pooled = way.connection if isinstance(way, Connection) else way
    return cast("psycopg.Connection[Any]", pooled.driver_connection)
