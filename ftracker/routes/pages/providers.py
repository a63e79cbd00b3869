"""Coming by a sign-in provider: going there, coming back, being new here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain import tokens
from ftracker.domain.errors import DomainError, Forbidden, NotFound
from ftracker.routes import entering, saving, second_steps
from ftracker.routes.deps import Anyone, Now, Sent
from ftracker.routes.entering import Came
from ftracker.routes.pages.sign_in import SECOND
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import provider, whole
from ftracker.schemas.users import NewHomeIn
from ftracker.services import identities, invitations, provider_visits, proving, registrations
from ftracker.services.provider_visits import Ended, Goal
from ftracker.services.providers import Claims, Failed
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, redirects, sessions
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.locales import currency_options
from ftracker.web.templating import render

router = Router(prefix="/sign-in/provider")
log = structlog.get_logger()
BACK = "/sign-in/provider/back"
JOIN = "/join/"
HOME = {"household": "Home", "currency": "EUR", "account": "Everyday"}
LATE = "This took too long, or was begun in another browser. Begin again."
UNKNOWN = (
    "{name} knows you as {email}, and FTracker does not. If you have an account here, sign in with"
    " your password and connect the two in your settings. If not, ask an owner for an invitation."
)


@dataclass(frozen=True, slots=True)
class FailedPage:
    """Why somebody was not let in, as a sentence."""

    message: str


@dataclass(frozen=True, slots=True)
class NewHomePage:
    """The form for the household of somebody who is new here, and the address they come with."""

    form: Form
    email: str
    name: str
    currencies: list[Option]


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


@router.get("/new/{token}")
def ask_home(request: Request, session: Anyone, token: str, now: Now) -> Response:
    """Ask somebody who is new here what their household is."""
    claims = provider_visits.waiting(session, token, browser_of(request), now=now)
    return _home_page(request, Form.filled(**HOME), claims)


@router.post("/new/{token}")
def start_home(request: Request, session: Anyone, token: str, form: Sent, now: Now) -> Response:
    """Make the account with its household, and sign its owner in."""
    claims = provider_visits.waiting(session, token, browser_of(request), now=now)
    with saving.attempt(session, form) as went:
        data, always = form.read(NewHomeIn), _always(request)
        user = provider_visits.settle(session, token, claims, data, always=always, now=now)
    if not went.ok:
        return _home_page(request, form, claims, status=422)
    answer, came = redirects.to("/welcome/start"), Came(proven_at=_proven(claims, now=now))
    return entering.enter(request, session, user, answer, now=now, came=came)


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
    onward, came = redirects.to(goal.onward), Came(proven_at=_proven(claims, now=now))
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
    """Take in somebody who is new: by the invitation that they follow, or where all may come."""
    if goal.onward.startswith(JOIN):
        token = goal.onward.removeprefix(JOIN)
        home = invitations.household_of(session, token, now=now)
        user = identities.register(session, claims, now=now)
        invitations.accept(session, token, user_id=user.id, now=now)
        response = flash.say(request, redirects.to("/"), f"Welcome to {home.name}.")
        came = Came(home.id, _proven(claims, now=now))
        return entering.enter(request, session, user, response, now=now, came=came)
    if not registrations.is_open(session, always=_always(request)):
        name, email = provider(request).name, claims.email or "somebody without an address"
        raise Forbidden(UNKNOWN.format(name=name, email=email))
    token = provider_visits.wait(session, claims, goal.browser, now=now)
    return redirects.to(f"/sign-in/provider/new/{token}")


def _proven(claims: Claims, *, now: datetime) -> datetime:
    return proving.as_of_sign_in(claims, now=now)


def _home_page(request: Request, form: Form, claims: Claims, *, status: int = 200) -> Response:
    name, currencies = provider(request).name, currency_options()
    page = NewHomePage(form, claims.email, name, currencies)
    return render(request, "provider_new.html", page, status=status)


def _always(request: Request) -> bool:
    return sessions.settings(request).registration_open
