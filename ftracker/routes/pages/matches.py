"""Transactions that may be there twice: shown side by side, merged or kept."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import history
from ftracker.queries.catalogue import catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Viewer
from ftracker.routes.steps import Router
from ftracker.services import matches
from ftracker.web import flash, pages_matches, redirects
from ftracker.web.rows import Writer
from ftracker.web.templating import render

router = Router(prefix="/data/matches")


@router.get("")
def show(request: Request, session: Viewer, me: Me, import_id: UUID | None = None) -> Response:
    """Show pairs that may be one, of one file or of all."""
    writer = Writer(catalogue(session), me.currency, me.locale)
    page = pages_matches.page(matches.open_ones(session, import_id), writer, import_id)
    return render(request, "matches.html", page)


@router.post("")
def settle(request: Request, session: Editor, form: Sent) -> Response:
    """Make the two one, or keep both."""
    back = f"/data/matches?import_id={form.value('import_id')}" if form.value("import_id") else ""
    with saving.attempt(session, form) as went:
        older, newer = pages_matches.pair(form)
        if form.value("do") == "merge":
            matches.merge(session, older, newer)
        else:
            matches.keep_both(session, older, newer)
    answer = redirects.to(redirects.at_home(back or "/data/matches"))
    if not went.ok:
        return flash.say(request, answer, form.errors[0].message, tone="danger")
    said = "Made one of them." if form.value("do") == "merge" else "Both are kept."
    return flash.say(request, answer, said, undo=history.last(session))
