"""Where the money went: sums by period and by category."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import periods
from ftracker.domain.kinds import Kind, Section
from ftracker.domain.periods import Period, Unit
from ftracker.domain.reports import results
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.sums import COUNTED, ZERO, By, Sum, Sums
from ftracker.queries import reports as stored
from ftracker.queries import sums
from ftracker.queries.catalogue import catalogue
from ftracker.queries.filters import Filter

EVERYTHING = Filter()
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class CategoryShare:
    """A category's sum inside one section; `share` is its part of the section, 0.25 for a quarter.

    Refunds beyond what was spent make the amount and the share negative.
    """

    category_id: UUID
    category: str
    kind: Kind
    section: Section
    amount: Decimal
    share: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A report: its periods oldest first, empty ones too, and its categories, largest first.

    Categories stand in the order income, spending, set aside.
    """

    unit: Unit
    start: date
    end: date
    periods: list[Result]
    totals: Sums
    categories: list[CategoryShare]

    def section(self, wanted: Section) -> list[CategoryShare]:
        """List the categories of one section, largest first."""
        return [c for c in self.categories if c.section is wanted]


def overview(
    session: Session, *, unit: Unit, start: date, end: date, among: Filter = EVERYTHING
) -> Overview:
    """Sum what was moved in [start, end) `among` what a filter lets through.

    Transfers count nowhere, and days of the filter's own are left aside. An empty range gives no
    period. The first and the last period are cut to the range.
    """
    if start >= end:
        return Overview(unit, start, end, [], Sums(), [])
    wanted = replace(among, start=start, end=end)
    found = results.by_period(sums.by(session, wanted, By(unit)), Range(start, end).cut(unit))
    totals = sum((one.sums for one in found), Sums())
    return Overview(
        unit,
        start,
        end,
        found,
        totals,
        _shares(session, sums.by(session, wanted, By.CATEGORY), totals),
    )


def extent(session: Session, *, today: date) -> Period:
    """Give the months from the first to the last transaction; this month for empty books."""
    found = stored.extent(session) or (today, today)
    first, last = (periods.containing(day, Unit.MONTH) for day in found)
    return Period(first.start, last.end, Unit.MONTH)


def _shares(session: Session, found: list[Sum], totals: Sums) -> list[CategoryShare]:
    names = catalogue(session).categories
    found.sort(key=lambda one: (COUNTED.index(one.section), -one.amount, one.keys))
    return [
        CategoryShare(
            one.keys[0],
            names[one.keys[0]].name,
            names[one.keys[0]].kind,
            one.section,
            one.amount,
            _share(one.amount, totals.of(one.section)),
            one.count,
        )
        for one in found
    ]


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(_PLACES) if whole else ZERO
