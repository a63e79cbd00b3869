"""The pages about single transactions, put together from what the database says."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.errors import Conflict, Reconciled, Stale
from ftracker.domain.kinds import Flow
from ftracker.models import Transaction
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.transactions import Line, Page
from ftracker.web import choices, entries, filters, pages_transfers, redirects
from ftracker.web.forms import Form
from ftracker.web.pages_home import RowEditPage
from ftracker.web.pages_transactions import (
    BulkPage,
    InactivePage,
    InactiveRow,
    PurgePage,
    StaleRow,
    StaleView,
    TickedPage,
    TransactionDeletePage,
    TransactionFormPage,
    TypeChoice,
)
from ftracker.web.rows import Writer

COMPARED = (
    ("date", "Date"),
    ("amount", "Amount"),
    ("type_id", "Type"),
    ("category_id", "Category"),
    ("account_id", "Account"),
    ("payee", "Payee"),
    ("note", "Note"),
    ("tags", "Tags"),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a form shows beside its fields.

    The tags in use, the other side of a transfer, against which balance of the bank the
    transaction was checked, whether it came from a file, and who wrote it down.
    """

    tags: Sequence[str]
    other: Line | None = None
    ticked: str = ""
    is_imported: bool = False
    written_by: str = ""


def form_page(
    form: Form,
    writer: Writer,
    *,
    line: Line | None,
    beside: Beside,
    conflict: Conflict | None = None,
) -> TransactionFormPage:
    """Show the form for a new transaction, or for one that exists."""
    names = writer.names
    parts = entries.parts(form)
    many_parts = any(part.id or part.amount for part in parts)
    return TransactionFormPage(
        title="Edit transaction" if line else "Add a transaction",
        form=form,
        action=f"/transaction/edit/{line.id}" if line else "/transaction/add",
        is_new=line is None,
        types=_types(names, form.value("type_id")),
        category_groups=choices.grouped(names, keep=form.value("category_id")),
        accounts=choices.options(names.accounts.values(), keep=form.value("account_id")),
        shows_account=writer.shows_account,
        parts=parts,
        is_split=many_parts,
        tags=tuple(beside.tags),
        back_href=redirects.at_home(form.value("next") or "/"),
        delete_href=f"/transaction/delete/{line.id}" if line and line.is_active else "",
        stale=_stale(form, conflict, writer) if isinstance(conflict, Stale) else None,
        ticked=beside.ticked,
        written_by=beside.written_by,
        asks_again=isinstance(conflict, Reconciled),
        other_side=pages_transfers.other_side(beside.other, writer) if beside.other else None,
        raw_href=f"/transaction/raw/{line.id}" if line and beside.is_imported else "",
    )


def delete_page(
    line: Line, parts: Sequence[Line], writer: Writer, *, ticked: str = ""
) -> TransactionDeletePage:
    """Ask before a transaction is deleted, and tell what goes with it."""
    row = writer.row(line)
    warning = ""
    if line.transfer_id:
        warning = "Both sides of this transfer are deleted."
    if len(parts) > 1:
        warning = f"All {len(parts)} parts of this split are deleted."
    total = sum((part.amount for part in parts), Decimal(0)) if parts else line.amount
    return TransactionDeletePage(
        title=writer.title(line) if row.tone != "transfer" else row.title,
        amount=writer.money(total),
        day=filters.day(line.date, writer.locale),
        category=writer.names.categories[line.category_id].name,
        warning=warning,
        action=f"/transaction/delete/{line.id}",
        version=str(line.version),
        back_href=f"/transaction/edit/{line.id}",
        ticked=ticked,
    )


