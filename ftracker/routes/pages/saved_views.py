"""Saved views of reports: their list, their form, and those that are pinned to the home page."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.domain import view_words
from ftracker.domain.errors import NotFound, Stale
from ftracker.queries import members
from ftracker.queries import saved_views as stored
from ftracker.queries.saved_views import SavedViewLine
from ftracker.routes import report_bodies, saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer
from ftracker.routes.pages.home import writer_of
from ftracker.routes.saving import Attempt
from ftracker.routes.steps import Router
from ftracker.schemas.saved_views import SavedViewEdit, SavedViewIn, ViewWordsEdit
from ftracker.services import saved_views
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, pages_saved_views, redirects
from ftracker.web import saved_views as shown
from ftracker.web.display import Figure
from ftracker.web.forms import Form
from ftracker.web.saved_views import PATH, Teller
from ftracker.web.templating import render

router = Router()


@router.get(PATH)
def listing(request: Request, session: Viewer, me: Me) -> Response:
    """List the saved views in their order."""
    lines = stored.listing(session)
    missing = saved_views.missing(session, [line.words for line in lines])
    page = pages_saved_views.listing(lines, missing, _teller(session, me))
    return render(request, "saved_views.html", page)


@router.post(PATH)
def add(request: Request, session: Editor, me: Me, form: Sent) -> Response:
    """Save a report as it is looked at, and go on looking at it."""
    with saving.attempt(session, form) as went:
        row = saved_views.add(session, form.read(SavedViewIn, is_pinned=_is_pinned(form)))
    if not went.ok:
        return _form(request, session, me, form, None, went)
    there = redirects.to(view_words.href(row.report, row.words))
    return flash.say(request, there, f"Saved the view {row.name}.", undo=history.last(session))


@router.get("/reports/pinned")
def pinned(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show the pinned views: as a part of the home page, or as a page of their own."""
    lines = stored.pinned(session)
    missing = saved_views.missing(session, [line.words for line in lines])
    figures = {line.id: _figures(session, me, today, line) for line in lines}
    page = pages_saved_views.pins(lines, missing, _teller(session, me), figures)
    is_part = "hx-request" in request.headers
    return render(request, "partials/pins.html" if is_part else "pinned.html", page)


@router.get(PATH + "/{view_id}")
def show(request: Request, session: Editor, me: Me, view_id: UUID) -> Response:
    """Show a saved view in its form."""
    line = saved_views.get(session, view_id)
    return _form(request, session, me, shown.filled(line), line, Attempt())


@router.post(PATH + "/{view_id}")
def save(request: Request, session: Editor, me: Me, form: Sent, view_id: UUID) -> Response:
    """Change the name of a saved view, and whether it is pinned."""
    line = saved_views.get(session, view_id)
    form = Form.filled(report=line.report, words=line.words).over(form)
    with saving.attempt(session, form) as went:
        data = form.read(SavedViewEdit, is_pinned=_is_pinned(form))
        row = saved_views.edit(session, view_id, data)
    if not went.ok:
        return _form(request, session, me, form, line, went)
    return _done(request, session, f"Changed the view {row.name}")


@router.post(PATH + "/{view_id}/words")
def replace(request: Request, session: Editor, form: Sent, view_id: UUID) -> Response:
    """Let a saved view show what is looked at now."""
    saved_views.get(session, view_id)
    with saving.attempt(session, form) as went:
        row = saved_views.replace(session, view_id, form.read(ViewWordsEdit))
    if not went.ok:
        return _refused(request, form)
    there = redirects.to(view_words.href(row.report, row.words))
    said = f"The view {row.name} shows this from now on."
    return flash.say(request, there, said, undo=history.last(session))


@router.post(PATH + "/{view_id}/pin")
def pin(request: Request, session: Editor, form: Sent, view_id: UUID) -> Response:
    """Pin a view to the home page, or take it down."""
    is_pinned = form.value("do") == "on"
    with saving.attempt(session, form) as went:
        saved_views.pin(session, view_id, pinned=is_pinned)
    if not went.ok:
        return _refused(request, form)
    said = "The view is on the home page" if is_pinned else "Took the view off the home page"
    return _done(request, session, said)


@router.post(PATH + "/{view_id}/move")
def move(request: Request, session: Editor, form: Sent, view_id: UUID) -> Response:
    """Move a view one place up or down."""
    saved_views.move(session, view_id, up=form.value("do") == "up")
    return _done(request, session, "Moved the view")


@router.get(PATH + "/{view_id}/delete")
def ask_delete(request: Request, session: Editor, me: Me, view_id: UUID) -> Response:
    """Ask before a saved view is deleted."""
    page = pages_saved_views.delete_page(saved_views.get(session, view_id), _teller(session, me))
    return render(request, "saved_view_delete.html", page)


@router.post(PATH + "/{view_id}/delete")
def delete(request: Request, session: Editor, view_id: UUID) -> Response:
    """Delete a saved view."""
    name = saved_views.get(session, view_id).name
    saved_views.delete(session, view_id)
    return _done(request, session, f"Deleted the view {name}")


def _figures(session: Session, me: SignedIn, today: date, line: SavedViewLine) -> Sequence[Figure]:
    """Ask the report itself for its figures; a report that there is none of has none."""
    words = view_words.read(line.words)
    try:
        asking = report_bodies.ask(session, line.report, words, today=today, locale=me.locale)
    except NotFound:
        return ()
    return asking.body.figures


def _form(
    request: Request,
    session: Session,
    me: SignedIn,
    form: Form,
    line: SavedViewLine | None,
    went: Attempt,
) -> Response:
    is_stale = isinstance(went.conflict, Stale)
    is_taken = line is None and form.error("name")
    page = pages_saved_views.form_page(
        form,
        _teller(session, me),
        line=line,
        namesake=saved_views.named(session, form.value("name")) if is_taken else None,
        is_stale=is_stale,
    )
    return render(request, "saved_view_form.html", page, status=went.status)


def _teller(session: Session, me: SignedIn) -> Teller:
    people = {str(one.user_id): one.name or one.email for one in members.listing(session)}
    return Teller(writer_of(session, me), people)


def _is_pinned(form: Form) -> bool:
    return form.value("is_pinned") == "on"


def _refused(request: Request, form: Form) -> Response:
    said = form.errors[0].message
    return flash.say(request, redirects.to(PATH), said, tone="danger")


def _done(request: Request, session: Session, said: str) -> Response:
    return flash.say(request, redirects.to(PATH), f"{said}.", undo=history.last(session))
