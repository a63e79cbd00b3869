"""Following an invitation, with an account or without one."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain.errors import FieldError
from ftracker.models import User
from ftracker.routes import entering, saving, second_steps
from ftracker.routes.deps import Anyone, Now, Sent
from ftracker.routes.entering import Came
from ftracker.routes.pages.sign_in import WRONG
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import Ways, ways
from ftracker.schemas.users import UserIn
from ftracker.services import invitations, users
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, newcomers, redirects
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router(prefix="/join/{token}")


@dataclass(frozen=True, slots=True)
class JoinPage:
    """Where the invitation leads, who follows it (empty while nobody knows), and the form.

    `provider` is who knows somebody that is new here, else ''.
    """

    household: str
    email: str
    form: Form
    ways: Ways
    provider: str = ""


@router.get("")
def ask(request: Request, session: Anyone, token: str, now: Now) -> Response:
    """Ask whoever has the link who they are."""
    return _page(request, session, token, Form.filled(account="new"), now=now)


@router.post("")
def join(request: Request, session: Anyone, token: str, form: Sent, now: Now) -> Response:
    """Make whoever has the link a member, and let them in."""
    me: SignedIn | None = request.state.signed_in
    household = invitations.household_of(session, token, now=now)
    user = users.find(session, me.user_id) if me else _person(request, session, form, now=now)
    if user is None:
        return _page(request, session, token, form, now=now, status=422)
    if isinstance(user, Response):
        return user
    invitations.accept(session, token, user_id=user.id, now=now)
    response = flash.say(request, redirects.to("/"), f"Welcome to {household.name}.")
    return entering.enter(request, session, user, response, now=now, came=Came(household.id))


def _person(
    request: Request, session: Session, form: Form, *, now: datetime
) -> User | Response | None:
    """Find the person who has an account, or make one.

    None when the form says why not; a page where their second factor is asked for.
    """
    if form.value("step"):
        return _second(request, session, form, now=now)
    if form.value("account") == "mine":
        return _known(request, session, form, now=now)
    with saving.attempt(session, form) as went:
        user = users.register(session, newcomers.read(form, UserIn))
    return user if went.ok else None


def _known(
    request: Request, session: Session, form: Form, *, now: datetime
) -> User | Response | None:
    ip = entering.address(request)
    email, password = form.value("email"), form.value("password")
    browser = entering.known_browser(request, email)
    user = users.verify(session, email, password, ip=ip, now=now, browser=browser)
    if user is None:
        form.errors.append(FieldError("", WRONG))
        return None
    there = request.url.path
    return second_steps.ask(request, session, user, form, action=there, now=now) or user


def _second(
    request: Request, session: Session, form: Form, *, now: datetime
) -> User | Response | None:
    found = second_steps.finish(request, session, form, action=request.url.path, now=now)
    if found is None:
        form.errors.append(FieldError("", second_steps.LATE))
    return found


def _page(
    request: Request,
    session: Session,
    token: str,
    form: Form,
    *,
    now: datetime,
    status: int = 200,
) -> Response:
    household = invitations.household_of(session, token, now=now)
    me: SignedIn | None = request.state.signed_in
    page = JoinPage(household.name, me.email if me else "", form, ways(request))
    return render(request, "join.html", page, status=status)
