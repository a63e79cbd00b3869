"""My passkeys."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from starlette.responses import JSONResponse, Response

from ftracker.db import Session
from ftracker.domain.errors import NotFound, TooManyTries
from ftracker.routes import saving
from ftracker.routes.deps import Me, Now, Sent, Viewer
from ftracker.routes.proving import ProvenViewer, site
from ftracker.routes.steps import Router
from ftracker.schemas.users import PasskeyEdit, PasskeyIn
from ftracker.services import passkeys, second_factors
from ftracker.services.passkeys import Challenge, PasskeyLine
from ftracker.services.second_factors import Factors
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, redirects
from ftracker.web.forms import Form
from ftracker.web.templating import render

PATH = "/settings/passkeys"
router = Router(prefix=PATH)


@dataclass(frozen=True, slots=True)
class PasskeysPage:
    """My passkeys, and what else I prove myself with."""

    passkeys: list[PasskeyLine]
    factors: Factors
    form: Form


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form for a new passkey, and the name of the site that it is for."""

    site: str
    form: Form


@dataclass(frozen=True, slots=True)
class RemovePage:
    """Which passkey is about to go; `is_last_factor` where the password is enough after it."""

    passkey: PasskeyLine
    is_last_factor: bool


@router.get("")
def show(request: Request, session: Viewer, me: Me) -> Response:
    """List my passkeys."""
    return _page(request, session, me, Form())


@router.get("/add")
def ask(request: Request, session: ProvenViewer) -> Response:  # noqa: ARG001 (the role is asked)
    """Ask for the name of a new passkey."""
    return render(request, "settings_passkey_add.html", AddPage(site(request).name, Form()))


@router.post("/challenge")
def challenge(request: Request, session: ProvenViewer, me: Me, now: Now) -> Response:
    """Give my browser what it makes a passkey of."""
    return answered(lambda: passkeys.ask_new(session, me.user_id, site(request), now=now))


@router.post("/add")
def add(request: Request, session: ProvenViewer, me: Me, form: Sent, now: Now) -> Response:
    """Keep a passkey that my browser made."""
    with saving.attempt(session, form) as went:
        data, token = form.read(PasskeyIn), form.value("token")
        passkeys.add(session, me.user_id, data, site(request), token=token, now=now)
    if not went.ok:
        page = AddPage(site(request).name, form)
        return render(request, "settings_passkey_add.html", page, status=went.status)
    said = "Added the passkey. You can sign in with it from now on."
    return flash.say(request, redirects.to(PATH), said)


@router.post("/{passkey_id}/rename")
def rename(request: Request, session: Viewer, me: Me, passkey_id: UUID, form: Sent) -> Response:
    """Call a passkey of mine something else."""
    with saving.attempt(session, form) as went:
        name = form.read(PasskeyEdit).name
        passkeys.rename(session, passkey_id, name, user_id=me.user_id)
    if not went.ok:
        return _page(request, session, me, form, status=went.status)
    return flash.say(request, redirects.to(PATH), "Renamed the passkey.")


@router.get("/{passkey_id}/remove")
def ask_remove(request: Request, session: ProvenViewer, me: Me, passkey_id: UUID) -> Response:
    """Ask before a passkey is taken away."""
    found = [one for one in passkeys.listing(session, me.user_id) if one.id == passkey_id]
    if not found:
        raise NotFound
    factors = second_factors.of(session, me.user_id)
    is_last = factors.is_asked and not factors.has_app and factors.passkeys == 1
    return render(request, "settings_passkey_remove.html", RemovePage(found[0], is_last))


@router.post("/{passkey_id}/remove")
def remove(request: Request, session: ProvenViewer, me: Me, passkey_id: UUID) -> Response:
    """Take a passkey of mine away."""
    passkeys.remove(session, passkey_id, user_id=me.user_id)
    return flash.say(request, redirects.to(PATH), "Removed the passkey.")


def answered(asking: Callable[[], Challenge]) -> Response:
    """Answer a script with what its browser is to sign, or say why it gets nothing."""
    try:
        asked = asking()
    except TooManyTries as bad:
        return JSONResponse({"said": str(bad)}, 429)
    return JSONResponse({"token": asked.token, "options": json.loads(asked.options)})


def _page(
    request: Request, session: Session, me: SignedIn, form: Form, *, status: int = 200
) -> Response:
    factors = second_factors.of(session, me.user_id)
    page = PasskeysPage(passkeys.listing(session, me.user_id), factors, form)
    return render(request, "settings_passkeys.html", page, status=status)
