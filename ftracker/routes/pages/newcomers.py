"""Somebody whom a sign-in provider has seen, and who is new here.

They start a household, or join the one whose invitation they follow. Nobody joins by a link alone:
it may be a stranger's.
"""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.routes import entering, saving
from ftracker.routes.deps import Anyone, Now, Sent
from ftracker.routes.entering import Came
from ftracker.routes.pages.join import JoinPage
from ftracker.routes.pages.providers import browser_of
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import provider, ways
from ftracker.schemas.users import NewHomeIn
from ftracker.services import invitations, provider_visits, proving
from ftracker.services.provider_visits import Newcomer
from ftracker.web import flash, redirects, sessions
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.locales import currency_options
from ftracker.web.templating import render

router = Router(prefix="/sign-in/provider/new/{token}")
HOME = {"household": "Home", "currency": "EUR", "account": "Everyday"}


@dataclass(frozen=True, slots=True)
class NewHomePage:
    """The form for a new household, and the address that its owner comes with."""

    form: Form
    email: str
    name: str
    currencies: list[Option]


@router.get("")
def ask(request: Request, session: Anyone, token: str, now: Now) -> Response:
    """Ask somebody who is new here what their household is, or whether they join."""
    who = provider_visits.waiting(session, token, browser_of(request), now=now)
    return _page(request, session, Form.filled(**HOME), who, now=now)


@router.post("")
def begin(request: Request, session: Anyone, token: str, form: Sent, now: Now) -> Response:
    """Make the account, with a household of its own or in that of others, and sign them in."""
    who = provider_visits.waiting(session, token, browser_of(request), now=now)
    if who.invitation:
        return _join(request, session, token, form, who, now=now)
    with saving.attempt(session, form) as went:
        data, always = form.read(NewHomeIn), sessions.settings(request).registration_open
        user = provider_visits.settle(session, token, who.claims, data, always=always, now=now)
    if not went.ok:
        return _page(request, session, form, who, now=now, status=422)
    came = Came(proven_at=proving.as_of_sign_in(who.claims, now=now))
    return entering.enter(
        request, session, user, redirects.to("/welcome/start"), now=now, came=came
    )


def _join(
    request: Request, session: Session, token: str, form: Form, who: Newcomer, *, now: datetime
) -> Response:
    home = invitations.household_of(session, who.invitation, now=now)
    with saving.attempt(session, form) as went:
        user = provider_visits.join(session, token, who, now=now)
    if not went.ok:
        return _page(request, session, form, who, now=now, status=422)
    response = flash.say(request, redirects.to("/"), f"Welcome to {home.name}.")
    came = Came(home.id, proving.as_of_sign_in(who.claims, now=now))
    return entering.enter(request, session, user, response, now=now, came=came)


def _page(
    request: Request,
    session: Session,
    form: Form,
    who: Newcomer,
    *,
    now: datetime,
    status: int = 200,
) -> Response:
    name, email = provider(request).name, who.claims.email
    if who.invitation:
        home = invitations.household_of(session, who.invitation, now=now)
        asked = JoinPage(home.name, email, form, ways(request), provider=name)
        return render(request, "join.html", asked, status=status)
    page = NewHomePage(form, email, name, currency_options())
    return render(request, "provider_new.html", page, status=status)
