"""Proving that it is me, before what is dangerous."""

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain.errors import FieldError, TooManyTries
from ftracker.routes.deps import Me, Sent, Viewer
from ftracker.routes.proving import WRONG, is_proven
from ftracker.routes.steps import Router
from ftracker.services import second_factors
from ftracker.services.user_sessions import SignedIn
from ftracker.web import redirects
from ftracker.web.forms import Form
from ftracker.web.proving import ProvePage
from ftracker.web.templating import render

router = Router(prefix="/settings/prove")


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


def _page(
    request: Request, session: Session, me: SignedIn, form: Form, *, status: int = 200
) -> Response:
    factors = second_factors.of(session, me.user_id)
    onward = redirects.at_home(form.value("next"))
    page = ProvePage(
        form=form,
        action="/settings/prove",
        kept=[("next", onward)],
        has_code=factors.codes > 0,
        has_passkey=factors.passkeys > 0,
        back_href="/settings",
    )
    return render(request, "prove.html", page, status=status)
