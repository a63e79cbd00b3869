"""The first visit: an account, a household, and something to begin with."""

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.routes import entering, saving
from ftracker.routes.deps import Anyone, Me, Now, Owner, Sent, Today
from ftracker.routes.steps import Router
from ftracker.schemas.users import RegistrationIn
from ftracker.services import registrations, sample_data, users
from ftracker.web import flash, newcomers, redirects, sessions
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.locales import currency_options
from ftracker.web.templating import render

router = Router()
START = {"household": "Home", "currency": "EUR", "account": "Everyday"}


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """The form for a new account; `is_first` where nobody has one yet."""

    form: Form
    currencies: list[Option]
    is_first: bool


@dataclass(frozen=True, slots=True)
class StartPage:
    """What a new household may begin with."""

    household: str


@router.get("/welcome")
def ask(request: Request, session: Anyone) -> Response:
    """Ask for what a new account needs, while registration is open."""
    if not registrations.is_open(session, always=_always(request)):
        return redirects.to("/" if request.state.signed_in else "/sign-in")
    return _page(request, session, Form.filled(**START))


@router.post("/welcome")
def register(request: Request, session: Anyone, form: Sent, now: Now) -> Response:
    """Make the account with its household, and sign its owner in."""
    with saving.attempt(session, form) as went:
        data = newcomers.read(form, RegistrationIn)
        user = registrations.register(session, data, always=_always(request))
    if not went.ok:
        return _page(request, session, form, status=422)
    return entering.enter(request, session, user, redirects.to("/welcome/start"), now=now)


@router.get("/welcome/start")
def start(request: Request, session: Owner, me: Me) -> Response:  # noqa: ARG001 (the role is asked)
    """Offer what the new household may begin with."""
    return render(request, "welcome_start.html", StartPage(me.household))


@router.post("/welcome/sample")
def load_sample(request: Request, session: Owner, today: Today) -> Response:
    """Fill the empty books with a made-up household."""
    count = sample_data.fill(session, today=today)
    said = f"Loaded {count:,} transactions of a made-up household."
    return flash.say(request, redirects.to("/"), said, undo=history.last(session))


def _always(request: Request) -> bool:
    return sessions.settings(request).registration_open


def _page(request: Request, session: Session, form: Form, *, status: int = 200) -> Response:
    page = WelcomePage(form, currency_options(), is_first=not users.exist(session))
    return render(request, "welcome.html", page, status=status)
