"""Adding, editing and deleting transactions, one or many."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history, new_id
from ftracker.domain.errors import NotFound, Reconciled
from ftracker.domain.kinds import Flow
from ftracker.queries import imports as files
from ftracker.queries import payees
from ftracker.queries import transactions as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Line
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer
from ftracker.routes.pages.home import writer_of
from ftracker.routes.steps import Router
from ftracker.services import import_rows, members, splits, ticked, transactions
from ftracker.services.user_sessions import SignedIn
from ftracker.web import display, entries, flash, redirects
from ftracker.web import transactions as pages
from ftracker.web.forms import Form
from ftracker.web.pages_home import RowPage
from ftracker.web.pages_transactions import RawPage
from ftracker.web.templating import render
from ftracker.web.transactions import Beside

router = Router()


@router.get("/transaction/add")
def ask_new(request: Request, session: Editor, me: Me, today: Today) -> Response:
    """Show an empty form, or one that the address has filled in."""
    names = writer_of(session, me).names
    given = dict(request.query_params)
    plain = {
        "id": new_id(),
        "date": today,
        "type_id": names.default_type(Flow.OUT).id,
        "category_id": names.default_category.id,
        "account_id": names.default_account.id,
    }
    known = (*entries.PLAIN, "amount", "tags", "next")
    form = Form.filled(**plain | {k: v for k, v in given.items() if k in known})
    return _form(request, session, me, form, None)


@router.post("/transaction/add")
def add(request: Request, session: Editor, me: Me, form: Sent, today: Today) -> Response:
    """Add a transaction, a split or a transfer."""
    with saving.attempt(session, form) as went:
        said = _add(session, form, me)
    if not went.ok:
        return _form(request, session, me, form, None, went=went)
    again = form.value("do") == "save-and-new"
    there = "/transaction/add" if again else redirects.at_home(form.value("next"))
    day = form.value("date")
    if there == "/" and not f"{today}".startswith(day[:7]):
        # It would not be seen in the month that runs.
        there = f"/?period={day[:7]}"
    return flash.say(request, redirects.to(there), said, undo=history.last(session))


@router.get("/transaction/edit/{transaction_id}")
def ask_edit(request: Request, session: Viewer, me: Me, transaction_id: UUID) -> Response:
    """Show a transaction, or the split that it is a part of, in the form."""
    line = _line(session, transaction_id)
    form = Form.filled(next=request.query_params.get("next")).over(_filled(session, line, me))
    return _form(request, session, me, form, line)


@router.post("/transaction/edit/{transaction_id}")
def edit(request: Request, session: Editor, me: Me, form: Sent, transaction_id: UUID) -> Response:
    """Change a transaction, or the split that it is a part of."""
    line = _line(session, transaction_id)
    with saving.attempt(session, form) as went:
        said = _edit(session, form, line, me)
    if not went.ok:
        return _form(request, session, me, form, line, went=went)
    response = redirects.to(redirects.at_home(form.value("next")))
    return flash.say(request, response, said, undo=history.last(session))


@router.get("/transaction/row/{transaction_id}")
def ask_row(request: Request, session: Viewer, me: Me, transaction_id: UUID) -> Response:
    """Show one line of the list again, or as a form."""
    line = _line(session, transaction_id)
    writer = writer_of(session, me)
    if not request.query_params.get("edit"):
        return render(request, "partials/row.html", RowPage(writer.row(line)))
    page = pages.row_edit_page(line, _filled(session, line, me), writer)
    return render(request, "partials/row_edit.html", page)


@router.post("/transaction/row/{transaction_id}")
def edit_row(
    request: Request, session: Editor, me: Me, form: Sent, transaction_id: UUID
) -> Response:
    """Change a transaction in place, and show its line."""
    line = _line(session, transaction_id)
    kept = Form.filled(tags=", ".join(line.tags), account_id=line.account_id)
    with saving.attempt(session, form) as went:
        said = _edit(session, form.over(kept), line, me)
    writer = writer_of(session, me)
    if not went.ok:
        page = pages.row_edit_page(line, form, writer, conflict=went.conflict)
        return render(request, "partials/row_edit.html", page, status=went.status)
    flash.say_now(request, said, undo=history.last(session))
    shown = RowPage(writer.row(_line(session, transaction_id)))
    response = render(request, "partials/row.html", shown)
    response.headers["hx-trigger"] = "ledger-changed"
    return response


@router.get("/transaction/raw/{transaction_id}")
def show_raw(request: Request, session: Viewer, transaction_id: UUID) -> Response:
    """Show what the file said from which a transaction came."""
    raw = import_rows.raw_of(session, transaction_id)
    page = RawPage(
        f"/transaction/edit/{transaction_id}",
        raw.file_name,
        f"/data/imports/{raw.import_id}",
        raw.line,
        raw.cells,
    )
    return render(request, "transaction_raw.html", page)


@router.get("/transaction/delete/{transaction_id}")
def ask_delete(request: Request, session: Viewer, me: Me, transaction_id: UUID) -> Response:
    """Ask before a transaction is deleted."""
    line = _line(session, transaction_id)
    parts = _parts(session, line)
    going = [line, *parts, *filter(None, [_other_side(session, line)])]
    page = pages.delete_page(line, parts, writer_of(session, me), ticked=ticked.of(session, going))
    return render(request, "transaction_delete.html", page)


@router.post("/transaction/delete/{transaction_id}")
def delete(request: Request, session: Editor, form: Sent, transaction_id: UUID) -> Response:
    """Delete a transaction softly, a split whole, a transfer on both sides."""
    line = _line(session, transaction_id)
    said = form.value("reconciled")
    if line.split_id:
        splits.deactivate(session, line.split_id, reconciled=said)
    else:
        version = form.number("version")
        transactions.deactivate(session, [line.id], version=version, reconciled=said)
    text = line.payee or line.note or "transaction"
    return flash.say(request, redirects.to("/"), f"Deleted {text}", undo=history.last(session))


@router.post("/transactions/bulk")
def change_many(request: Request, session: Editor, me: Me, form: Sent) -> Response:
    """Change or delete the ticked transactions; ask what shall change where nothing was chosen."""
    chosen = form.given("category_id", "account_id", "date")
    if form.value("do") == "change" and form.values("ids") and not chosen:
        choice = pages.bulk_page(form, writer_of(session, me))
        return render(request, "transactions_bulk.html", choice)
    with saving.attempt(session, form) as went:
        if form.value("do") == "delete":
            said = form.value("reconciled")
            count = transactions.deactivate(session, entries.ids(form), reconciled=said)
        else:
            count = transactions.edit_many(session, entries.bulk(form))
        verb = "Deleted" if form.value("do") == "delete" else "Changed"
        said = f"{verb} {display.counted(count, 'transaction')}"
    if isinstance(went.conflict, Reconciled):
        page = pages.ticked_page(form, went.conflict)
        return render(request, "transactions_ticked.html", page, status=went.status)
    response = redirects.to(redirects.at_home(form.value("next")))
    if not went.ok:
        return flash.say(request, response, form.errors[0].message, tone="danger")
    return flash.say(request, response, said, undo=history.last(session))


def _add(session: Session, form: Form, me: SignedIn) -> str:
    """Do what the form says; give what was done, in words."""
    if entries.is_split(form):
        key = form.value("id")
        data = entries.split(form, entries.split_key(key), me.currency)
        return f"Added {splits.describe(session, splits.save(session, data))}"
    row = transactions.add(session, entries.new(form, me.currency, catalogue(session)))
    return f"Added {transactions.describe(session, row)}"


def _edit(session: Session, form: Form, line: Line, me: SignedIn) -> str:
    """Do what the form says; give what was done, in words, or that nothing was."""
    said = _changed(session, form, line, me)
    return said if history.last(session) else "Nothing was changed."


def _changed(session: Session, form: Form, line: Line, me: SignedIn) -> str:
    if line.split_id or entries.is_split(form):
        alone = None if line.split_id else line
        data = entries.split(form, line.split_id or line.id, me.currency, alone=alone)
        return f"Changed {splits.describe(session, splits.save(session, data))}"
    row = transactions.edit(session, line.id, entries.edit(form, me.currency))
    return f"Changed {transactions.describe(session, row)}"


def _form(
    request: Request,
    session: Session,
    me: SignedIn,
    form: Form,
    line: Line | None,
    *,
    went: saving.Attempt | None = None,
) -> Response:
    writer = writer_of(session, me)
    beside = Beside(payees.tags(session))
    if line is not None:
        beside = Beside(
            beside.tags,
            _other_side(session, line),
            ticked.of(session, [line]),
            files.origin(session, line.id) is not None,
            members.writer_of(session, line.member_id),
        )
    page = pages.form_page(
        form,
        writer,
        line=line,
        beside=beside,
        conflict=went.conflict if went else None,
    )
    return render(request, "transaction_form.html", page, status=went.status if went else 200)


def _filled(session: Session, line: Line, me: SignedIn) -> Form:
    other = _other_side(session, line)
    to_account_id = str(other.account_id) if other else ""
    parts = _parts(session, line)
    return entries.filled(line, parts, me.currency, to_account_id=to_account_id)


def _other_side(session: Session, line: Line) -> Line | None:
    return stored.partners(session, [line]).get(line.transfer_id) if line.transfer_id else None


def _parts(session: Session, line: Line) -> list[Line]:
    return stored.parts(session, line.split_id) if line.split_id else []


def _line(session: Session, transaction_id: UUID) -> Line:
    found = stored.line(session, transaction_id)
    if found is None:
        raise NotFound
    return found
