"""The deleted transactions: look, bring back, let go for good."""

from fastapi import Request
from starlette.responses import Response

from ftracker.db import history
from ftracker.queries import transactions as stored
from ftracker.queries.transactions import Filter
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Viewer
from ftracker.routes.pages.home import cursor, writer_of
from ftracker.routes.proving import ProvenEditor
from ftracker.routes.steps import Router
from ftracker.services import transactions
from ftracker.web import display, entries, flash, redirects
from ftracker.web import transactions as pages
from ftracker.web.templating import render

router = Router()
PATH = "/transactions/inactive"


@router.get(PATH)
def show(request: Request, session: Viewer, me: Me) -> Response:
    """List the deleted transactions, newest first."""
    q = request.query_params.get("q", "").replace("\x00", "").strip()
    found = stored.page(session, Filter(q=q, active=False), at=cursor(request))
    is_empty = not found.lines and not q
    page = pages.inactive_page(q, found, writer_of(session, me), is_empty=is_empty)
    return render(request, "inactive_list.html", page)


@router.post("/transactions/restore")
def restore(request: Request, session: Editor, form: Sent) -> Response:
    """Bring the ticked transactions back."""
    with saving.attempt(session, form) as went:
        count = transactions.restore(session, entries.ids(form))
    if not went.ok:
        sentence = form.errors[0].message
        return flash.say(request, redirects.to(PATH), sentence, tone="danger")
    said = f"Restored {display.counted(count, 'transaction')}"
    return flash.say(request, redirects.to(PATH), said, undo=history.last(session))


@router.post("/transactions/purge")
def purge(request: Request, session: ProvenEditor, form: Sent) -> Response:
    """Ask once more, then delete the ticked transactions for good."""
    with saving.attempt(session, form) as went:
        ids = entries.ids(form)
    if not went.ok:
        sentence = form.errors[0].message
        return flash.say(request, redirects.to(PATH), sentence, tone="danger")
    if not form.value("confirmed"):
        return render(request, "transactions_purge.html", pages.purge_page(ids))
    count = transactions.purge(session, ids)
    said = f"Deleted {display.counted(count, 'transaction')} for good"
    return flash.say(request, redirects.to(PATH), said)
