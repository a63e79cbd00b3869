"""My second factor: an app that makes codes, and codes on paper."""

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from ftracker.routes import saving
from ftracker.routes.deps import Me, Now, Sent, Viewer
from ftracker.routes.proving import ProvenViewer
from ftracker.routes.steps import Router
from ftracker.services import second_factors
from ftracker.services.second_factors import Factors
from ftracker.web import flash, qr_codes, redirects, sessions
from ftracker.web.forms import Form
from ftracker.web.templating import render

PATH = "/settings/second-factor"
router = Router(prefix=PATH)


@dataclass(frozen=True, slots=True)
class FactorsPage:
    """What I prove myself with beside my password."""

    factors: Factors
    form: Form


@dataclass(frozen=True, slots=True)
class AppPage:
    """The key of a new app as a picture and in letters, and the form for its first code."""

    picture: str
    key: str
    form: Form


@dataclass(frozen=True, slots=True)
class CodesPage:
    """The codes on paper, shown this once."""

    codes: list[str]


@router.get("")
def show(request: Request, session: Viewer, me: Me) -> Response:
    """Tell what I prove myself with."""
    page = FactorsPage(second_factors.of(session, me.user_id), Form())
    return render(request, "settings_second_factor.html", page)


@router.post("/app")
def begin(request: Request, session: ProvenViewer, me: Me, form: Sent) -> Response:
    """Make a key for an app."""
    with saving.attempt(session, form) as went:
        second_factors.begin(session, me.user_id, secret=_secret(request))
    return redirects.to(f"{PATH}/app" if went.ok else PATH)


@router.get("/app")
def ask(request: Request, session: ProvenViewer, me: Me) -> Response:
    """Show the key that waits for its first code."""
    key = second_factors.key_of(session, me.user_id, secret=_secret(request))
    return _app_page(request, key, me.email, Form()) if key else redirects.to(PATH)


@router.post("/app/confirm")
def confirm(request: Request, session: ProvenViewer, me: Me, form: Sent, now: Now) -> Response:
    """Let the app count from now on, and show the codes on paper."""
    codes: list[str] = []
    secret = _secret(request)
    with saving.attempt(session, form) as went:
        code = form.value("code")
        codes = second_factors.confirm(session, me.user_id, code, secret=secret, now=now)
    if went.ok:
        return render(request, "settings_recovery_codes.html", CodesPage(codes))
    key = None if went.conflict else second_factors.key_of(session, me.user_id, secret=secret)
    if key is None:
        return redirects.to(PATH)
    return _app_page(request, key, me.email, form, status=422)


@router.get("/app/confirm")
@router.get("/codes")
def shown_once(session: Viewer) -> Response:  # noqa: ARG001 (the role is asked)
    """Lead back: codes are not shown again."""
    return redirects.to(PATH)


@router.post("/codes")
def renew(request: Request, session: ProvenViewer, me: Me, form: Sent, now: Now) -> Response:
    """Make new codes on paper, and show them."""
    codes: list[str] = []
    with saving.attempt(session, form) as went:
        codes = second_factors.renew_codes(session, me.user_id, now=now)
    if not went.ok:
        page = FactorsPage(second_factors.of(session, me.user_id), form)
        return render(request, "settings_second_factor.html", page, status=went.status)
    return render(request, "settings_recovery_codes.html", CodesPage(codes))


@router.get("/off")
def ask_off(request: Request, session: ProvenViewer, me: Me) -> Response:
    """Ask before the password is enough again."""
    page = FactorsPage(second_factors.of(session, me.user_id), Form())
    return render(request, "settings_second_factor_off.html", page)


@router.post("/off")
def remove(request: Request, session: ProvenViewer, me: Me) -> Response:
    """Let the password be enough again."""
    second_factors.remove(session, me.user_id)
    return flash.say(request, redirects.to(PATH), "Turned the second factor off.")


def _secret(request: Request) -> str:
    return sessions.settings(request).secret_text


def _app_page(request: Request, key: str, email: str, form: Form, *, status: int = 200) -> Response:
    picture = qr_codes.picture(second_factors.address_of(key, email))
    grouped = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    return render(request, "settings_app.html", AppPage(picture, grouped, form), status=status)
