"""SELECTs that are written once as SQL and then only sent: for the pages that are asked most.

SQLAlchemy writes the statement, the driver reads the rows; nothing is built anew per request.
"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from ftracker.db import looks

_DIALECT: Dialect = psycopg.dialect()  # type: ignore[no-untyped-call]


class Read:
    """A SELECT with named parameters, compiled once; rows come as plain tuples."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        written = statement.compile(dialect=_DIALECT)
        self.sql = str(written)
        self._fixed = {name: value for name, value in written.params.items() if value is not None}

    def rows(self, session: Session, **values: Any) -> list[Any]:
        """Send it with values for its parameters, after what the session has yet to write."""
        session.flush()
        given = self._fixed | values
        # Who listens to the statements of SQLAlchemy hears of this one too.
        engine = looks.engine(session)
        for hear in engine.dispatch.before_cursor_execute:
            hear(None, None, self.sql, given, None, False)  # noqa: FBT003 (its signature)
        found = looks.rows(session, self.sql, given)
        for hear in engine.dispatch.after_cursor_execute:
            hear(None, None, self.sql, given, None, False)  # noqa: FBT003 (its signature)
        return found
