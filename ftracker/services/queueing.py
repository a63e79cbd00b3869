"""Work that is done later, once what asks for it is committed."""

from contextlib import suppress
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import psycopg
import structlog
from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer
from sqlalchemy.orm import Session

from ftracker.db.scope import actor, household_id

IMPORT = "ftracker:take_in"
LOOK = "ftracker:look"
FORECAST = "ftracker:forecast"
BACKUP_NOW = "ftracker:backup_now"
# No two jobs that back up run at once.
BACKING_UP = "ftracker:backing_up"
RESET = "ftracker:reset_password"
# By this name a job carries the id of the request that asked for it.
ASKED_BY = "request_id"
# Nobody waits for it; and what takes long stands behind even that.
LATER, LAST = -10, -20
# It only writes: a connection comes from the session that asks.
_WRITER = App(connector=SyncPsycopgConnector())


def defer_import(session: Session, import_id: UUID) -> None:
    """Let a job take a file in; it begins when the session's transaction is committed.

    A second job for the same file does no harm: it finds nothing to do.
    """
    user_id = actor(session).user_id
    _job(session, IMPORT).defer(
        household_id=str(household_id(session)),
        import_id=str(import_id),
        user_id=str(user_id) if user_id else None,
    )


def defer_look(
    session: Session, household_id: UUID, *, is_whole: bool, at: datetime | None = None
) -> None:
    """Let a job look at a household as its alerts ask, and send what is due; not before `at`.

    `is_whole` also asks what takes long. Whatever else is queued goes before. One that waits
    already is not asked for again.
    """
    alone = f"{'whole' if is_whole else 'look'}:{household_id}"
    with suppress(AlreadyEnqueued), session.begin_nested():
        job = _job(session, LOOK, priority=LATER, queueing_lock=alone, schedule_at=at)
        job.defer(household_id=str(household_id), is_whole=is_whole)


def defer_forecast(session: Session, household_id: UUID, *, score: bool) -> None:
    """Let a job work a household's forecasts out; with `score` it repeats the past as well.

    Whatever else is queued goes before. One that waits already is not asked for again, and one
    household's come one after the other.
    """
    word = "score" if score else "forecast"
    alone = {"lock": f"forecast:{household_id}", "queueing_lock": f"{word}:{household_id}"}
    with suppress(AlreadyEnqueued), session.begin_nested():
        job = _job(session, FORECAST, priority=LAST, **alone)
        job.defer(household_id=str(household_id), score=score)


def defer_backup(session: Session) -> None:
    """Let a job back the whole installation up, after one that is under way.

    One that waits already is not asked for again.
    """
    with suppress(AlreadyEnqueued), session.begin_nested():
        _job(session, BACKUP_NOW, lock=BACKING_UP, queueing_lock=BACKUP_NOW).defer()


def defer_reset(session: Session, user_id: UUID | None, *, ip: str) -> None:
    """Let a job send a person a link to a new password; for nobody it does nothing."""
    _job(session, RESET).defer(user_id=str(user_id) if user_id else None, ip=ip)


def _job(session: Session, name: str, **how: Any) -> JobDeferrer:
    connection = session.connection().connection.driver_connection
    given = cast("psycopg.Connection[Any]", connection)
    asked_by = structlog.contextvars.get_contextvars().get(ASKED_BY)
    known = {ASKED_BY: asked_by} if asked_by else {}
    return _WRITER.configure_task(name, connection=given, task_kwargs=known, **how)
