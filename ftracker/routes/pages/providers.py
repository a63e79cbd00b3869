"""Coming by a sign-in provider: going there, and coming back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain import tokens
from ftracker.domain.errors import DomainError, Forbidden, NotFound
from ftracker.routes import entering, second_steps
from ftracker.routes.deps import Anyone, Now
from ftracker.routes.entering import Came
from ftracker.routes.pages.sign_in import SECOND
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import provider, whole
from ftracker.services import identities, invitations, provider_visits, proving, registrations
from ftracker.services.provider_visits import Ended, Goal, Newcomer
from ftracker.services.providers import Claims, Failed
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, redirects, sessions
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router(prefix="/sign-in/provider")
log = structlog.get_logger()
BACK = "/sign-in/provider/back"
JOIN = "/join/"
LATE = "This took too long, or was begun in another browser. Begin again."
UNKNOWN = (
    "{name} knows you as {email}, and FTracker does not. If you have an account here, sign in with"
    " your password and connect the two in your settings. If not, ask an owner for an invitation."
)


@dataclass(frozen=True, slots=True)
class FailedPage:
    """Why somebody was not let in, as a sentence."""

    message: str


@router.get("")
def go(request: Request, session: Anyone, now: Now) -> Response:
    """Send somebody to the provider, and remember what brought them there."""
    onward = redirects.at_home(request.query_params.get("next", "/"))
    goal = Goal(onward, browser_of(request), is_again=request.state.signed_in is not None)
    try:
        where = address(request, session, goal, now=now)
    except Failed as bad:
        return failed(request, bad)
    response = redirects.to(where)
    sessions.remember(request, response, sessions.token(request))
    return response


@router.get("/back")
def come_back(request: Request, session: Anyone, now: Now) -> Response:
    """Let in whom the provider has seen."""
    words, asked = request.query_params, provider(request)
    state, browser = words.get("state", ""), browser_of(request)
    try:
        ended = provider_visits.end(session, state, browser, now=now)
        code, issuer = words.get("code", ""), words.get("iss", "")
        claims = provider_visits.ask(asked, ended.visit, code=code, issuer=issuer)
    except NotFound:
        return failed(request, Failed(LATE, "there is no such visit"))
    except Failed as bad:
        return failed(request, bad)
    try:
        return _let_in(request, session, ended, claims, now=now)
    except DomainError as bad:
        session.rollback()
        # The visit is over, whatever became of it.
        provider_visits.end(session, state, browser, now=now)
        return failed(request, bad)


def address(request: Request, session: Session, goal: Goal, *, now: datetime) -> str:
    """Give the address where the provider asks. Raises Failed."""
    back, ip = whole(request, BACK), entering.address(request)
    return provider_visits.begin(session, provider(request), goal, back=back, ip=ip, now=now)


def browser_of(request: Request) -> str:
    """Name this browser by what only it carries: nobody else can end what it began."""
    return tokens.digest(sessions.ensure_token(request)).hex()


def failed(request: Request, bad: DomainError) -> Response:
    """Say why somebody was not let in; what a provider said is for the log alone."""
    if isinstance(bad, Failed):
        log.warning("a sign-in provider failed", reason=bad.why)
    return render(request, "provider_failed.html", FailedPage(str(bad)), status=403)


def _let_in(
    request: Request, session: Session, ended: Ended, claims: Claims, *, now: datetime
) -> Response:
    goal = ended.goal
    if goal.proves is not None:
        return _prove(request, session, ended, claims, now=now)
    if goal.user_id is not None:
        return _connect(request, session, goal.user_id, claims, now=now)
    user = identities.recognise(session, provider(request), claims, now=now)
    if user is None:
        return _welcome(request, session, goal, claims, now=now)
    form = Form.filled(next=goal.onward)
    more = second_steps.ask(request, session, user, form, action=SECOND, now=now)
    onward, came = redirects.to(goal.onward), Came(proven_at=proving.as_of_sign_in(claims, now=now))
    return more or entering.enter(request, session, user, onward, now=now, came=came)


def _prove(
    request: Request, session: Session, ended: Ended, claims: Claims, *, now: datetime
) -> Response:
    """Take the provider's word for the person who began it, and is still signed in here."""
    me: SignedIn | None = request.state.signed_in
    if me is None or me.session_id != ended.goal.proves:
        raise Forbidden(LATE)
    proving.take_word(session, me, claims, since=ended.began_at, now=now)
    return redirects.to(ended.goal.onward)


def _connect(
    request: Request, session: Session, user_id: UUID, claims: Claims, *, now: datetime
) -> Response:
    """Connect the account of the person who began it, and is still signed in here."""
    me: SignedIn | None = request.state.signed_in
    if me is None or me.user_id != user_id:
        raise Forbidden(LATE)
    identities.connect(session, user_id, claims, now=now)
    return flash.say(request, redirects.to("/settings/provider"), "Connected the account.")


def _welcome(
    request: Request, session: Session, goal: Goal, claims: Claims, *, now: datetime
) -> Response:
    """Ask somebody new for more: where an invitation brought them, or where all may come."""
    invitation = goal.onward.removeprefix(JOIN) if goal.onward.startswith(JOIN) else ""
    if invitation:
        invitations.household_of(session, invitation, now=now)
    elif not registrations.is_open(session, always=sessions.settings(request).registration_open):
        name, email = provider(request).name, claims.email or "somebody without an address"
        raise Forbidden(UNKNOWN.format(name=name, email=email))
    token = provider_visits.wait(session, Newcomer(claims, invitation), goal.browser, now=now)
    return redirects.to(f"/sign-in/provider/new/{token}")
