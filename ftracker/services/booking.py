"""A file that was understood goes into the books, as one change set, or not at all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.db.scope import household_id
from ftracker.domain import palette
from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.statements.files import Reading
from ftracker.domain.statements.items import Item
from ftracker.domain.statements.items import Statement as Said
from ftracker.domain.statements.sources import Source
from ftracker.models import Account, Category, Import, ImportMatch, Statement
from ftracker.services import (
    ledger,
    matches,
    names,
    profiles,
    settling,
    staging,
    streaming,
    understanding,
)
from ftracker.services.drafting import Drafter
from ftracker.services.names import Names
from ftracker.services.staging import Count

# What the rows of a file come to, account by account: for files that do not say it themselves.
_SPANS = text(
    "select account_id, min(date), max(date) + 1, count(*),"
    " sum(case direction when 'in' then amount else -amount end) from import_rows group by 1"
)


@dataclass(frozen=True, slots=True)
class Work:
    """A file that is to be booked: how it is read, and whose account it is."""

    source: Source
    reading: Reading
    account: UUID | str | None
    row_limit: int
    leave_out: bool = False
    undoes_id: UUID | None = None


def stage(session: Session, found: Import, work: Work, count: Count) -> Names:
    """Read a whole file into the staging table, and settle what the books know of it.

    Raises InvalidInput on `file` when it holds no booking, good or bad.
    """
    drafter = understanding.drafter(session, found, work.reading, work.account)
    _settled(session, found, work, count, drafter)
    return drafter.names


def book(session: Session, found: Import, work: Work, count: Count) -> Import:
    """Take a file in. Raises InvalidInput naming each bad row unless they are left out."""
    marks = {"undoes_id": work.undoes_id, "import_id": found.id}
    with session.no_autoflush, history.deed(session, "imports.confirm", "", **marks) as deed:
        taken = _take(session, found, work, count)
        used = taken.used
        history.written(session, taken.added)
        deed.summary = _summary(found, taken.added)
        names.remember(session, used)
        _state(session, found, used, count, taken.created)
        matches.settle(session, found, taken.made)
        _note(session, found, taken, count)
    staging.drop(session)
    with history.aside(session):
        profiles.remember(session, found, work.source, work.reading, _account(used))
    return found


def look(session: Session, found: Import, work: Work) -> None:
    """Read a whole file, and keep what it would do."""
    count = Count()
    stage(session, found, work, count)
    note_count(found, count)
    found.known = settling.known_lines(session)
    found.duplicates = settling.known(session)
    found.matched = len(matches.look(session, found))
    staging.drop(session)


def refuse_nothing(count: Count) -> None:
    """Raise InvalidInput on `file` when it holds no booking, good or bad."""
    if not count.rows:
        raise InvalidInput("file", "There are no bookings in this file.")


def forget(session: Session, found: Import) -> None:
    """Let go of what a file said of accounts, and of what its rows looked like."""
    for entity in (Statement, ImportMatch):
        mine = entity.household_id == found.household_id, entity.import_id == found.id
        session.connection().execute(delete(entity).where(*mine))


def note_count(found: Import, count: Count) -> None:
    """Keep what a file held, and the first of its errors."""
    found.rows, found.invalid = count.rows, count.invalid
    found.errors = kept(count.errors)


def kept(errors: Sequence[FieldError]) -> list[dict[str, Any]]:
    """Write errors as an import keeps them."""
    return [{"row": e.row, "field": e.field, "message": e.message} for e in errors]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What came in: how many, by which names, the accounts made for it, and what it looks like."""

    used: Names
    added: int
    created: set[UUID]
    made: Mapping[int, UUID] = field(default_factory=dict)


def _take(session: Session, found: Import, work: Work, count: Count) -> _Taken:
    """Book the rows at once where nothing that is there has a say, or else after all are read."""
    drafter = understanding.drafter(session, found, work.reading, work.account)
    if streaming.is_open(session, found, work.reading, drafter):
        return _stream(session, found, work, count, drafter)
    _settled(session, found, work, count, drafter)
    _refuse_bad(work, count)
    made = matches.look(session, found)
    matches.decide(session, found, made)
    ledger.share(session)
    with streaming.undisturbed():
        created = _create(session, drafter.names)
        added = ledger.insert(session, found.id, member_id=found.created_by)
    return _Taken(drafter.names, added, created, made)


