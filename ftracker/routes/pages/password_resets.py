"""A forgotten password: asking for a link by mail, and following it."""

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from ftracker.domain.errors import FieldError, NotFound, TooManyTries
from ftracker.routes import entering, saving
from ftracker.routes.deps import Anyone, Now, Sent
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import ways
from ftracker.schemas.users import PasswordEdit
from ftracker.services import password_resets
from ftracker.web import flash, redirects
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router(prefix="/sign-in")
SENT = "If somebody has this address here, a link is on its way to it. It works for half an hour."


@dataclass(frozen=True, slots=True)
class ForgottenPage:
    """The form for an address; `is_offered` where FTracker can send mail."""

    form: Form
    is_offered: bool


@dataclass(frozen=True, slots=True)
class NewPasswordPage:
    """The form for a new password, and whose it will be."""

    form: Form
    email: str


@router.get("/forgotten")
def ask(request: Request, session: Anyone) -> Response:  # noqa: ARG001 (it is open to everybody)
    """Ask for the address that a link shall be sent to."""
    page = ForgottenPage(Form(), ways(request).has_reset)
    return render(request, "password_forgotten.html", page)


@router.post("/forgotten")
def send(request: Request, session: Anyone, form: Sent, now: Now) -> Response:
    """Let a link be sent, and say the same whether somebody has the address or not."""
    if not ways(request).has_reset:
        raise NotFound
    try:
        ip = entering.address(request)
        password_resets.ask(session, form.value("email"), ip=ip, now=now)
    except TooManyTries as bad:
        form.errors.append(FieldError("", str(bad)))
        page = ForgottenPage(form, is_offered=True)
        return render(request, "password_forgotten.html", page, status=429)
    return flash.say(request, redirects.to("/sign-in"), SENT)


@router.get("/new-password/{token}")
def follow(request: Request, session: Anyone, token: str, now: Now) -> Response:
    """Ask for the new password; the link still works afterwards."""
    user = password_resets.find(session, token, now=now)
    return render(request, "password_new.html", NewPasswordPage(Form(), user.email))


@router.post("/new-password/{token}")
def finish(request: Request, session: Anyone, token: str, form: Sent, now: Now) -> Response:
    """Keep the new password, and lead to the sign-in page: a second factor is asked for there."""
    user = password_resets.find(session, token, now=now)
    with saving.attempt(session, form) as went:
        data = form.read(PasswordEdit, new_password=form.value("new_password"))
        password_resets.finish(session, token, data, now=now)
    if not went.ok:
        return render(request, "password_new.html", NewPasswordPage(form, user.email), status=422)
    said = "Changed your password, and signed you out everywhere. Sign in with the new one."
    return flash.say(request, redirects.to("/sign-in"), said)
