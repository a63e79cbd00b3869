"""Imports that a job takes in: begun, watched, ended, and taken up again after an accident."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, update
from sqlalchemy.orm import Session

from ftracker.db import locks
from ftracker.db.scope import household_id
from ftracker.domain.errors import Conflict, FieldError
from ftracker.models import Import, ImportPiece
from ftracker.queries import imports as stored
from ftracker.services import booking, importer, queueing
from ftracker.services.staging import Count

WAITS_DAYS = 30
_IMPORTS = cast("Table", Import.__table__)


def start(session: Session, import_id: UUID) -> bool:
    """Say that a job takes a file in; False when there is nothing to do for it any more."""
    changed = update(_IMPORTS).where(*_mine(session, import_id, "queued", "running"))
    found = session.connection().execute(changed.values(status="running", progress=0, errors=[]))
    return bool(found.rowcount)


def run(session: Session, import_id: UUID, count: Count) -> Import:
    """Take a file in that was queued; `count` follows the reading, for whoever watches.

    The row of the import is written at the end only, so that others can note the progress in it.
    Raises NotFound, Conflict when it is queued no longer, and as `importer.confirm` does.
    """
    locks.hold(session, "import", household_id(session))
    found = importer.one(session, import_id)
    if found.status not in ("queued", "running"):
        raise Conflict(importer.DONE)
    return importer.confirmed(session, found, count, leave_out=found.leave_out)


def note(session: Session, import_id: UUID, rows: int) -> None:
    """Note how many rows of a file were read so far."""
    changed = update(_IMPORTS).where(*_mine(session, import_id, "running"))
    session.connection().execute(changed.values(progress=rows))


def fail(session: Session, import_id: UUID, errors: list[FieldError]) -> None:
    """Say that a file could not be taken in, and why; nothing of it was booked."""
    changed = update(_IMPORTS).where(*_mine(session, import_id, "queued", "running"))
    session.connection().execute(changed.values(status="failed", errors=booking.kept(errors)))


def resume(session: Session) -> int:
    """Queue all imports of a household anew that nobody may be working on; gives how many.

    One that is being worked on is not disturbed: whoever comes second finds it done.
    """
    found = stored.unfinished(session)
    for import_id in found:
        queueing.defer_import(session, import_id)
    return len(found)


def sweep(session: Session, *, now: datetime, keep_bytes: int) -> int:
    """Forget files that nobody confirmed for a month, and the oldest bytes beyond a limit.

    What an import added stays, with all that is known of its rows. Gives how many went.
    """
    old = stored.stale(session, before=now - timedelta(days=WAITS_DAYS))
    mine = _IMPORTS.c.household_id == household_id(session)
    session.connection().execute(delete(_IMPORTS).where(mine, _IMPORTS.c.id.in_(old)))
    large = stored.beyond(session, keep_bytes)
    session.connection().execute(
        delete(ImportPiece).where(
            ImportPiece.household_id == household_id(session), ImportPiece.import_id.in_(large)
        )
    )
    return len(old) + len(large)


def _mine(session: Session, import_id: UUID, *states: str) -> tuple[ColumnElement[bool], ...]:
    return (
        _IMPORTS.c.household_id == household_id(session),
        _IMPORTS.c.id == import_id,
        _IMPORTS.c.status.in_(states),
    )
