"""Proving that it is me, before what is dangerous."""

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain.errors import FieldError, TooManyTries
from ftracker.routes.deps import Me, Now, Sent, Viewer
from ftracker.routes.pages.providers import address, browser_of, failed
from ftracker.routes.proving import WRONG, is_proven, roads
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import ways
from ftracker.services.provider_visits import Goal
from ftracker.services.providers import Failed
from ftracker.services.user_sessions import SignedIn
from ftracker.web import redirects
from ftracker.web.forms import Form
from ftracker.web.proving import ProvePage
from ftracker.web.templating import render

router = Router(prefix="/settings/prove")


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """What the provider is called, and the address where it asks."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class DonePage:
    """A proof that was made for a form in another tab."""


@router.get("")
def ask(request: Request, session: Viewer, me: Me) -> Response:
    """Ask for a password, a code or a passkey."""
    return _page(request, session, me, Form.filled(next=request.query_params.get("next", "")))


@router.post("")
def prove(request: Request, session: Viewer, me: Me, form: Sent) -> Response:
    """Take the proof for ten minutes, and lead on."""
    try:
        proven = is_proven(request, form)
        said = WRONG
    except TooManyTries as bad:
        proven, said = False, str(bad)
    if proven:
        return redirects.to(redirects.at_home(form.value("next")))
    form.errors.append(FieldError("", said))
    return _page(request, session, me, form, status=422)


@router.post("/provider")
def ask_provider(request: Request, session: Viewer, me: Me, form: Sent, now: Now) -> Response:
    """Begin to ask the provider; a form may lead to no other site, so a link does."""
    onward = redirects.at_home(form.value("next"))
    goal = Goal(onward, browser_of(request), me.user_id, is_again=True, proves=me.session_id)
    try:
        where = address(request, session, goal, now=now)
    except Failed as bad:
        return failed(request, bad)
    name = ways(request).provider
    return render(request, "prove_provider.html", ProviderPage(name, where))


@router.get("/provider")
def lead_back(session: Viewer) -> Response:  # noqa: ARG001 (the role is asked)
    """Lead back to where one chooses how to prove it."""
    return redirects.to("/settings/prove")


@router.get("/done")
def done(request: Request, session: Viewer) -> Response:  # noqa: ARG001 (the role is asked)
    """Send somebody back to the form that waits in another tab."""
    return render(request, "prove_done.html", DonePage())


def _page(
    request: Request, session: Session, me: SignedIn, form: Form, *, status: int = 200
) -> Response:
    onward = redirects.at_home(form.value("next"))
    page = ProvePage(
        form=form,
        action="/settings/prove",
        kept=[("next", onward)],
        roads=roads(request, session, me.user_id),
        back_href="/settings",
        onward=onward,
        is_aside=False,
    )
    return render(request, "prove.html", page, status=status)
