"""The driver itself: for what goes before every transaction, and for the pages asked most.

SQLAlchemy's connection stands behind it all the same: its errors are raised, its pool is told of a
connection that broke, and who listens to its statements hears of these.
"""

from collections.abc import Mapping
from typing import Any, cast

import psycopg
from psycopg import IsolationLevel
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError


def of(connection: Connection) -> psycopg.Connection[Any]:
    """Give the driver's connection behind SQLAlchemy's."""
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)


def look(connection: Connection) -> None:
    """Let the next transactions see one moment each and write nothing.

    Said to the driver, which begins every transaction so: SQLAlchemy would ask pool, dialect and
    driver in turn, for each page again.
    """
    driver = of(connection)
    driver.isolation_level, driver.read_only = IsolationLevel.REPEATABLE_READ, True


def give_back(driver: psycopg.Connection[Any]) -> None:
    """Let the next transactions be ordinary ones."""
    driver.isolation_level = driver.read_only = None


def send(connection: Connection, sql: str, values: Mapping[str, Any]) -> psycopg.Cursor[Any]:
    """Send a statement with named parameters. Raises what SQLAlchemy would raise."""
    driver = of(connection)
    try:
        return driver.execute(sql, values)
    except psycopg.Error as bad:
        if driver.closed:
            connection.invalidate(bad)
        raise DBAPIError.instance(
            sql,
            None,
            bad,
            psycopg.Error,
            hide_parameters=True,
            connection_invalidated=driver.closed,
            dialect=connection.dialect,
        ) from bad


def tell(connection: Connection, sql: str, values: Mapping[str, Any]) -> None:
    """Let whoever counts statements hear of one, as SQLAlchemy lets them hear of its own."""
    for hear in connection.dispatch.before_cursor_execute:
        hear(connection, None, sql, values, None, False)  # noqa: FBT003 (its signature)
