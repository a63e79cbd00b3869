"""One purchase over several categories: parts that are transactions of their own."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.db.scope import household_id, user_id
from ftracker.domain.errors import InvalidInput, NotFound, Stale
from ftracker.domain.kinds import Direction, Flow
from ftracker.models import Transaction
from ftracker.queries import transactions as stored
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.schemas.transactions import PartIn, SplitIn
from ftracker.services import ledger, references, ticked, transactions


def save(session: Session, data: SplitIn) -> list[Transaction]:
    """Make a split, or change it: parts that are named stay, new ones come, others are deleted.

    Gives the active parts in the order given. Saving the same split twice makes one. Raises
    NotFound, InvalidInput for a transfer, Stale when a part was changed meanwhile, Reconciled, and
    Conflict when what a part belongs to is just being deleted.
    """
    names = catalogue(session)
    _check(names, data)
    ledger.hold(session)
    present = {row.id: row for row in stored.group_for_update(session, split_ids=[data.split_id])}
    kept = [(part, _row(session, part, present, data.split_id)) for part in data.parts]
    verb = "Changed" if present or any(row.version for _, row in kept) else "Added"
    rows = [row for _, row in kept]
    touched = {row.id: row for row in (*rows, *present.values())}
    with references.staying(), history.deed(session, "splits.save", "") as deed:
        with ticked.kept(session, list(touched.values()), data.reconciled):
            for part, row in kept:
                _fill(session, row, part, data, names)
                session.add(row)
            for row in present.values():
                row.is_active = any(row is other for other in rows)
        deed.summary = f"{verb} {describe(session, rows)}"
    return rows


def describe(session: Session, parts: Sequence[Transaction]) -> str:
    """Name a split for the history: its payee or note, what it comes to, and its parts."""
    whole = sum((part.amount for part in parts), Decimal(0))
    return f"{transactions.describe(session, parts[0], amount=whole)} in {len(parts)} parts"


def deactivate(session: Session, split_id: UUID, *, reconciled: str = "keep") -> int:
    """Delete all parts of a split softly; gives how many. Raises NotFound, and Reconciled."""
    ledger.hold(session)
    rows = [r for r in stored.group_for_update(session, split_ids=[split_id]) if r.is_active]
    if not rows:
        raise NotFound
    return transactions.deactivate(session, [row.id for row in rows], reconciled=reconciled)


def _check(names: Catalogue, data: SplitIn) -> None:
    wanted = [part.category_id for part in data.parts]
    if data.type_id not in names.types or any(w not in names.categories for w in wanted):
        raise NotFound
    if data.account_id is not None and data.account_id not in names.accounts:
        raise NotFound
    if names.types[data.type_id].flow is Flow.TRANSFER:
        raise InvalidInput("type_id", "A transfer cannot be split.")


def _row(
    session: Session, part: PartIn, present: dict[UUID, Transaction], split_id: UUID
) -> Transaction:
    row = present.get(part.id) if part.id else None
    if row is None and part.id is not None:
        row = _plain(session, part.id, split_id)
    if row is not None:
        if part.version is not None and row.version != part.version:
            raise Stale(row)
        return row
    return Transaction(
        household_id=household_id(session),
        id=part.id or new_id(),
        split_id=split_id,
        member_id=user_id(session),
        tags=[],
    )


def _plain(session: Session, part_id: UUID, split_id: UUID) -> Transaction | None:
    """Take a transaction that stands alone into the split, if the id names one."""
    found = stored.for_update(session, [part_id])
    if not found:
        return None
    if found[0].split_id or found[0].transfer_id:
        raise InvalidInput("parts", "One of the parts belongs to something else.")
    found[0].split_id = split_id
    return found[0]


def _fill(
    session: Session, row: Transaction, part: PartIn, data: SplitIn, names: Catalogue
) -> None:
    row.date, row.payee, row.tags = data.date, data.payee, list(dict.fromkeys(data.tags))
    row.type_id = data.type_id
    row.direction = Direction(names.types[data.type_id].flow)
    row.account_id = data.account_id or names.default_account.id
    row.category_id, row.note = part.category_id, part.note
    row.amount = transactions.amount_of(session, part.amount, field="parts")
    row.is_active = True
