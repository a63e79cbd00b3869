"""The driver itself: for what goes before every transaction, and for the pages asked most.

SQLAlchemy stands behind it all the same: its errors are raised, and its pool is told of a
connection that broke.
"""

from collections.abc import Mapping
from typing import Any, cast

import psycopg
from psycopg import IsolationLevel
from psycopg.pq import TransactionStatus
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import PoolProxiedConnection

Way = Connection | PoolProxiedConnection
"""A way to the driver: SQLAlchemy's connection, or what the pool lends without one."""


def send(way: Way, sql: str, values: Mapping[str, Any]) -> psycopg.Cursor[Any]:
    """Send a statement with named parameters. Raises what SQLAlchemy would raise."""
    driver = _at_the_end_of(way)
    try:
        return driver.execute(sql, values)
    except psycopg.Error as bad:
        if driver.closed:
            way.invalidate(bad)
        raise DBAPIError.instance(
            sql,
            None,
            bad,
            psycopg.Error,
            hide_parameters=True,
            connection_invalidated=driver.closed,
        ) from bad


def is_dangling(bad: IntegrityError) -> bool:
    """Tell whether a row was refused because it points to one that is not there."""
    return isinstance(bad.orig, psycopg.errors.ForeignKeyViolation)


def is_under_way(way: Way) -> bool:
    """Tell whether a transaction has begun."""
    return _at_the_end_of(way).pgconn.transaction_status != TransactionStatus.IDLE


def only_look(way: Way) -> None:
    """Let the next transactions see one moment each and write nothing."""
    driver = _at_the_end_of(way)
    driver.isolation_level, driver.read_only = IsolationLevel.REPEATABLE_READ, True


def write_again(driver: psycopg.Connection[Any]) -> None:
    """Let the next transactions be ordinary ones."""
    driver.isolation_level = driver.read_only = None


def _at_the_end_of(way: Way) -> psycopg.Connection[Any]:
    pooled = way.connection if isinstance(way, Connection) else way
    return cast("psycopg.Connection[Any]", pooled.driver_connection)
