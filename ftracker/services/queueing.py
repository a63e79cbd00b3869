"""Work that is done later, once what asks for it is committed."""

from typing import Any, cast
from uuid import UUID

import psycopg
from procrastinate import App, SyncPsycopgConnector
from sqlalchemy.orm import Session

from ftracker.db.scope import actor, household_id

IMPORT = "ftracker:take_in"
LOOK = "ftracker:look"
# It only writes: a connection comes from the session that asks.
_WRITER = App(connector=SyncPsycopgConnector())


def defer_import(session: Session, import_id: UUID) -> None:
    """Let a job take a file in; it begins when the session's transaction is committed.

    A second job for the same file does no harm: it finds nothing to do.
    """
    user_id = actor(session).user_id
    _defer(
        session,
        IMPORT,
        household_id=str(household_id(session)),
        import_id=str(import_id),
        user_id=str(user_id) if user_id else None,
    )


def defer_look(session: Session, household_id: UUID, timestamp: int) -> None:
    """Let a job look at a household as its alerts ask, and send what is due at that moment."""
    _defer(session, LOOK, household_id=str(household_id), timestamp=timestamp)


def _defer(session: Session, name: str, **given: str | int | None) -> None:
    connection = session.connection().connection.driver_connection
    job = _WRITER.configure_task(name, connection=cast("psycopg.Connection[Any]", connection))
    job.defer(**given)
