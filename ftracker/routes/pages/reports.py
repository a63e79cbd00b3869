"""Reports for people, and their tables as files."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain import money
from ftracker.domain.errors import NotFound
from ftracker.queries import members
from ftracker.routes import report_bodies
from ftracker.routes.deps import Me, Reader, Today
from ftracker.routes.report_bodies import Asking
from ftracker.routes.steps import Router
from ftracker.services.saved_views import missing
from ftracker.services.user_sessions import SignedIn
from ftracker.web import report_frames, saved_views, searches, table_files
from ftracker.web.report_views import FIRST_REPORT, PATH
from ftracker.web.tables import Body
from ftracker.web.templating import render

router = Router(prefix=PATH)


@router.get("")
def summary(request: Request, session: Reader, me: Me, today: Today) -> Response:
    """Show the first report: what came in, went out and was set aside."""
    return _shown(request, session, me, today, FIRST_REPORT)


@router.get("/{name}")
def show(request: Request, session: Reader, me: Me, today: Today, name: str) -> Response:
    """Show one report, or one of its tables as a file."""
    return _shown(request, session, me, today, name)


def _shown(request: Request, session: Session, me: SignedIn, today: Today, name: str) -> Response:
    words = searches.words(request.query_params.multi_items())
    asking = report_bodies.ask(session, name, words, today=today, locale=me.locale)
    body = asking.body
    if "file" in words:
        return _file(asking, body, words)
    people = {str(one.user_id): one.name or one.email for one in members.listing(session)}
    page = report_frames.framed(asking.report, asking.asked, body, asking.writer, people)
    gone = saved_views.gone(missing(session, [page.words])[page.words])
    return render(
        request, "reports.html", replace(page, notes=tuple(dict.fromkeys((*page.notes, *gone))))
    )


def _file(asking: Asking, body: Body, words: Mapping[str, str]) -> Response:
    """Give one table of the report as a file. Raises NotFound for what is no table or no file."""
    found = [table for table in body.tables if table.name == words.get("table")]
    if not found or words["file"] not in table_files.MEDIA_TYPES:
        raise NotFound
    kind = words["file"]
    data = table_files.written(found[0], kind, decimals=money.decimals(asking.writer.currency))
    name = table_files.name(asking.report.name, found[0], asking.asked.view.days, kind)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=table_files.MEDIA_TYPES[kind], headers=headers)
