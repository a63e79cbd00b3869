"""Reports for programs."""

from typing import Annotated

from fastapi import Query

from ftracker.routes.api import requests, shown
from ftracker.routes.deps import Today, Viewer
from ftracker.schemas.reports import Summary, SummaryQuery
from ftracker.services import reports

router = requests.router("reports")


@router.get("/summary", operation_id="getSummary")
def summary(session: Viewer, today: Today, wanted: Annotated[SummaryQuery, Query()]) -> Summary:
    """Sum income, spending and what was set aside, by week, month or year and by category.

    The range is half-open: `start` belongs, `end` does not. Periods without transactions are
    there as zeros, and the first and the last one are cut to the range. Transfers count nowhere.
    """
    books = reports.extent(session, today=today)
    start, end = wanted.start or books.start, wanted.end or books.end
    return shown.summary(session, reports.summary(session, unit=wanted.unit, start=start, end=end))