def row_edit_page(
    line: Line, form: Form, writer: Writer, *, conflict: Conflict | None = None
) -> RowEditPage:
    """Show one line of the list as a form."""
    kinds = [t for t in writer.names.types.values() if t.flow is not Flow.TRANSFER]
    return RowEditPage(
        id=str(line.id),
        form=form,
        types=choices.options(kinds, keep=form.value("type_id")),
        categories=choices.options(
            writer.names.categories.values(), keep=form.value("category_id")
        ),
        accounts=choices.options(writer.names.accounts.values(), keep=form.value("account_id")),
        stale=conflict.message if conflict else "",
        asks_again=isinstance(conflict, Reconciled),
    )


def inactive_page(q: str, found: Page, writer: Writer, *, is_empty: bool) -> InactivePage:
    """List deleted transactions, newest first."""
    rows = [writer.row(line) for line in found.lines]
    path = f"/transactions/inactive?{redirects.query(q=q)}"
    return InactivePage(
        q=q,
        rows=tuple(
            InactiveRow(
                id=row.id,
                title=row.title,
                icon=row.icon,
                colour=row.colour,
                detail=f"{filters.day(line.date, writer.locale)} · {row.detail}",
                amount=row.amount,
                tone=row.tone,
            )
            for row, line in zip(rows, found.lines, strict=True)
        ),
        count=f"{len(rows)} shown",
        is_empty=is_empty,
        newer_href=f"{path}&cursor={found.newer.text}" if found.newer else "",
        older_href=f"{path}&cursor={found.older.text}" if found.older else "",
    )


def bulk_page(form: Form, writer: Writer) -> BulkPage:
    """Ask what the ticked transactions shall have in common."""
    ids = tuple(key for value in form.values("ids") for key in value.split(","))
    offered = choices.all_of(writer.names)
    return BulkPage(
        title="Change one transaction" if len(ids) == 1 else f"Change {len(ids)} transactions",
        form=form,
        ids=ids,
        categories=offered.categories,
        accounts=offered.accounts,
        next=redirects.at_home(form.value("next")),
    )


def ticked_page(form: Form, conflict: Conflict) -> TickedPage:
    """Ask whether transactions shall change although they were ticked off."""
    kept = ("ids", "category_id", "account_id", "date", "do", "next")
    return TickedPage(
        text=conflict.message,
        fields=tuple((name, value) for name in kept for value in form.values(name)),
        back_href=redirects.at_home(form.value("next")),
    )


def purge_page(ids: Sequence[UUID]) -> PurgePage:
    """Ask before transactions are deleted for good."""
    one = len(ids) == 1
    return PurgePage(
        title="Delete it for good?" if one else f"Delete {len(ids)} transactions for good?",
        text="Nothing of it is kept, not even in the history."
        if one
        else "Nothing of them is kept, not even in the history.",
        ids=tuple(str(key) for key in ids),
    )


def _types(names: Catalogue, keep: str) -> tuple[TypeChoice, ...]:
    order = list(Flow)
    shown = [t for t in names.types.values() if not t.is_archived or str(t.id) == keep]
    shown.sort(key=lambda t: (not t.is_default, order.index(t.flow)))
    return tuple(TypeChoice(str(t.id), t.name, t.flow.value) for t in shown)


def _stale(form: Form, conflict: Stale, writer: Writer) -> StaleView | None:
    """Set what was typed beside what is stored now."""
    row = conflict.current
    if not isinstance(row, Transaction):
        return None
    rows = []
    for name, label in COMPARED:
        if name not in form.typed:
            continue
        yours, theirs = _word(form.value(name), name, writer), _stored(row, name, writer)
        rows.append(StaleRow(label, yours, theirs, yours != theirs))
    return StaleView(tuple(rows), str(row.version), f"/transaction/edit/{row.id}")


def _stored(row: Transaction, name: str, writer: Writer) -> str:
    value = getattr(row, name)
    if name == "amount":
        return money.plain(value, writer.currency)
    if name == "tags":
        return ", ".join(value)
    return _word(str(value), name, writer)


def _word(value: str, name: str, writer: Writer) -> str:
    return writer.names.words(name).get(value, value)
