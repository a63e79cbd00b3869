"""Where the money went: sums by period and by category."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import periods
from ftracker.domain.kinds import Kind, Section
from ftracker.domain.periods import Period, Unit
from ftracker.queries import reports as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.reports import CategorySum, Sums

_ORDER = (Section.INCOME, Section.SPENDING, Section.SET_ASIDE)
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class PeriodSums:
    """A period, cut to the range of its report, and its sums; `label` names it whole."""

    period: Period
    label: str
    sums: Sums


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
class Summary:
    """A report: its periods oldest first, empty ones too, and its categories, largest first.

    Categories stand in the order income, spending, set aside.
    """

    unit: Unit
    start: date
    end: date
    periods: list[PeriodSums]
    totals: Sums
    categories: list[CategoryShare]

    def section(self, wanted: Section) -> list[CategoryShare]:
        """List the categories of one section, largest first."""
        return [c for c in self.categories if c.section is wanted]


def summary(session: Session, *, unit: Unit, start: date, end: date) -> Summary:
    """Sum what was moved in [start, end); transfers count nowhere.

    An empty range gives no period. The first and the last period are cut to the range.
    """
    sums = stored.by_period(session, unit=unit, start=start, end=end)
    cuts = periods.cut(start, end, unit) if start < end else []
    totals = _total(sums.values())
    return Summary(
        unit,
        start,
        end,
        [_within(cut, start, end, sums.get(cut.start, Sums())) for cut in cuts],
        totals,
        _shares(session, stored.by_category(session, start=start, end=end), totals),
    )


def extent(session: Session, *, today: date) -> Period:
    """Give the months from the first to the last transaction; this month for empty books."""
    found = stored.extent(session) or (today, today)
    first, last = (periods.containing(day, Unit.MONTH) for day in found)
    return Period(first.start, last.end, Unit.MONTH)


def _within(cut: Period, start: date, end: date, sums: Sums) -> PeriodSums:
    inside = Period(max(cut.start, start), min(cut.end, end), cut.unit)
    return PeriodSums(inside, cut.label, sums)


def _total(sums: Iterable[Sums]) -> Sums:
    return reduce(Sums.__add__, sums, Sums())


def _shares(session: Session, found: list[CategorySum], totals: Sums) -> list[CategoryShare]:
    names = catalogue(session).categories
    whole = dict(zip(_ORDER, (totals.income, totals.spending, totals.set_aside), strict=True))
    found.sort(key=lambda one: (_ORDER.index(one.section), -one.amount, one.category_id))
    return [
        CategoryShare(
            one.category_id,
            names[one.category_id].name,
            names[one.category_id].kind,
            one.section,
            one.amount,
            _share(one.amount, whole[one.section]),
            one.count,
        )
        for one in found
    ]


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(_PLACES) if whole else Decimal(0)
