"""Reports for programs."""

from typing import Annotated

from fastapi import Query

from ftracker.routes.api import requests, shown_summaries
from ftracker.routes.deps import Reader, Today
from ftracker.schemas.reports import Summary, SummaryQuery
from ftracker.services import reports, summaries

router = requests.router("reports")


@router.get("/summary", operation_id="getSummary")
def summary(session: Reader, today: Today, wanted: Annotated[SummaryQuery, Query()]) -> Summary:
    """Sum income, spending and what was set aside, by week, month or year and by category.

    The range is half-open: `start` belongs, `end` does not. Periods without transactions are
    there as zeros, and the first and the last one are cut to the range. Transfers count nowhere.
    Only what fits the filter is summed up; what it is held against is filtered in the same way.
    """
    books = reports.extent(session, today=today)
    view = shown_summaries.asked(session, wanted, today=today, books=books)
    days = view.days
    found = reports.overview(
        session, unit=view.unit, start=days.start, end=days.end, among=view.wanted
    )
    beside = summaries.beside(session, view, found.periods, today=today, books=books)
    return shown_summaries.summary(session, found, beside)
