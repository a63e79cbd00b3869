"""Files into transactions: looked at first, then taken in whole as one change, or not at all."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import locks
from ftracker.db.scope import currency, household_id
from ftracker.domain.errors import Conflict, FieldError, InvalidInput, NotFound
from ftracker.domain.statements.mapping import Mapping
from ftracker.models import Import
from ftracker.queries import imports as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.mappings import as_json
from ftracker.services import (
    arrivals,
    booking,
    edits,
    import_files,
    queueing,
    security_events,
    understanding,
)
from ftracker.services.arrivals import ROWS, Upload
from ftracker.services.booking import Work
from ftracker.services.staging import Count

# Files below both are booked while somebody waits for the answer.
SMALL_BYTES = 1 << 20
SMALL_ROWS = 20_000
WAITS = ("previewed", "failed")
CHOICES = ("same", "new", "skip")
DONE = "This file was imported already."
BUSY = "This file is being imported."

__all__ = ["ROWS", "Upload"]


def upload(session: Session, sent: Upload) -> Import:
    """Keep a file and tell what its rows would become; nothing is booked yet.

    A file that needs an answer first is kept with the question in its errors. Raises InvalidInput
    on `file` when no answer would help.
    """
    found = arrivals.begin(session, sent)
    session.add(found)
    session.flush()
    try:
        reading = arrivals.recognise(session, found, sent)
    except InvalidInput as bad:
        if bad.errors[0].field == "file":
            raise
        found.mapping, found.errors = as_json(sent.mapping), booking.kept(bad.errors)
    else:
        booking.look(session, found, arrivals.work(found, sent, reading))
    import_files.keep(session, found.id, sent.source)
    return found


def remap(
    session: Session, import_id: UUID, mapping: Mapping, account_id: UUID | None, row_limit: int
) -> Import:
    """Read a file that waits again, with another mapping or for another account.

    Raises NotFound, Conflict when it was imported meanwhile, InvalidInput as `upload` does.
    """
    found = _waiting(session, import_id)
    if account_id is not None and account_id not in catalogue(session).accounts:
        raise NotFound
    source = arrivals.content(session, found)
    reading = understanding.understand(session, source, mapping)
    found.account_id, found.profile_id = account_id, None
    arrivals.understood(found, mapping, reading)
    booking.look(session, found, Work(source, reading, arrivals.account(found), row_limit))
    return found


def edit(session: Session, import_id: UUID, line: int, typed: dict[str, str]) -> Import:
    """Type over cells of one row of a file that waits, and read it again.

    The fields are date, amount (signed), type, category, account, payee and note; an empty
    `typed` takes back what was typed before. Raises NotFound, Conflict, and InvalidInput at each
    field that cannot be read.
    """
    found = _waiting(session, import_id)
    strange = [name for name in typed if name not in edits.FIELDS]
    if strange:
        raise InvalidInput(strange[0], "There is no such field.")
    edits.read(typed, currency(session), catalogue(session))
    before = found.edits.get(str(line), {})
    said = {str(line): {**before, **typed}} if typed else {}
    found.edits = {key: value for key, value in found.edits.items() if key != str(line)} | said
    return again(session, found)


def choose(session: Session, import_id: UUID, line: int, choice: str) -> Import:
    """Say what becomes of a row of a file that waits: `same`, `new` or `skip`; '' takes it back.

    `same` is the transaction that it matches, and is not booked. Raises NotFound, Conflict, and
    InvalidInput for another word.
    """
    found = _waiting(session, import_id)
    if choice and choice not in CHOICES:
        raise InvalidInput("choice", "Choose same, new or skip.")
    kept = {key: value for key, value in found.choices.items() if key != str(line)}
    found.choices = kept | ({str(line): choice} if choice else {})
    return found


def again(session: Session, found: Import, row_limit: int = ROWS) -> Import:
    """Read a file that waits again as it was understood. Raises InvalidInput."""
    source = arrivals.content(session, found)
    reading = understanding.reading_of(session, found, source)
    booking.look(session, found, Work(source, reading, arrivals.account(found), row_limit))
    return found


def mapping_of(session: Session, import_id: UUID) -> dict[str, Any]:
    """Give the mapping of a file as JSON, as it was understood last. Raises NotFound."""
    return one(session, import_id).mapping


def one(session: Session, import_id: UUID) -> Import:
    """Give an import. Raises NotFound."""
    found = stored.one(session, import_id)
    if found is None:
        raise NotFound
    return found


def discard(session: Session, import_id: UUID) -> None:
    """Forget a file that waits. Raises NotFound, and Conflict when it was imported."""
    session.delete(_waiting(session, import_id))


def confirm(session: Session, import_id: UUID, *, leave_out: bool = False) -> Import:
    """Take a file in that was looked at, as one change set and one transaction.

    Rows that the books know from an earlier file are left out. Raises InvalidInput naming each
    bad row unless `leave_out`, NotFound, and Conflict when it was imported already.
    """
    locks.hold(session, "import", household_id(session))
    found = _waiting(session, import_id)
    return confirmed(session, found, Count(), leave_out=leave_out)


def confirm_or_enqueue(session: Session, import_id: UUID, *, leave_out: bool = False) -> Import:
    """Take a small file in at once, and put a large one into the queue: `status` tells which.

    Raises as `confirm` does.
    """
    found = _waiting(session, import_id)
    if found.size < SMALL_BYTES and found.rows < SMALL_ROWS:
        return confirm(session, import_id, leave_out=leave_out)
    return enqueue(session, import_id, leave_out=leave_out)


def enqueue(session: Session, import_id: UUID, *, leave_out: bool = False) -> Import:
    """Let a job take a file in, once this transaction is committed. Raises as `confirm` does."""
    found = _waiting(session, import_id)
    if found.errors and not leave_out:
        raise InvalidInput.of([FieldError(**error) for error in found.errors])
    found.status, found.leave_out, found.progress = "queued", leave_out, 0
    session.flush()
    queueing.defer_import(session, found.id)
    return found


def take_in(session: Session, sent: Upload) -> Import:
    """Upload and confirm in one: all rows are good and come in, or nothing does.

    Raises InvalidInput naming each bad row.
    """
    locks.hold(session, "import", household_id(session))
    found, reading = arrivals.take(session, sent)
    return booking.book(session, found, arrivals.work(found, sent, reading), Count())


def take_in_or_enqueue(session: Session, sent: Upload) -> Import:
    """Take a small file in at once; look a large one through, and put it into the queue.

    Raises InvalidInput naming each bad row.
    """
    if arrivals.size(sent.source) < SMALL_BYTES:
        return take_in(session, sent)
    found, reading = arrivals.take(session, sent)
    count = Count()
    for _ in count.entries(
        understanding.items(session, found, sent.source, reading, sent.row_limit)
    ):
        pass
    booking.refuse_nothing(count)
    booking.note_count(found, count)
    return enqueue(session, found.id)


def confirmed(session: Session, found: Import, count: Count, *, leave_out: bool) -> Import:
    """Book a file that is kept, as it was understood; `count` follows the reading."""
    source = arrivals.content(session, found)
    reading = understanding.reading_of(session, found, source)
    work = Work(source, reading, arrivals.account(found), ROWS, leave_out=leave_out)
    booked = booking.book(session, found, work, count)
    security_events.record(session, "import.made", file=found.file_name, rows=booked.added)
    return booked


def _waiting(session: Session, import_id: UUID) -> Import:
    found = stored.for_update(session, import_id)
    if found is None:
        raise NotFound
    if found.status not in WAITS:
        raise Conflict(BUSY if found.status in ("queued", "running") else DONE)
    return found
