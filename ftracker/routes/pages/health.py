"""How the installation does: for owners, where it is theirs."""

from fastapi import Request
from starlette.responses import Response

from ftracker import VERSION
from ftracker.db import Actor, Role
from ftracker.domain.errors import Forbidden
from ftracker.routes.deps import Me, Now, Outside, Owner, database
from ftracker.routes.steps import Router
from ftracker.services import health
from ftracker.web import pages_health, sessions
from ftracker.web.templating import render

router = Router(prefix="/settings")


def is_shown(request: Request, role: str) -> bool:
    """Tell whether the page is for a member of this role.

    Where everybody can make a household, its owner is not the one who runs FTracker.
    """
    return role == Role.OWNER and not sessions.settings(request).registration_open


@router.get("/health")
def show(request: Request, session: Owner, outside: Outside, me: Me, now: Now) -> Response:  # noqa: ARG001 (the role is asked)
    """Show how everything but the books stands."""
    if not is_shown(request, me.role):
        raise Forbidden("Everybody can register here, so only ftracker doctor tells this.")
    settings = sessions.settings(request)
    with database(request).session(Actor(steward=True)) as steward:
        found = health.look(outside, steward, settings, now=now, is_demo=request.app.state.demo)
    page = pages_health.page(found, version=VERSION, locale=me.locale, now=now)
    return render(request, "settings_health.html", page)
