"""The keys of my programs."""

from datetime import datetime
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.routes import saving
from ftracker.routes.deps import Me, Now, Sent, Viewer
from ftracker.routes.proving import ProvenViewer
from ftracker.routes.steps import Router
from ftracker.schemas.users import TokenIn
from ftracker.services import api_tokens
from ftracker.services.api_tokens import Reach
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, pages_keys, redirects
from ftracker.web.forms import Form
from ftracker.web.pages_keys import LASTING, PROPOSED, SCOPES, TokensPage
from ftracker.web.templating import render

router = Router(prefix="/settings/tokens")


@router.get("")
def show(request: Request, session: Viewer, me: Me, now: Now) -> Response:
    """List my keys."""
    return _page(request, session, me, Form.filled(**PROPOSED), now=now)


@router.post("")
def add(request: Request, session: ProvenViewer, me: Me, form: Sent, now: Now) -> Response:
    """Make a key, and show it this once."""
    token = ""
    with saving.attempt(session, form):
        data = form.read(TokenIn)
        reach = Reach.lasting(data.scope, data.lasts, now=now)
        whose = {"user_id": me.user_id, "household_id": me.household_id}
        token = api_tokens.add(session, **whose, name=data.name, reach=reach)
    return _page(request, session, me, form, token=token, now=now)


@router.post("/{token_id}/revoke")
def revoke(request: Request, session: Viewer, me: Me, token_id: UUID) -> Response:
    """Take a key away."""
    api_tokens.revoke(session, token_id, user_id=me.user_id)
    return flash.say(request, redirects.to("/settings/tokens"), "Took the key away.")


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    form: Form,
    *,
    now: datetime,
    token: str = "",
) -> Response:
    found = api_tokens.listing(session, me.user_id)
    mine = pages_keys.tokens(found, locale=me.locale, now=now)
    page = TokensPage(mine, token, form, SCOPES, LASTING)
    return render(request, "settings_tokens.html", page, status=422 if form.errors else 200)
