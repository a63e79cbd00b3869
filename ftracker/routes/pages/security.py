"""What happened at the doors: mine, and for owners the household's."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.queries import members
from ftracker.routes.deps import Me, Owner, Viewer
from ftracker.routes.steps import Router
from ftracker.services import security_events
from ftracker.web.pages_security import PAGE, named, shown
from ftracker.web.templating import render

PATH = "/settings/security"
HOUSEHOLD = "/settings/security/household"
router = Router()


@router.get(PATH)
def mine(request: Request, session: Viewer, me: Me, before: UUID | None = None) -> Response:
    """List what happened to my account."""
    found = security_events.listing(session, user_id=me.user_id, before=before, most=PAGE + 1)
    names = members.called(session, named(found))
    page = shown(found, path=PATH, locale=me.locale, names=names)
    return render(request, "settings_security.html", page)


@router.get(HOUSEHOLD)
def household(request: Request, session: Owner, me: Me, before: UUID | None = None) -> Response:
    """List what happened to the household: who came in, who was let in, what went out."""
    found = security_events.listing(session, before=before, most=PAGE + 1)
    names = members.called(session, named(found))
    page = shown(found, path=HOUSEHOLD, locale=me.locale, names=names, is_household=True)
    return render(request, "settings_security.html", page)
