"""Backups of the whole installation: how it stands with them, and one more when asked."""

from fastapi import Request
from starlette.responses import Response

from ftracker.routes.deps import Me, Now, Owner
from ftracker.routes.steps import Router
from ftracker.services import backup_keeping, queueing
from ftracker.services.backup_plans import Plan
from ftracker.web import flash, pages_backups, redirects, sessions
from ftracker.web.templating import render

router = Router(prefix="/settings/backups")
NONE = "No backups are made here."
ASKED = "A backup is being made and proven. Look here again in a moment."


@router.get("")
def show(request: Request, session: Owner, me: Me, now: Now) -> Response:
    """Show the backups, and when the last one was proven."""
    plan = _plan(request)
    lines = [(one, backup_keeping.is_there(plan, one)) for one in backup_keeping.listing(session)]
    state = backup_keeping.state(session, plan, now=now)
    page = pages_backups.page(state, lines, locale=me.locale)
    return render(request, "settings_backups.html", page)


@router.post("")
def ask(request: Request, session: Owner) -> Response:
    """Let a job make one more."""
    if not _plan(request).is_on:
        return flash.say(request, redirects.to("/settings/backups"), NONE)
    queueing.defer_backup(session)
    return flash.say(request, redirects.to("/settings/backups"), ASKED)


def _plan(request: Request) -> Plan:
    return Plan.of(sessions.settings(request), is_demo=request.app.state.demo)
