"""My account at a sign-in provider: connected by an act of mine, and let go."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.routes import saving
from ftracker.routes.deps import Me, Now, Sent, Viewer
from ftracker.routes.pages.providers import address, browser_of, failed
from ftracker.routes.proving import ProvenViewer
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import ways
from ftracker.services import identities
from ftracker.services.provider_visits import Goal
from ftracker.services.providers import Failed
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, redirects
from ftracker.web.forms import Form
from ftracker.web.templating import render

PATH = "/settings/provider"
router = Router(prefix=PATH)


@dataclass(frozen=True, slots=True)
class ConnectionsPage:
    """What the provider is called (empty where none is set), my accounts, and where to go on."""

    provider: str
    accounts: list[identities.IdentityLine]
    onward: str
    form: Form


@router.get("")
def show(request: Request, session: Viewer, me: Me) -> Response:
    """Show which accounts of mine are connected."""
    return _page(request, session, me, Form())


@router.post("")
def connect(request: Request, session: ProvenViewer, me: Me, now: Now) -> Response:
    """Begin to connect an account; a form may lead to no other site, so a link does."""
    goal = Goal(PATH, browser_of(request), me.user_id, is_again=True)
    try:
        onward = address(request, session, goal, now=now)
    except Failed as bad:
        return failed(request, bad)
    return _page(request, session, me, Form(), onward=onward)


@router.post("/{identity_id}/remove")
def remove(
    request: Request, session: ProvenViewer, me: Me, identity_id: UUID, form: Sent
) -> Response:
    """Let an account open nothing here any more."""
    with saving.attempt(session, form) as went:
        identities.disconnect(session, identity_id, user_id=me.user_id)
    if not went.ok:
        return _page(request, session, me, form, status=went.status)
    return flash.say(request, redirects.to(PATH), "The account opens nothing here any more.")


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    form: Form,
    *,
    onward: str = "",
    status: int = 200,
) -> Response:
    accounts = identities.listing(session, me.user_id)
    page = ConnectionsPage(ways(request).provider, accounts, onward, form)
    return render(request, "settings_provider.html", page, status=status)
