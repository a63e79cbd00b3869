"""The keys of my programs."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.routes import saving
from ftracker.routes.deps import Me, Sent, Viewer
from ftracker.routes.proving import ProvenViewer
from ftracker.routes.steps import Router
from ftracker.schemas.users import TokenIn
from ftracker.services import api_tokens
from ftracker.web import flash, redirects
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router(prefix="/settings/tokens")


@dataclass(frozen=True, slots=True)
class TokensPage:
    """My keys, and the secret of the one just made (shown once)."""

    tokens: list[api_tokens.TokenLine]
    token: str
    form: Form


@router.get("")
def show(request: Request, session: Viewer, me: Me) -> Response:
    """List my keys."""
    return _page(request, session, me.user_id, Form())


@router.post("")
def add(request: Request, session: ProvenViewer, me: Me, form: Sent) -> Response:
    """Make a key, and show it this once."""
    token = ""
    with saving.attempt(session, form):
        name = form.read(TokenIn).name
        token = api_tokens.add(session, user_id=me.user_id, household_id=me.household_id, name=name)
    status = 200 if token else 422
    return _page(request, session, me.user_id, form, token=token, status=status)


@router.post("/{token_id}/revoke")
def revoke(request: Request, session: Viewer, me: Me, token_id: UUID) -> Response:
    """Take a key away."""
    api_tokens.revoke(session, token_id, user_id=me.user_id)
    return flash.say(request, redirects.to("/settings/tokens"), "Took the key away.")


def _page(
    request: Request,
    session: Session,
    user_id: UUID,
    form: Form,
    *,
    token: str = "",
    status: int = 200,
) -> Response:
    page = TokensPage(api_tokens.listing(session, user_id), token, form)
    return render(request, "settings_tokens.html", page, status=status)
