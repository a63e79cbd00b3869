"""Signing in and out."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain.errors import FieldError, TooManyTries
from ftracker.models import User
from ftracker.routes import entering, second_steps
from ftracker.routes.deps import Anyone, Me, Now, Sent, Viewer
from ftracker.routes.pages.passkeys import answered
from ftracker.routes.proving import shown, site
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import Ways, ways
from ftracker.services import passkeys, tries, user_sessions, users
from ftracker.services.user_sessions import SignedIn
from ftracker.web import redirects, sessions
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router()
log = structlog.get_logger()
SECOND = "/sign-in/second-factor"
WRONG = "Address and password do not fit together."
WRONG_PASSKEY = "This passkey is not known here. Sign in with your password."


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
    more = second_steps.ask(request, session, user, form, action=SECOND, now=now)
    return more or _enter(request, session, user, form, now=now)


@router.get(SECOND)
def ask_again(session: Anyone) -> Response:  # noqa: ARG001 (it is open to everybody)
    """Lead back to the password: a second factor alone opens nothing."""
    return redirects.to("/sign-in")


@router.post(SECOND)
def second_factor(request: Request, session: Anyone, form: Sent, now: Now) -> Response:
    """Sign somebody in whose password was right, once their second factor is."""
    found = second_steps.finish(request, session, form, action=SECOND, now=now)
    if found is None:
        return _again(request, form, second_steps.LATE, status=422)
    if isinstance(found, Response):
        log.warning("second factor failed", address=entering.address(request))
        return found
    return _enter(request, session, found, form, now=now)


@router.post("/sign-in/passkey/challenge")
def challenge(request: Request, session: Anyone, now: Now) -> Response:
    """Give a browser what one of its passkeys is to sign."""
    me: SignedIn | None = request.state.signed_in
    # Who is signed in is counted by themselves: strangers at the same address do not stop them.
    asker = str(me.user_id) if me else tries.network(entering.address(request))
    return answered(lambda: passkeys.ask(session, site(request), asker=asker, now=now))


@router.post("/sign-in/passkey")
def passkey(request: Request, session: Anyone, form: Sent, now: Now) -> Response:
    """Sign somebody in whose passkey answered."""
    given = shown(request, form)
    user = passkeys.find(session, given.passkey, given.site, token=given.token, now=now)
    if user is None:
        log.warning("passkey failed", address=entering.address(request))
        return _again(request, form, WRONG_PASSKEY, status=422)
    return _enter(request, session, user, form, now=now)


@router.get("/sign-in/passkey")
def lead_back(session: Anyone) -> Response:  # noqa: ARG001 (it is open to everybody)
    """Lead back to where a passkey is asked for."""
    return redirects.to("/sign-in")


@router.post("/sign-out")
def sign_out(request: Request, session: Viewer, me: Me) -> Response:
    """End this session, on the server too."""
    user_sessions.sign_out(session, me)
    log.info("signed out", user_id=str(me.user_id))
    response = redirects.to("/sign-in")
    sessions.forget(request, response)
    return response


def _enter(
    request: Request, session: Session, user: User, form: Form, *, now: datetime
) -> Response:
    response = redirects.to(redirects.at_home(form.value("next")))
    return entering.enter(request, session, user, response, now=now)


def _again(request: Request, form: Form, sentence: str, *, status: int) -> Response:
    form.errors.append(FieldError("", sentence))
    return render(request, "sign_in.html", SignInPage(form, ways(request)), status=status)
