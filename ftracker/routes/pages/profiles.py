"""How the files of each bank are read: named, forgotten, carried to other books."""

from uuid import UUID

from fastapi import Request
from starlette.responses import JSONResponse, Response

from ftracker.db import Session, history
from ftracker.queries import profiles as stored
from ftracker.queries.catalogue import catalogue
from ftracker.routes import saving, uploads
from ftracker.routes.deps import Editor, Sent, Viewer
from ftracker.routes.steps import Router
from ftracker.schemas import sentences
from ftracker.schemas.profiles import ProfileEdit, ProfilesFile
from ftracker.services import profiles
from ftracker.web import display, flash, pages_profiles, redirects
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router(prefix="/data/profiles")


@router.get("")
def show(request: Request, session: Viewer) -> Response:
    """List the kinds of files that are known."""
    return _page(request, session, Form())


@router.get("/export")
def export(_: Request, session: Viewer) -> Response:
    """Give all profiles as one JSON file."""
    headers = {"content-disposition": 'attachment; filename="ftracker-profiles.json"'}
    return JSONResponse(profiles.carried(session), headers=headers)


@router.post("/import")
def bring(request: Request, session: Editor, form: Sent) -> Response:
    """Take profiles in from a file that was exported."""
    count = 0
    with saving.attempt(session, form) as went:
        data = sentences.read(ProfilesFile, uploads.as_json(request))
        count = profiles.bring(session, data)
    if not went.ok:
        return _page(request, session, form, status=went.status)
    said = f"Took {display.counted(count, 'profile')} in."
    return flash.say(request, redirects.to("/data/profiles"), said, undo=history.last(session))


@router.get("/{profile_id}")
def ask(request: Request, session: Viewer, profile_id: UUID) -> Response:
    """Show one profile as a form."""
    row = profiles.one(session, profile_id)
    return _form(request, session, profile_id, pages_profiles.filled(row))


@router.post("/{profile_id}")
def edit(request: Request, session: Editor, profile_id: UUID, form: Sent) -> Response:
    """Change the name, the account or the mapping of a profile."""
    with saving.attempt(session, form) as went:
        given = pages_profiles.read(form)
        profiles.edit(session, profile_id, sentences.read(ProfileEdit, given))
    if not went.ok:
        return _form(request, session, profile_id, form, status=went.status)
    said = f"Changed {form.value('name')}."
    return flash.say(request, redirects.to("/data/profiles"), said, undo=history.last(session))


@router.post("/{profile_id}/delete")
def delete(request: Request, session: Editor, profile_id: UUID) -> Response:
    """Forget a profile: the next file of its kind is looked at anew."""
    profiles.delete(session, profile_id)
    answer = redirects.to("/data/profiles")
    return flash.say(request, answer, "Forgotten.", undo=history.last(session))


def _page(request: Request, session: Session, form: Form, *, status: int = 200) -> Response:
    names = catalogue(session)
    page = pages_profiles.page(stored.listing(session), names, form)
    return render(request, "profiles.html", page, status=status)


def _form(
    request: Request, session: Session, profile_id: UUID, form: Form, *, status: int = 200
) -> Response:
    row = profiles.one(session, profile_id)
    page = pages_profiles.form_page(row, catalogue(session), form)
    return render(request, "profile_form.html", page, status=status)
