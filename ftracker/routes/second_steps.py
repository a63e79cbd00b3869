"""The second step of a sign-in: the page that asks for it, and what it answers."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain.errors import FieldError, TooManyTries
from ftracker.models import User
from ftracker.routes.proving import WRONG, shown
from ftracker.services import proving, second_factors
from ftracker.web.forms import Form
from ftracker.web.templating import render

LATE = "This took too long. Begin again."


@dataclass(frozen=True, slots=True)
class SecondStepPage:
    """The form, where it goes, and how one may prove who one is."""

    form: Form
    action: str
    step: str
    has_passkey: bool


def ask(
    request: Request, session: Session, user: User, form: Form, *, action: str, now: datetime
) -> Response | None:
    """Ask somebody who took the first step for their second factor; None where it is enough.

    They are signed in by nothing of this: the page carries a token that only ends this sign-in.
    """
    step = second_factors.ask(session, user, now=now)
    if step is None:
        return None
    form.errors.clear()
    has_passkey = second_factors.of(session, user.id).passkeys > 0
    return render(request, "second_step.html", SecondStepPage(form, action, step, has_passkey))


def finish(
    request: Request, session: Session, form: Form, *, action: str, now: datetime
) -> User | Response | None:
    """End a half sign-in: the person, or the page that asks again; None where it took too long."""
    step, status = form.value("step"), 422
    whose = proving.whose(session, step, now=now)
    if whose is None:
        return None
    try:
        user = proving.finish(session, step, shown(request, form), now=now)
        said = WRONG
    except TooManyTries as bad:
        user, said, status = None, str(bad), 429
    if user is not None:
        return user
    form.errors.append(FieldError("", said))
    has_passkey = second_factors.of(session, whose).passkeys > 0
    page = SecondStepPage(form, action, step, has_passkey)
    return render(request, "second_step.html", page, status=status)
