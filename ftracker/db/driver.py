"""The driver itself: for what goes before every transaction, and for the pages asked most.

SQLAlchemy's connection stands behind it all the same: its errors are raised, its pool is told of a
connection that broke, and who listens to its statements hears of these.
"""

from collections.abc import Mapping
from typing import Any, cast

import psycopg
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError


def send(connection: Connection, sql: str, values: Mapping[str, Any]) -> psycopg.Cursor[Any]:
    """Send a statement with named parameters. Raises what SQLAlchemy would raise."""
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    try:
        return driver.execute(sql, values)
    except psycopg.Error as bad:
        gone = connection.dialect.is_disconnect(cast("Any", bad), cast("Any", driver), None)
        if gone:
            connection.invalidate(bad)
        raise DBAPIError.instance(
            sql,
            None,
            bad,
            psycopg.Error,
            hide_parameters=True,
            connection_invalidated=gone,
            dialect=connection.dialect,
        ) from bad


def tell(connection: Connection, sql: str, values: Mapping[str, Any]) -> None:
    """Let whoever counts statements hear of one, as SQLAlchemy lets them hear of its own."""
    for hear in connection.dispatch.before_cursor_execute:
        hear(connection, None, sql, values, None, False)  # noqa: FBT003 (its signature)
