"""Reports for people, and their tables as files."""

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.routes import report_bodies
from ftracker.routes.deps import Me, Today, Viewer
from ftracker.routes.steps import Router
from ftracker.services.user_sessions import SignedIn
from ftracker.web import report_frames, searches
from ftracker.web.report_views import FIRST_REPORT, PATH
from ftracker.web.templating import render

router = Router(prefix=PATH)


@router.get("")
def summary(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show the first report: what came in, went out and was set aside."""
    return _shown(request, session, me, today, FIRST_REPORT)


@router.get("/{name}")
def show(request: Request, session: Viewer, me: Me, today: Today, name: str) -> Response:
    """Show one report, or one of its tables as a file."""
    return _shown(request, session, me, today, name)


def _shown(request: Request, session: Session, me: SignedIn, today: Today, name: str) -> Response:
    words = searches.words(request.query_params.multi_items())
    asking = report_bodies.ask(session, name, words, today=today, locale=me.locale)
    body = asking.body
    page = report_frames.framed(asking.report, asking.asked, body, asking.writer)
    return render(request, "reports.html", page)
