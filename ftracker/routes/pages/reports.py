"""Reports for people."""

from fastapi import Request
from starlette.responses import Response

from ftracker.queries.catalogue import catalogue
from ftracker.routes.deps import Me, Today, Viewer
from ftracker.routes.steps import Router
from ftracker.services import reports
from ftracker.web import ranges
from ftracker.web import reports as shown
from ftracker.web.rows import Writer
from ftracker.web.templating import render

router = Router()


@router.get("/reports")
def show(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show what came in, went out and was set aside, by period and by category."""
    books = reports.extent(session, today=today)
    wanted = ranges.read(request.query_params, books, today=today)
    found = reports.summary(session, unit=wanted.unit, start=wanted.start, end=wanted.end)
    writer = Writer(catalogue(session), me.currency, me.locale)
    offered = ranges.presets(books, today=today)
    sums = shown.Found(found.periods, found.totals, found.categories)
    return render(request, "reports.html", shown.build(wanted, sums, writer, offered))
