"""Rows go into books that know nothing yet while their file is still being read.

The database works on one block of rows while the next one is prepared. Where anything that is
there has a say in what comes in, the whole file is staged and settled first.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import scope
from ftracker.db.base import now
from ftracker.db.scope import household_id
from ftracker.domain.errors import Conflict
from ftracker.domain.statements.files import Reading
from ftracker.domain.statements.items import Entry
from ftracker.models import Import
from ftracker.queries import imports as stored
from ftracker.services import ledger, settling, staging
from ftracker.services.drafting import Drafter

DISTURBED = "Categories or accounts were changed while this was read. Send it again."
_BLOCK = 5_000
_TAKEN = (
    "id, date, amount, category_id, account_id, type_id, direction, payee, note, tags,"
    " fingerprint, reference, import_line"
)
# The order decides which of twins takes the plain fingerprint: the first in the file.
_BOOK = (
    f"insert into transactions ({_TAKEN}, household_id, import_id, member_id, is_active, version,"  # noqa: S608 - put together from what stands here
    f" created_at, updated_at) select {_TAKEN}, %(home)s, %(import_id)s, %(member_id)s, true, 1,"
    " %(at)s, %(at)s"
    " from import_rows r where {which} order by number"
)
_BOOK_BLOCK = (
    _BOOK.format(which="number between %(first)s and %(last)s")
    + " on conflict (household_id, fingerprint) where fingerprint is not null do nothing"
)
# What is left are twins, by now with fingerprints that nothing else has.
_BOOK_REST = _BOOK.format(
    which="not exists (select 1 from transactions t where t.household_id = %(home)s"
    " and t.id = r.id)"
)


@dataclass(frozen=True, slots=True)
class Stream:
    """Where the rows of one file go; `prepare` makes the names that rows from a number on need.

    `member_id` is the person who brought the file. `is_good` tells whether there is still a point
    in booking what is read.
    """

    import_id: UUID
    member_id: UUID | None
    drafter: Drafter
    prepare: Callable[[int], None]
    is_good: Callable[[], bool]


def is_open(session: Session, found: Import, reading: Reading, drafter: Drafter) -> bool:
    """Tell whether no row has to wait for the others, nor for what the books have."""
    has_references = reading.plan is None or reading.plan.are_ids
    if has_references or found.choices or drafter.has_old or drafter.names.others():
        return False
    return not scope.is_spread(session) and not stored.has_anything(session)


def book(session: Session, stream: Stream, entries: Iterable[Entry]) -> int:
    """Book the rows of a file block by block, and at its end the totals; gives how many.

    Raises Conflict when something came between.
    """
    given = {
        "home": household_id(session), "import_id": stream.import_id,
        "member_id": stream.member_id, "at": now(),
    }  # fmt: skip
    staging.index(session)
    cursor = staging.driver(session).cursor()
    with undisturbed(), cursor:
        read, added = _blocks(cursor, stream, staging.lines(entries, stream.drafter), given)
        if read == 0 or not stream.is_good():
            return 0
        if added < read:
            settling.tell_twins(session)
            cursor.execute(_BOOK_REST, given)
    ledger.total(session)
    return read


@contextmanager
def undisturbed() -> Iterator[None]:
    """Say that a name was taken, or went, between the reading of the file and its booking."""
    try:
        yield
    except (IntegrityError, psycopg.IntegrityError) as moved:
        raise Conflict(DISTURBED) from moved


def _blocks(
    cursor: psycopg.Cursor, stream: Stream, lines: Iterator[str], given: dict[str, Any]
) -> tuple[int, int]:
    """Stage and book what can be booked at once; gives how many rows were read and booked."""
    read = added = 0
    block = list(islice(lines, _BLOCK))
    while block:
        first, read = read, read + len(block)
        staging.copy_block(cursor, "".join(block))
        if not stream.is_good():
            block = list(islice(lines, _BLOCK))
            continue
        stream.prepare(first)
        # In a pipeline nobody waits for the answer: it is there when the pipeline is left.
        with cursor.connection.pipeline():
            cursor.execute(_BOOK_BLOCK, given | {"first": first, "last": read - 1})
            block = list(islice(lines, _BLOCK))
        added += cursor.rowcount
    return read, added
