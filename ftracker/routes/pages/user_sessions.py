"""My own way in: my password, and the browsers that I am signed in with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain.errors import FieldError
from ftracker.routes import saving
from ftracker.routes.deps import Me, Now, Sent, Viewer
from ftracker.routes.steps import Router
from ftracker.schemas.users import PasswordEdit
from ftracker.services import user_sessions, users
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, pages_keys, redirects
from ftracker.web.forms import Form
from ftracker.web.pages_keys import SessionsPage
from ftracker.web.templating import render

router = Router(prefix="/settings")
log = structlog.get_logger()
SESSIONS = "/settings/sessions"


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """The form for a new password; nothing to change where there is none yet."""

    form: Form
    has_password: bool = True


@router.get("/password")
def ask_password(request: Request, session: Viewer, me: Me) -> Response:
    """Ask for the present password and a new one."""
    page = PasswordPage(Form(), users.has_password(users.find(session, me.user_id)))
    return render(request, "settings_password.html", page)


@router.post("/password")
def change_password(request: Request, session: Viewer, me: Me, form: Sent, now: Now) -> Response:
    """Change my password, and sign me out everywhere else."""
    _change_password(session, me, form, now=now)
    if form.errors:
        return render(request, "settings_password.html", PasswordPage(form), status=422)
    log.info("password changed", user_id=str(me.user_id))
    said = "Changed your password. Other browsers are signed out."
    return flash.say(request, redirects.to("/settings"), said)


@router.get("/sessions")
def show(request: Request, session: Viewer, me: Me, now: Now) -> Response:
    """List the browsers that I am signed in with."""
    found = user_sessions.listing(session, me.user_id, now=now)
    page = SessionsPage(pages_keys.browsers(found, me.session_id, locale=me.locale))
    return render(request, "settings_sessions.html", page)


@router.post("/sessions/{session_id}/end")
def end(request: Request, session: Viewer, me: Me, session_id: UUID) -> Response:
    """Sign one of my browsers out."""
    user_sessions.end(session, session_id, user_id=me.user_id)
    return flash.say(request, redirects.to(SESSIONS), "Signed that browser out.")


@router.post("/sessions/end-others")
def end_others(request: Request, session: Viewer, me: Me) -> Response:
    """Sign me out everywhere else."""
    user_sessions.end_others(session, me.user_id, me.session_id)
    return flash.say(request, redirects.to(SESSIONS), "Signed all other browsers out.")


@router.post("/sessions/enter/{household_id}")
def enter(session: Viewer, me: Me, household_id: UUID) -> Response:
    """Open another household of mine in this browser."""
    user_sessions.enter(session, me, household_id)
    return redirects.to("/")


def _change_password(session: Session, me: SignedIn, form: Form, *, now: datetime) -> None:
    """Change a password, or put into the form why not; a wrong one is counted either way."""
    proof = users.confirm(session, me.user_id, form.value("current_password"), now=now)
    if proof is None:
        form.errors.append(FieldError("current_password", "This is not your present password."))
        return
    with saving.attempt(session, form):
        data = form.read(PasswordEdit, new_password=form.value("new_password"))
        users.change_password(session, proof, data, names=(me.household,), keep=me.session_id)
