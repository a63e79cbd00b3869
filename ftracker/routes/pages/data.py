"""Files in and out, for people: look first, then confirm; everything can be taken back."""

from dataclasses import replace

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from ftracker.db import Session
from ftracker.db.scope import actor, origin
from ftracker.queries import imports as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter
from ftracker.routes import saving, uploads
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer, database
from ftracker.routes.steps import Router
from ftracker.schemas.imports import ImportOptions
from ftracker.services import exporter
from ftracker.services import uploads as receiving
from ftracker.services.uploads import Received
from ftracker.web import choices, flash, imports, redirects, searches
from ftracker.web.forms import Form
from ftracker.web.pages_imports import DataPage
from ftracker.web.templating import render

router = Router(prefix="/data")


@router.get("")
def show(request: Request, session: Viewer) -> Response:
    """Show the way in, the way out, and the files that came in."""
    return _page(request, session, Form())


@router.get("/template.csv")
def template(_: Viewer) -> Response:
    """Give a small file that shows what an import can hold."""
    headers = {"content-disposition": 'attachment; filename="ftracker-template.csv"'}
    return Response(exporter.TEMPLATE, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/export")
def export(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Give transactions as CSV: all of them, or those of the list's address."""
    words = searches.words(request.query_params.multi_items())
    names = catalogue(session)
    search = searches.read("/", words, names, today=today, currency=me.currency)
    wanted = search.wanted if words else Filter()
    blocks = exporter.stream(database(request), actor(session), wanted, origin=origin(session))
    name = f"ftracker-{today.isoformat()}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(blocks, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/import")
def upload(request: Request, session: Editor, form: Sent) -> Response:
    """Keep one file or several, and show what their rows would become."""
    received = Received()
    with saving.attempt(session, form) as went:
        account = imports.chosen(form.value("account"))
        sent = uploads.several(request, ImportOptions())
        received = receiving.receive(session, [replace(one, account=account) for one in sent])
    form.errors.extend(received.refused)
    if form.errors:
        return _page(request, session, form, status=went.status if not went.ok else 422)
    if len(received.waiting) == 1:
        return redirects.to(f"/data/imports/{received.waiting[0].id}")
    said = f"{len(received.waiting)} files wait to be looked at."
    return flash.say(request, redirects.to("/data"), said)


def _page(request: Request, session: Session, form: Form, *, status: int = 200) -> Response:
    undo = stored.change_set_ids(session)
    lines = [imports.listed(one, undo.get(one.id, "")) for one in stored.latest(session)]
    page = DataPage(
        form,
        choices.options(catalogue(session).accounts.values()),
        [line for line in lines if line.is_open],
        [line for line in lines if not line.is_open],
    )
    return render(request, "data.html", page, status=status)
