"""Work that is done later, once what asks for it is committed."""

from typing import Any, cast
from uuid import UUID

import psycopg
from procrastinate import App, SyncPsycopgConnector
from sqlalchemy.orm import Session

from ftracker.db.scope import actor, household_id

IMPORT = "ftracker:take_in"
# It only writes: a connection comes from the session that asks.
_WRITER = App(connector=SyncPsycopgConnector())


def defer_import(session: Session, import_id: UUID) -> None:
    """Let a job take a file in; it begins when the session's transaction is committed.

    A second job for the same file does no harm: it finds nothing to do.
    """
    connection = session.connection().connection.driver_connection
    user_id = actor(session).user_id
    job = _WRITER.configure_task(IMPORT, connection=cast("psycopg.Connection[Any]", connection))
    job.defer(
        household_id=str(household_id(session)),
        import_id=str(import_id),
        user_id=str(user_id) if user_id else None,
    )
