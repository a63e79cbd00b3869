"""Files into transactions: looked at first, then taken in whole as one change, or not at all."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import actor, currency, household_id
from ftracker.domain import money
from ftracker.domain.errors import Conflict, FieldError, InvalidInput, NotFound
from ftracker.domain.statements import plans, rows, sources
from ftracker.domain.statements.items import Limits
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.plans import Plan
from ftracker.domain.statements.sources import Source
from ftracker.models import Account, Category, ChangeSet, Import
from ftracker.queries import imports as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.mappings import MappingIn, as_json
from ftracker.services import import_files, ledger, staging
from ftracker.services.staging import Count, Names

ROWS = 2_000_000
DONE = "This file was imported already."
DISTURBED = "Categories or accounts were changed while this was read. Send it again."
UNDONE = "This import was undone already."
TOUCHED = "{count} of its transactions were changed later. Undo those changes first."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in: its name and bytes, how to read it, and the account it is about.

    `account` is an id or a name (a new one is created), and wins over the file's own column.
    """

    file_name: str
    source: Source
    mapping: Mapping = field(default_factory=Mapping)
    account: UUID | str | None = None
    row_limit: int = ROWS


def upload(session: Session, sent: Upload) -> Import:
    """Keep a file and tell what its rows would become; nothing is booked yet.

    A file that needs an answer first is kept with the question in its errors. Raises InvalidInput
    on `file` when no answer would help.
    """
    found = _begin(session, sent)
    try:
        _look(session, found, sent.source, sent.mapping, sent.row_limit)
    except InvalidInput as bad:
        if bad.errors[0].field == "file":
            raise
        found.mapping = as_json(sent.mapping)
        found.errors = _kept(bad.errors)
    session.add(found)
    session.flush()
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
    found.account_id = account_id
    _look(session, found, import_files.kept(session, import_id), mapping, row_limit)
    return found


def mapping_of(session: Session, import_id: UUID) -> dict[str, Any]:
    """Give the mapping of a file as JSON, as it was understood last. Raises NotFound."""
    found = stored.one(session, import_id)
    if found is None:
        raise NotFound
    return found.mapping


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
    sent = Upload(found.file_name, import_files.kept(session, import_id))
    return _take_in(session, found, sent, leave_out=leave_out)


def take_in(session: Session, sent: Upload) -> Import:
    """Upload and confirm in one: all rows are good and come in, or nothing does.

    Raises InvalidInput naming each bad row.
    """
    locks.hold(session, "import", household_id(session))
    found = _begin(session, sent)
    plan = understand(session, sent.source, sent.mapping)
    found.mapping = as_json(plan.mapping)
    session.add(found)
    session.flush()
    import_files.keep(session, found.id, sent.source)
    return _take_in(session, found, sent, leave_out=False)


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
        return _again(session, found, change)
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
    found.status = "undone"
    return ChangeSet(id=deed.id, household_id=found.household_id, summary=deed.summary)


def understand(session: Session, source: Source, mapping: Mapping) -> Plan:
    """Find out how to read a file for this household. Raises InvalidInput."""
    types = {kind.name: kind.flow for kind in catalogue(session).types.values()}
    places = money.decimals(currency(session))
    return plans.make(source, mapping, places=places, types=types)


def plan_of(session: Session, found: Import, source: Source) -> Plan:
    """Give the plan that an import was understood by."""
    return understand(session, source, MappingIn.model_validate(found.mapping).mapping())


def names_of(session: Session, account: UUID | str | None) -> Names:
    """Give what finds the ids of a file's names; an account's name may be a new one."""
    known = catalogue(session)
    if isinstance(account, str):
        names = Names(known, None)
        names.choose(account)
        return names
    return Names(known, account if account in known.accounts else None)


def refuse_nothing(count: Count) -> None:
    """Raise InvalidInput on `file` when it holds no booking, good or bad."""
    if not count.rows:
        raise InvalidInput("file", "There are no bookings in this file.")


