"""One file on its way in: looked at, mended, confirmed, watched, and what came of it."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Role, Session, history
from ftracker.queries import matches as matched
from ftracker.queries.catalogue import catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Viewer, moment
from ftracker.routes.steps import Router
from ftracker.schemas import sentences
from ftracker.schemas.mappings import MappingIn
from ftracker.schemas.previews import Seen
from ftracker.services import aftermath, importer, previews, uploads
from ftracker.services.user_sessions import SignedIn
from ftracker.web import display, flash, imports, mappings, pages_imports, redirects
from ftracker.web.forms import Form
from ftracker.web.import_rows import Place
from ftracker.web.pages_imports import Forms
from ftracker.web.rows import Writer
from ftracker.web.templating import render

router = Router(prefix="/data/imports/{import_id}")


@router.get("")
def show(request: Request, session: Viewer, me: Me, import_id: UUID) -> Response:
    """Show a file: what its rows become, how far it is, or what came of it."""
    return _page(request, session, me, import_id)


@router.post("")
def remap(request: Request, session: Editor, me: Me, import_id: UUID, form: Sent) -> Response:
    """Read the file again with another mapping."""
    settings = request.app.state.settings
    with saving.attempt(session, form) as went:
        said = mappings.read(form, importer.mapping_of(session, import_id))
        given = sentences.read(MappingIn, said)
        account = imports.account_of(form, importer.one(session, import_id))
        importer.remap(session, import_id, given.mapping(), account, settings.import_row_limit)
    if not went.ok:
        return _page(request, session, me, import_id, Forms(mapping=form), status=went.status)
    return redirects.to(f"/data/imports/{import_id}{'?open=yes' * bool(form.value('open'))}")


@router.post("/rows/{line}")
def edit_row(
    request: Request, session: Editor, me: Me, import_id: UUID, line: int, form: Sent
) -> Response:
    """Type over the cells of one row."""
    with saving.attempt(session, form) as went:
        importer.edit(session, import_id, line, form.given(*pages_imports.FIELDS))
    if not went.ok:
        typed = Forms(row=form, line=line, back=form.value("back"))
        return _page(request, session, me, import_id, typed, status=went.status)
    return redirects.to(_back(import_id, form))


@router.post("/rows/{line}/choice")
def choose(session: Editor, import_id: UUID, line: int, form: Sent) -> Response:
    """Say what becomes of a row that looks like a transaction of the books."""
    importer.choose(session, import_id, line, form.value("choice"))
    return redirects.to(_back(import_id, form))


@router.post("/confirm")
def confirm(request: Request, session: Editor, me: Me, import_id: UUID, form: Sent) -> Response:
    """Book the rows of a file that was looked at: at once, or by a job when they are many."""
    here = f"/data/imports/{import_id}"
    with saving.attempt(session, form) as went:
        leave_out = bool(form.value("leave_out"))
        found = importer.confirm_or_enqueue(session, import_id, leave_out=leave_out)
    if not went.ok:
        return _page(request, session, me, import_id, Forms(confirm=form), status=went.status)
    if found.status == "queued":
        return redirects.to(here)
    there = f"; {found.duplicates:,} were there already" if found.duplicates else ""
    said = f"Added {display.counted(found.added, 'transaction')}{there}."
    return flash.say(request, redirects.to(here), said, undo=history.last(session))


@router.post("/again")
def read_again(session: Editor, import_id: UUID) -> Response:
    """Let a file that came in wait once more, to be read with other settings."""
    return redirects.to(f"/data/imports/{uploads.again(session, import_id).id}?open=yes")


@router.post("/discard")
def discard(request: Request, session: Editor, import_id: UUID) -> Response:
    """Forget a file that waits."""
    importer.discard(session, import_id)
    return flash.say(request, redirects.to("/data"), "The file is forgotten. Nothing was booked.")


def _back(import_id: UUID, form: Form) -> str:
    place = Place.read(redirects.words(form.value("back")))
    return f"/data/imports/{import_id}{place.href()}"


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    import_id: UUID,
    forms: Forms | None = None,
    *,
    status: int = 200,
) -> Response:
    found, typed = importer.one(session, import_id), forms or Forms()
    if found.status in ("queued", "running"):
        return render(request, "data_progress.html", imports.progress(found), status=status)
    words = dict(request.query_params) | redirects.words(typed.back)
    place = Place.read(words | ({"edit": str(typed.line)} if typed.line else {}))
    writer = Writer(catalogue(session), me.currency, me.locale)
    page = previews.page(session, import_id, start=place.start, size=imports.SIZE, show=place.show)
    if found.status in ("previewed", "failed"):
        can_change = Role(me.role).may(Role.EDITOR)
        seen = imports.preview(page, writer, typed, place=place, can_change=can_change)
        return render(request, "data_preview.html", seen, status=status)
    lines = [item.entry.row for item in page.items if isinstance(item, Seen)]
    shown = imports.result(
        page,
        writer,
        typed,
        place=place,
        after=aftermath.of(session, found, today=moment().date()),
        added=matched.by_line(session, import_id, lines),
    )
    return render(request, "data_result.html", shown, status=status)
