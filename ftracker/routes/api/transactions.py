"""Transactions for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import Field

from ftracker.queries import transactions as stored
from ftracker.queries.catalogue import catalogue
from ftracker.routes.api import filters, requests, shown
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.deps import Editor, Viewer
from ftracker.schemas.fields import Out
from ftracker.schemas.filters import TransactionQuery
from ftracker.schemas.transactions import Reconciled, Transaction, TransactionEdit, TransactionIn
from ftracker.services import transactions

router = requests.router("transactions")


class TransactionPage(Out):
    """One page of transactions, newest first."""

    items: list[Transaction]
    next_cursor: str | None = Field(description="Where the next page begins; null at the end.")


@router.get("", operation_id="listTransactions")
def page(session: Viewer, wanted: Annotated[TransactionQuery, Query()]) -> TransactionPage:
    """List transactions, newest first.

    A range is half-open: `start` belongs, `end` does not. An empty range, or `min` above `max`,
    gives an empty list. Ask for the next page with `cursor` and the same filter.
    """
    at = filters.position(wanted)
    found = stored.page(
        session, filters.meant(wanted, catalogue(session)), limit=wanted.limit, at=at
    )
    return TransactionPage(
        items=shown.transactions(session, found.lines),
        next_cursor=found.older.text if found.older else None,
    )


@router.post("", status_code=201, operation_id="addTransaction")
def add(data: TransactionIn, session: Editor, once: Repeatable) -> Transaction:
    """Add a transaction, or with `to_account` both sides of a transfer.

    Type, category and account are given by id or by name (the id wins); left out they are the
    expense type, “Uncategorised” and the default account. With your own `id`, or with an
    `Idempotency-Key`, the same request twice makes one transaction.
    """
    return once.created(
        session,
        Transaction,
        data,
        lambda: shown.transaction(session, transactions.add(session, data).id),
    )


@router.get("/{transaction_id}", operation_id="getTransaction")
def one(transaction_id: UUID, session: Viewer) -> Transaction:
    """Show one transaction; a deleted one is only in the list with `active=false`."""
    return shown.active_transaction(session, transaction_id)


@router.put("/{transaction_id}", operation_id="editTransaction")
def edit(
    transaction_id: UUID, data: TransactionEdit, session: Editor, once: Repeatable
) -> Transaction:
    """Change a transaction; `version` must be the one that was read.

    What is left out goes back to its default. When somebody else was faster, 409 carries the
    transaction as it is now in `current`.
    """

    def deed() -> Transaction:
        transactions.edit(session, transaction_id, data)
        return shown.transaction(session, transaction_id)

    with shown.both_versions(session, shown.transaction):
        return once.done(session, Transaction, data, deed)


@router.delete("/{transaction_id}", status_code=204, operation_id="deleteTransaction")
def delete(
    transaction_id: UUID,
    session: Editor,
    version: ReadVersion = None,
    reconciled: Annotated[Reconciled, Query()] = "keep",
) -> None:
    """Delete a transaction softly; it can be restored. A second time answers 404."""
    shown.active_transaction(session, transaction_id)
    with shown.both_versions(session, shown.transaction):
        transactions.deactivate(session, [transaction_id], version=version, reconciled=reconciled)


@router.post("/{transaction_id}/restore", operation_id="restoreTransaction")
def restore(transaction_id: UUID, session: Editor) -> Transaction:
    """Bring a deleted transaction back; one that is not deleted stays as it is."""
    transactions.restore(session, [transaction_id])
    return shown.active_transaction(session, transaction_id)
