"""Adding, changing, deleting and restoring transactions."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import currency, household_id, user_id
from ftracker.domain import money
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, Stale
from ftracker.models import Transaction
from ftracker.queries import transactions as stored
from ftracker.schemas.transactions import (
    BulkEdit,
    TransactionEdit,
    TransactionFields,
    TransactionIn,
)
from ftracker.services import known_rows, ledger, references, sides, ticked
from ftracker.services.references import Places


def add(session: Session, data: TransactionIn) -> Transaction:
    """Add one transaction, or both sides of a transfer, and give the row (the outgoing side).

    With an `id` that exists already the same content gives the row that is there, other
    content raises Conflict. Raises NotFound for an unknown account, category or type, Conflict
    for one that is just being deleted.
    """
    if data.id is not None:
        locks.hold(session, "transaction", data.id)
        if there := stored.for_update(session, [data.id]):
            return _same(session, there[0], data)
    ledger.share(session)
    places = references.places(session, data)
    row = Transaction(household_id=household_id(session), id=data.id or new_id(), tags=[])
    _fill(session, row, data, places)
    row.split_id, row.member_id = data.split_id, user_id(session)
    summary = f"Added {describe(session, row)}"
    with references.staying(), history.deed(session, "transactions.add", summary):
        session.add(row)
        if places.to_account_id is not None:
            sides.open_other(session, row, places.to_account_id)
    return row


def edit(session: Session, transaction_id: UUID, data: TransactionEdit) -> Transaction:
    """Change one transaction, and of the other side of a transfer what is said of both as one.

    Raises NotFound, Stale (with the row as it is) when `data.version` is not the present one, and
    Reconciled when it was ticked off and `data.reconciled` does not say to change it.
    """
    row = _all(session, [transaction_id])[0]
    others = [(o, sides.shared(row, o)) for o in sides.of(session, [row]) if o is not row]
    if row.version != data.version:
        raise Stale(row)
    places = references.places(session, data, present=row)
    both = [row, *(other for other, _ in others)]
    with references.staying(), history.deed(session, "transactions.edit", "") as deed:
        with ticked.kept(session, both, data.reconciled):
            _fill(session, row, data, places)
            sides.settle(session, row, others, places)
        deed.summary = f"Changed {describe(session, row)}"
    return row


def deactivate(
    session: Session,
    ids: Sequence[UUID],
    *,
    version: int | None = None,
    reconciled: str = "keep",
) -> int:
    """Delete transactions softly, with the other side of each transfer; gives how many.

    Raises NotFound when one of them is not there, Stale when `version` (of a single one) is old,
    and Reconciled when one was ticked off and `reconciled` is not `change`.
    """
    rows = _all(session, ids)
    if version is not None and rows[0].version != version:
        raise Stale(rows[0])
    return _switch(session, rows, active=False, reconciled=reconciled)


def restore(session: Session, ids: Sequence[UUID]) -> int:
    """Bring deleted transactions back, with the other side of each transfer; gives how many."""
    return _switch(session, _all(session, ids), active=True)


def edit_many(session: Session, data: BulkEdit) -> int:
    """Give many transactions the same category, account or date; gives how many changed.

    A date that both sides of a transfer share stays one; its accounts stay, as the two must differ.
    """
    rows = _all(session, data.ids)
    places = references.places_of(session, category_id=data.category_id, account_id=data.account_id)
    dated = [*rows, *_sharing_a_date(session, rows)]
    with (
        references.staying(),
        history.deed(session, "transactions.edit_many", f"Changed {_count(rows)}"),
        ticked.kept(session, dated, data.reconciled),
    ):
        for row in rows:
            row.category_id = places.category_id or row.category_id
            if places.account_id and row.transfer_id is None:
                row.account_id = places.account_id
        if data.date:
            for row in dated:
                row.date = data.date
    return len(rows)


def purge(session: Session, ids: Sequence[UUID]) -> int:
    """Delete transactions for good; gives how many. Only what is deleted already can go.

    The history keeps that it happened and forgets what the rows said; imports still know them.
    """
    rows = _all(session, ids)
    rows = list({r.id: r for r in (*rows, *sides.of(session, rows))}.values())
    if any(row.is_active for row in rows):
        raise Conflict("Delete it first; only deleted transactions can go for good.")
    gone = [row.id for row in rows]
    with history.deed(session, "transactions.purge", f"Deleted {_count(rows)} for good"):
        for row in rows:
            session.delete(row)
        session.flush()
        history.forget(session, gone)
        known_rows.bury(session, rows)
    return len(rows)


def describe(session: Session, row: Transaction, *, amount: Decimal | None = None) -> str:
    """Name a transaction for the history: its payee or note, and its amount or a whole split's."""
    text = row.payee or row.note.partition("\n")[0][:60] or "a transaction"
    whole = row.amount if amount is None else amount
    return f"{text}, {money.quantise(whole, currency(session)):,f}"


def amount_of(session: Session, text: str, *, field: str = "amount") -> Decimal:
    """Read an amount that a schema let through, in the household's currency.

    Raises InvalidInput at `field`.
    """
    try:
        return money.parse(text, currency(session))
    except ValueError as bad:
        raise InvalidInput(field, str(bad)) from bad


def _fill(session: Session, row: Transaction, data: TransactionFields, places: Places) -> None:
    row.date = data.date
    row.amount = amount_of(session, data.amount)
    row.type_id, row.category_id = places.type_id, places.category_id
    row.account_id, row.direction = places.account_id, places.direction
    row.payee, row.note = data.payee, data.note
    row.tags = list(dict.fromkeys(data.tags))


def _same(session: Session, row: Transaction, data: TransactionIn) -> Transaction:
    """Give the row that a repeated request made, unless it asks for something else."""
    asked = Transaction(tags=[])
    _fill(session, asked, data, references.places(session, data))
    names = (*sides.SHARED, "account_id", "direction")
    if any(getattr(row, name) != getattr(asked, name) for name in names):
        raise Conflict("A transaction with this id exists already, with other content.")
    return row


def _sharing_a_date(session: Session, rows: Sequence[Transaction]) -> list[Transaction]:
    """Find the other sides of transfers that have their date from one of the rows."""
    by_transfer = {row.transfer_id: row for row in rows}
    mine = {row.id for row in rows}
    return [
        other
        for other in sides.of(session, rows)
        if other.id not in mine and "date" in sides.shared(by_transfer[other.transfer_id], other)
    ]


def _switch(
    session: Session, rows: list[Transaction], *, active: bool, reconciled: str = "keep"
) -> int:
    name, verb = ("restore", "Restored") if active else ("deactivate", "Deleted")
    changed = {r.id: r for r in (*rows, *sides.of(session, rows)) if r.is_active is not active}
    one = len(rows) == 1
    summary = f"{verb} {describe(session, rows[0]) if one else _count(rows)}"
    with (
        history.deed(session, f"transactions.{name}", summary),
        ticked.kept(session, list(changed.values()), reconciled),
    ):
        for row in changed.values():
            row.is_active = active
    return len(rows)


def _all(session: Session, ids: Sequence[UUID]) -> list[Transaction]:
    ledger.hold(session)
    rows = stored.for_update(session, ids)
    if not rows or len(rows) != len(set(ids)):
        raise NotFound
    return rows


def _count(rows: Sequence[Transaction]) -> str:
    return "1 transaction" if len(rows) == 1 else f"{len(rows)} transactions"
