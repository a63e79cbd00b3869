"""Signing in and out."""

from dataclasses import dataclass

import structlog
from fastapi import Request
from starlette.responses import Response

from ftracker.domain.errors import FieldError, TooManyTries
from ftracker.routes import entering
from ftracker.routes.deps import Anyone, Me, Now, Sent, Viewer
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import Ways, ways
from ftracker.services import user_sessions, users
from ftracker.web import redirects, sessions
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router()
log = structlog.get_logger()
WRONG = "Address and password do not fit together."


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The form, where it leads, and which other ways in there are."""

    form: Form
    ways: Ways


@router.get("/sign-in")
def ask(request: Request, session: Anyone) -> Response:
    """Ask who is there."""
    if not users.exist(session):
        return redirects.to("/welcome")
    onward = redirects.at_home(request.query_params.get("next", "/"))
    if request.state.signed_in is not None:
        return redirects.to(onward)
    return render(request, "sign_in.html", SignInPage(Form.filled(next=onward), ways(request)))


@router.post("/sign-in")
def sign_in(request: Request, session: Anyone, form: Sent, now: Now) -> Response:
    """Sign somebody in with a new session, or say that address and password do not fit."""
    try:
        user = users.verify(
            session,
            form.value("email"),
            form.value("password"),
            ip=entering.address(request),
            now=now,
            browser=entering.known_browser(request, form.value("email")),
        )
    except TooManyTries as bad:
        log.warning("sign-in throttled", address=entering.address(request))
        return _again(request, form, str(bad), status=429)
    if user is None:
        log.warning("sign-in failed", address=entering.address(request))
        return _again(request, form, WRONG, status=422)
    response = redirects.to(redirects.at_home(form.value("next")))
    return entering.enter(request, session, user, response, now=now)


@router.post("/sign-out")
def sign_out(request: Request, session: Viewer, me: Me) -> Response:
    """End this session, on the server too."""
    user_sessions.sign_out(session, me)
    log.info("signed out", user_id=str(me.user_id))
    response = redirects.to("/sign-in")
    sessions.forget(request, response)
    return response


def _again(request: Request, form: Form, sentence: str, *, status: int) -> Response:
    form.errors.append(FieldError("", sentence))
    return render(request, "sign_in.html", SignInPage(form, ways(request)), status=status)
