"""Files in and out, for people: look first, then confirm; everything can be taken back."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from ftracker.db import Session, history
from ftracker.db.scope import actor
from ftracker.queries import imports as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter
from ftracker.routes import saving, uploads
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer, database
from ftracker.schemas import sentences
from ftracker.schemas.imports import ImportOptions
from ftracker.schemas.mappings import MappingIn
from ftracker.services import exporter, importer, previews
from ftracker.services import uploads as receiving
from ftracker.services.uploads import Received
from ftracker.services.user_sessions import SignedIn
from ftracker.web import choices, display, flash, imports, mappings, redirects, searches
from ftracker.web.forms import Form
from ftracker.web.imports import DataPage
from ftracker.web.rows import Writer
from ftracker.web.templating import render

router = APIRouter(prefix="/data")
ROWS = 50


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
    words = {k: v for k, v in request.query_params.items() if v.strip()}
    names = catalogue(session)
    search = searches.read("/", words, names, today=today, currency=me.currency)
    blocks = exporter.stream(
        database(request), actor(session), search.wanted if words else Filter()
    )
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


@router.get("/imports/{import_id}")
def preview(request: Request, session: Viewer, me: Me, import_id: UUID) -> Response:
    """Show what each row of a file becomes."""
    return _preview(request, session, me, import_id, None)


@router.post("/imports/{import_id}")
def remap(request: Request, session: Editor, me: Me, import_id: UUID, form: Sent) -> Response:
    """Read the file again with another mapping."""
    settings = request.app.state.settings
    with saving.attempt(session, form) as went:
        said = mappings.read(form, importer.mapping_of(session, import_id))
        given = sentences.read(MappingIn, said)
        account = imports.chosen(form.value("to_account"))
        importer.remap(session, import_id, given.mapping(), account, settings.import_row_limit)
    if not went.ok:
        return _preview(request, session, me, import_id, form, status=went.status)
    return redirects.to(f"/data/imports/{import_id}")


@router.post("/imports/{import_id}/confirm")
def confirm(request: Request, session: Editor, me: Me, import_id: UUID, form: Sent) -> Response:
    """Book the rows of a file that was looked at."""
    with saving.attempt(session, form) as went:
        leave_out = bool(form.value("leave_out"))
        found = importer.confirm(session, import_id, leave_out=leave_out)
        there = f"; {found.duplicates:,} were there already" if found.duplicates else ""
        said = f"Added {display.counted(found.added, 'transaction')}{there}."
    if not went.ok:
        return _preview(request, session, me, import_id, form, status=went.status)
    return flash.say(request, redirects.to("/data"), said, undo=history.last(session))


@router.post("/imports/{import_id}/discard")
def discard(request: Request, session: Editor, import_id: UUID) -> Response:
    """Forget a file that waits."""
    importer.discard(session, import_id)
    return flash.say(request, redirects.to("/data"), "The file is forgotten. Nothing was booked.")


def _page(request: Request, session: Session, form: Form, *, status: int = 200) -> Response:
    undo = stored.change_set_ids(session)
    page = DataPage(
        form,
        choices.options(catalogue(session).accounts.values()),
        [imports.listed(one, undo.get(one.id, "")) for one in stored.latest(session)],
    )
    return render(request, "data.html", page, status=status)


def _preview(
    request: Request,
    session: Session,
    me: SignedIn,
    import_id: UUID,
    form: Form | None,
    *,
    status: int = 200,
) -> Response:
    words = request.query_params
    only_problems = words.get("show") == "problems"
    start = imports.number(words.get("from", ""))
    found = previews.page(session, import_id, start=start, size=ROWS, only_problems=only_problems)
    page = imports.preview(
        found,
        Writer(catalogue(session), me.currency, me.locale),
        form,
        start=start,
        size=ROWS,
        only_problems=only_problems,
    )
    return render(request, "data_preview.html", page, status=status)