def _stream(session: Session, found: Import, work: Work, count: Count, drafter: Drafter) -> _Taken:
    staging.begin(session)
    # There is nothing to match with: this forgets what an earlier look may have found.
    matches.look(session, found)
    ledger.share(session)
    created: set[UUID] = set()

    def prepare(first: int) -> None:
        created.update(_create(session, drafter.names, created, first))

    stream = streaming.Stream(
        found.id,
        found.created_by,
        drafter,
        prepare=prepare,
        is_good=lambda: work.leave_out or not count.errors,
    )
    added = streaming.book(session, stream, count.entries(_items(session, found, work)))
    refuse_nothing(count)
    _refuse_bad(work, count)
    return _Taken(drafter.names, added, created)


def _settled(session: Session, found: Import, work: Work, count: Count, drafter: Drafter) -> None:
    staging.begin(session)
    staging.fill(session, count.entries(_items(session, found, work)), drafter)
    refuse_nothing(count)
    settling.settle(session, drafter)


def _items(session: Session, found: Import, work: Work) -> Iterator[Item]:
    return understanding.items(session, found, work.source, work.reading, work.row_limit)


def _refuse_bad(work: Work, count: Count) -> None:
    if count.errors and not work.leave_out:
        raise InvalidInput.of(count.errors)


def _note(session: Session, found: Import, taken: _Taken, count: Count) -> None:
    note_count(found, count)
    made, added = taken.made, taken.added
    decided = sum(str(line) in found.choices for line in made)
    found.known = settling.known_lines(session)
    found.added, found.matched = added, len(made) - decided
    found.duplicates = count.rows - count.invalid - added
    found.account_id, found.fingerprints = taken.used.account_id, 2
    found.progress = count.rows
    found.status, found.imported_at = "imported", datetime.now(UTC)


def _create(
    session: Session, used: Names, made: Collection[UUID] = (), first: int = 0
) -> set[UUID]:
    """Make the categories and accounts that rows which come in need, and no others.

    Those that were `made` before are left out, and so are rows before the `first`. Gives their ids.
    """
    new = [*used.new_categories.values(), *used.new_accounts.values()]
    needed = ledger.needed(session, [key for key in new if key not in made], first)
    mine = household_id(session)
    colours = [one.colour for one in used.catalogue.categories.values()]
    for name, key in used.new_categories.items():
        if key in needed:
            colours.append(palette.next_colour(colours))
            session.add(Category(household_id=mine, id=key, name=name, colour=colours[-1]))
    for name, key in used.new_accounts.items():
        if key in needed:
            session.add(Account(household_id=mine, id=key, name=name))
    session.flush()
    return needed


def _state(session: Session, found: Import, used: Names, count: Count, created: set[UUID]) -> None:
    """Keep what the file said of each account, and what its rows come to where it said nothing."""
    spans = {row[0]: row[1:] for row in session.connection().execute(_SPANS)}
    there = used.catalogue.accounts.keys() | created
    told = {UUID(used.account(one.account)) for one in count.statements}
    rows = [_told(one, UUID(used.account(one.account)), spans) for one in count.statements]
    rows += [
        {"account_id": key, "start_date": start, "end_date": end, "rows": size, "total": total}
        for key, (start, end, size, total) in spans.items()
        if key not in told
    ]
    mine = {"household_id": found.household_id, "import_id": found.id}
    for row in rows:
        is_complete = row.pop("is_complete", True) and not count.invalid
        if row["account_id"] in there and row["start_date"] is not None:
            session.add(Statement(id=new_id(), is_complete=is_complete, **row, **mine))


def _account(used: Names) -> UUID | None:
    """Tell the account of every row, the default one included, unless the file says it."""
    if used.account_id is None and not used.said_words():
        return used.catalogue.default_account.id
    return used.account_id


def _told(one: Said, account_id: UUID, spans: dict[UUID, Any]) -> dict[str, Any]:
    """Write what a file said of an account; days that it did not say are those of its rows."""
    first, last = spans.get(account_id, (None, None))[:2]
    start, end = one.start or first, one.end or last
    return {
        "account_id": account_id,
        "start_date": start,
        "end_date": end,
        "opening": one.opening,
        "closing": one.closing,
        "total": one.total,
        "rows": one.rows,
        "is_complete": one.is_complete,
    }


def _summary(found: Import, added: int) -> str:
    count = "1 transaction" if added == 1 else f"{added:,} transactions"
    return f"Imported {count} from {found.file_name}"
