"""How a calendar year adds up, beside the year before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftracker.domain.periods import FIRST, Period, Unit
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Range, same_day
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.sums import ZERO, Sum, total


@dataclass(frozen=True, slots=True)
class Step:
    """A week or month of a year, and what was left from New Year up to and with it.

    `days` go from New Year to its end, `days_before` are the same days a year earlier. What has
    not begun yet has no sums of its own.
    """

    period: Period
    days: Range
    days_before: Range
    net: Decimal | None
    so_far: Decimal | None
    so_far_before: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """What was left of a year up to a day, and of the same days a year earlier."""

    days: Range
    days_before: Range
    net: Decimal
    net_before: Decimal


@dataclass(frozen=True, slots=True)
class Years:
    """A calendar year in steps, oldest first, and how it stands beside the year before."""

    year: Range
    steps: tuple[Step, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class ProfitAndLoss:
    """The periods of a range, those of the range it is held against, and how its year adds up."""

    results: Sequence[Result]
    then: Sequence[Result]
    held: Held
    years: Years


def year_of(days: Range, *, today: date) -> Range:
    """Give the calendar year of a range's last day, at latest the present one."""
    return _year(max(min(days.until, today), FIRST).year)


def earlier(days: Range) -> Range:
    """Give the same days of the calendar year before, for days that begin on New Year's Day."""
    return Range(same_day(days.start, years=1), same_day(days.end, years=1))


def steps(found: Iterable[Sum], year: Range, unit: Unit, *, today: date) -> tuple[Step, ...]:
    """Add up, from New Year on, sums whose first key is the first day of a month, or a day.

    The sums reach over the year and the one before. Weeks are cut at New Year.
    """
    nets = _nets(found)
    return tuple(_step(nets, cut, year, today) for cut in year.cut(unit))


def _step(nets: Mapping[date, Decimal], cut: Period, year: Range, today: date) -> Step:
    days = Range(year.start, cut.end)
    before = earlier(days)
    has_begun = cut.start <= today
    return Step(
        cut,
        days,
        before,
        _within(nets, Range(cut.start, cut.end)) if has_begun else None,
        _within(nets, days) if has_begun else None,
        _within(nets, before),
    )


def _nets(found: Iterable[Sum]) -> dict[date, Decimal]:
    by_day: dict[date, list[Sum]] = defaultdict(list)
    for one in found:
        by_day[one.keys[0]].append(one)
    return {day: total(sums).net for day, sums in by_day.items()}


def _within(nets: Mapping[date, Decimal], days: Range) -> Decimal:
    return sum((net for day, net in nets.items() if days.start <= day < days.end), ZERO)


def _year(year: int) -> Range:
    return Range(date(year, 1, 1), date(year + 1, 1, 1))
