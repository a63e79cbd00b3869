"""Reports for programs."""

from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query

from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.reports.sums import Sums
from ftracker.routes.api import requests
from ftracker.routes.deps import Today, Viewer
from ftracker.schemas.reports import (
    Summary,
    SummaryCategory,
    SummaryPeriod,
    SummaryQuery,
    SummarySums,
)
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
    found = reports.summary(session, unit=wanted.unit, start=start, end=end)
    return _shown(found, currency(session))


def _shown(found: reports.Summary, code: str) -> Summary:
    return Summary(
        unit=found.unit,
        start=found.start,
        end=found.end,
        periods=[_period(one, code) for one in found.periods],
        totals=SummarySums(**_sums(found.totals, code)),
        categories=[_category(one, code) for one in found.categories],
    )


def _period(one: reports.PeriodSums, code: str) -> SummaryPeriod:
    days = one.period
    return SummaryPeriod(start=days.start, end=days.end, label=one.label, **_sums(one.sums, code))


def _category(one: reports.CategoryShare, code: str) -> SummaryCategory:
    written = {"amount": money.plain(one.amount, code), "share": float(one.share)}
    return SummaryCategory(**asdict(one) | written)


def _sums(sums: Sums, code: str) -> dict[str, Any]:
    amounts: dict[str, Decimal] = {
        "income": sums.income,
        "spending": sums.spending,
        "set_aside": sums.set_aside,
        "net": sums.net,
    }
    written: dict[str, Any] = {name: money.plain(of, code) for name, of in amounts.items()}
    return written | {"count": sums.count}
