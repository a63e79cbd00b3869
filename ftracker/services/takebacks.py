"""Imports taken back, any time later, and brought in again."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, locks
from ftracker.db.scope import household_id
from ftracker.domain.errors import Conflict, NotFound
from ftracker.models import ChangeSet, Import
from ftracker.queries import imports as stored
from ftracker.services import (
    arrivals,
    booking,
    known_rows,
    ledger,
    security_events,
    understanding,
)
from ftracker.services.booking import Work
from ftracker.services.importer import BUSY, DONE, WAITS
from ftracker.services.staging import Count

UNDONE = "This import was undone already."
TOUCHED = "{count} of its transactions were changed later. Undo those changes first."


def undo(session: Session, change: ChangeSet) -> ChangeSet:
    """Take an import back, or, where `change` is such an undo, bring the file in again.

    Categories and accounts that it created go too, unless something uses them. Raises Conflict
    when its transactions were changed since, or when it was taken back already.
    """
    locks.hold(session, "import", household_id(session))
    found = stored.for_update(session, change.import_id) if change.import_id else None
    if found is None:
        raise NotFound
    if change.deed == "imports.undo":
        return _redo(session, found, change)
    ledger.hold(session)
    latest = stored.change_set(session, found.id)
    if found.status != "imported" or latest is None or latest.id != change.id:
        raise Conflict(UNDONE)
    if count := stored.touched(session, found.id):
        raise Conflict(TOUCHED.format(count=count), count=count)
    marks = {"undoes_id": change.id, "import_id": found.id}
    with history.deed(session, "imports.undo", f"Undid: {change.summary}", **marks) as deed:
        history.written(session, ledger.remove(session, found.id))
        ledger.remove_created(session, change.id)
    _forget(session, found)
    return ChangeSet(id=deed.id, household_id=found.household_id, summary=deed.summary)


def by_id(session: Session, import_id: UUID) -> None:
    """Undo an import by its own id, or forget a file that waits. Raises as `undo` does."""
    found = stored.for_update(session, import_id)
    if found is None:
        raise NotFound
    if found.status in WAITS:
        session.delete(found)
        return
    if found.status in ("queued", "running"):
        raise Conflict(BUSY)
    change = stored.change_set(session, import_id)
    if change is not None:
        undo(session, change)
    elif found.status == "imported":
        # It added nothing, so there is no change to take back.
        _forget(session, found)
    else:
        raise Conflict(UNDONE)


def _redo(session: Session, found: Import, change: ChangeSet) -> ChangeSet:
    if found.status != "undone":
        raise Conflict(DONE)
    source = arrivals.content(session, found)
    reading = understanding.reading_of(session, found, source)
    account = ledger.created_account(session, change.undoes_id, found.account_id)
    work = Work(source, reading, account or found.account_id, arrivals.ROWS)
    work = replace(work, leave_out=True, undoes_id=change.id)
    booking.book(session, found, work, Count())
    return stored.change_set(session, found.id) or change


def _forget(session: Session, found: Import) -> None:
    """Let nothing of an import that was taken back stand in the way of its file."""
    security_events.record(session, "import.undone", file=found.file_name)
    known_rows.forget(session, found)
    booking.forget(session, found)
    found.status = "undone"
