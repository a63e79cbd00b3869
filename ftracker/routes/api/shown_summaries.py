"""Summaries as the API asks for them and shows them: amounts as text."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.periods import Period
from ftracker.domain.reports import ranges, summaries
from ftracker.domain.reports.changes import Changes
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Range, Today
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.summaries import Beside
from ftracker.domain.reports.sums import Sums
from ftracker.queries import plans
from ftracker.queries.catalogue import catalogue
from ftracker.queries.views import View
from ftracker.routes.api import filters
from ftracker.schemas.reports import (
    Summary,
    SummaryAmounts,
    SummaryCategory,
    SummaryChange,
    SummaryComparison,
    SummaryPeriod,
    SummaryQuery,
    SummaryRange,
    SummarySums,
    SummaryTypical,
)
from ftracker.services import reports

_AMOUNTS: dict[str, Callable[[Sums], Decimal]] = {
    "income": lambda sums: sums.income,
    "spending": lambda sums: sums.spending,
    "set_aside": lambda sums: sums.set_aside,
    "net": lambda sums: sums.net,
}


def asked(session: Session, wanted: SummaryQuery, *, today: date, books: Period) -> View:
    """Give the view of an address; without days it is all the books."""
    among = filters.meant(wanted, catalogue(session))
    days = Range(among.start or books.start, among.end or books.end)
    if wanted.range and not among.start and not among.end:
        payday = plans.payday(session)
        days = ranges.named(wanted.range, Today(today, payday, books))
    return View(days, wanted.unit, wanted.compare, replace(among, start=None, end=None))


def summary(session: Session, found: reports.Overview, beside: Beside) -> Summary:
    """Show a summary with what it is measured by."""
    code = currency(session)
    rate = summaries.savings_rate(found.totals)
    return Summary(
        unit=found.unit,
        start=found.start,
        end=found.end,
        periods=[_period(one, code) for one in found.periods],
        totals=SummarySums(count=found.totals.count, **_sums(found.totals, code)),
        categories=[_category(one, code) for one in found.categories],
        savings_rate=None if rate is None else round(float(rate), 4),
        typical=_typical(beside, code) if beside.typical else None,
        comparison=_comparison(beside.held, code) if beside.held.ranges else None,
        changes=list(_changes(session, beside.changes, code)) if beside.changes else [],
    )


def _period(one: Result, code: str) -> SummaryPeriod:
    days = one.period
    return SummaryPeriod(
        start=days.start,
        end=days.end,
        label=one.label,
        count=one.sums.count,
        **_sums(one.sums, code),
    )


def _category(one: reports.CategoryShare, code: str) -> SummaryCategory:
    written = {"amount": money.plain(one.amount, code), "share": float(one.share)}
    return SummaryCategory(**asdict(one) | written)


def _sums(sums: Sums, code: str) -> dict[str, Any]:
    return {name: money.plain(of(sums), code) for name, of in _AMOUNTS.items()}


def _typical(beside: Beside, code: str) -> SummaryTypical:
    found = {name: summaries.typical(beside.typical, of) for name, of in _AMOUNTS.items()}
    average = {name: money.plain(one.average, code) for name, one in found.items()}
    median = {name: money.plain(one.median, code) for name, one in found.items()}
    return SummaryTypical(
        periods=len(beside.typical),
        average=SummaryAmounts(**average),
        median=SummaryAmounts(**median),
    )


def _comparison(held: Held, code: str) -> SummaryComparison:
    return SummaryComparison(
        compare=held.compare,
        ranges=[SummaryRange(start=one.start, end=one.end) for one in held.ranges],
        count=held.sums.count,
        **_sums(held.sums, code),
    )


def _changes(session: Session, changes: Changes, code: str) -> Iterable[SummaryChange]:
    names = catalogue(session).categories
    for one in changes.biggest:
        section: Any = one.section.value
        yield SummaryChange(
            start=changes.days.start,
            end=changes.days.end,
            category_id=one.key,
            category=names[one.key].name,
            section=section,
            amount=money.plain(one.amount, code),
            count=one.count,
            then_amount=money.plain(one.then.amount, code),
            then_count=round(float(one.then.count), 2),
            percent=one.percent,
        )