def _look(
    session: Session, found: Import, source: Source, mapping: Mapping, row_limit: int
) -> None:
    """Read the whole file once, and keep what it would do."""
    plan = understand(session, source, mapping)
    count, names = Count(), names_of(session, found.account_id)
    items = rows.read(source, plan, Limits(rows=row_limit))
    staging.fill(session, count.entries(items), names)
    refuse_nothing(count)
    found.mapping = as_json(plan.mapping)
    found.duplicates = ledger.known(session)
    staging.drop(session)
    _note_count(found, count)


def _take_in(
    session: Session,
    found: Import,
    sent: Upload,
    *,
    leave_out: bool,
    undoes_id: UUID | None = None,
) -> Import:
    source = sent.source
    plan = plan_of(session, found, source)
    count, names = Count(), names_of(session, sent.account or found.account_id)
    items = rows.read(source, plan, Limits(rows=sent.row_limit))
    found.account_id = names.account_id
    marks = {"undoes_id": undoes_id, "import_id": found.id}
    with history.deed(session, "imports.confirm", "", **marks) as deed:
        staging.fill(session, count.entries(items), names)
        refuse_nothing(count)
        if count.errors and not leave_out:
            raise InvalidInput.of(count.errors)
        ledger.share(session)
        with _undisturbed():
            _create(session, names)
            found.added = ledger.insert(session, found.id)
        history.written(session, found.added)
        deed.summary = _summary(found)
    staging.drop(session)
    _note_count(found, count)
    found.duplicates = count.rows - count.invalid - found.added
    found.status, found.imported_at = "imported", datetime.now(UTC)
    return found


def _again(session: Session, found: Import, change: ChangeSet) -> ChangeSet:
    if found.status != "undone":
        raise Conflict(DONE)
    account = ledger.created_account(session, change.undoes_id, found.account_id)
    sent = Upload(found.file_name, import_files.kept(session, found.id), account=account)
    _take_in(session, found, sent, leave_out=True, undoes_id=change.id)
    return stored.change_set(session, found.id) or change


def _create(session: Session, names: Names) -> None:
    """Make the categories and accounts that rows which come in need, and no others."""
    needed = ledger.needed(session, [*names.new_categories.values(), *names.new_accounts.values()])
    mine = household_id(session)
    for name, key in names.new_categories.items():
        if key in needed:
            session.add(Category(household_id=mine, id=key, name=name))
    for name, key in names.new_accounts.items():
        if key in needed:
            session.add(Account(household_id=mine, id=key, name=name))
    session.flush()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Say that a name was taken, or went, between the reading of the file and its booking."""
    try:
        yield
    except IntegrityError as moved:
        raise Conflict(DISTURBED) from moved


def _begin(session: Session, sent: Upload) -> Import:
    account = names_of(session, sent.account).account_id
    digest = hashlib.sha256()
    size = 0
    for piece in sources.pieces(sent.source):
        digest.update(piece)
        size += len(piece)
    return Import(
        household_id=household_id(session),
        id=new_id(),
        file_name=sent.file_name[-200:] or "file.csv",
        file_sha256=digest.hexdigest(),
        size=size,
        account_id=account if account in catalogue(session).accounts else None,
        created_by=actor(session).user_id,
    )


def _waiting(session: Session, import_id: UUID) -> Import:
    found = stored.for_update(session, import_id)
    if found is None:
        raise NotFound
    if found.status != "previewed":
        raise Conflict(DONE)
    return found


def _note_count(found: Import, count: Count) -> None:
    found.rows, found.invalid = count.rows, count.invalid
    found.errors = _kept(count.errors)


def _kept(errors: list[FieldError]) -> list[dict[str, Any]]:
    return [{"row": e.row, "field": e.field, "message": e.message} for e in errors]


def _summary(found: Import) -> str:
    count = "1 transaction" if found.added == 1 else f"{found.added:,} transactions"
    return f"Imported {count} from {found.file_name}"
