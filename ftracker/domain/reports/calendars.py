"""On which days something counts: each day of the last weeks, and the pattern of all days."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY
from ftracker.domain.reports.pivots import Group
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import ZERO

WEEKS = 53
PLACES = Decimal("0.0001")
WEEKDAYS = range(1, 8)
MONTH_DAYS = range(1, 32)


@dataclass(frozen=True, slots=True)
class OneDay:
    """A day and what counted on it; `level` 0 is nothing, 1 to 4 the quarters of the days' sums."""

    day: date
    amount: Decimal
    count: int
    level: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """All days of one kind, such as Mondays: their sum, and how many there were in the range.

    `median` is that of the days' sums; days on which nothing was counted are among them.
    """

    number: int
    days: int
    amount: Decimal
    count: int
    median: Decimal | None

    @property
    def average(self) -> Decimal | None:
        """What counted on such a day on average; None where there was none."""
        return (self.amount / self.days).quantize(PLACES) if self.days else None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What counted in one section, day by day.

    `shown` are the days of the heat map, oldest first, each of them there; `lived` are the days
    that averages are taken over: those to come count from when something is on them.
    """

    section: Section
    shown: tuple[OneDay, ...]
    is_cut: bool
    lived: Range
    amount: Decimal
    count: int
    active_days: int
    most: OneDay | None
    weekdays: tuple[Pattern, ...]
    month_days: tuple[Pattern, ...]


def calendar(found: Iterable[Group], section: Section, days: Range, *, today: date) -> Calendar:
    """Lay the sums of one section, whose first key is the day, along the days of a range."""
    sums = {one.keys[0]: one for one in found}
    lived = _lived(sums, days, today)
    shown = _shown(sums, days, lived)
    busy = [_one(sums, day, 0) for day in sorted(sums)]
    return Calendar(
        section,
        shown,
        len(shown) < days.days,
        lived,
        sum((one.amount for one in busy), ZERO),
        sum(one.count for one in busy),
        len(busy),
        max(busy, key=lambda one: (one.amount, one.day), default=None),
        _patterns(sums, lived, WEEKDAYS, date.isoweekday),
        _patterns(sums, lived, MONTH_DAYS, lambda day: day.day),
    )


def _lived(sums: Mapping[date, Group], days: Range, today: date) -> Range:
    last = max([today, *sums])
    return Range(days.start, max(min(days.end, last + DAY), days.start))


def _shown(sums: Mapping[date, Group], days: Range, lived: Range) -> tuple[OneDay, ...]:
    """Take the whole range, or its last weeks that are not all to come."""
    shown = days
    if days.start < _first_monday(days.until):
        last = lived.until if lived.days else days.until
        shown = Range(max(days.start, _first_monday(last)), last + DAY)
    bounds = _quarters([sums[day].amount for day in _each(shown) if day in sums])
    return tuple(_one(sums, day, _level(sums, day, bounds)) for day in _each(shown))


def _first_monday(last: date) -> date:
    """Give the day that a heat map begins with, when it ends with another."""
    return last - timedelta(days=last.weekday(), weeks=WEEKS - 1)


def _each(days: Range) -> Iterable[date]:
    return (days.start + timedelta(number) for number in range(days.days))


def _one(sums: Mapping[date, Group], day: date, level: int) -> OneDay:
    found = sums.get(day)
    return OneDay(day, found.amount, found.count, level) if found else OneDay(day, ZERO, 0, level)


def _quarters(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Give the three amounts that part those above zero into quarters."""
    rising = sorted(amount for amount in amounts if amount > 0)
    return [rising[len(rising) * part // 4] for part in (1, 2, 3)] if rising else []


def _level(sums: Mapping[date, Group], day: date, bounds: Sequence[Decimal]) -> int:
    found = sums.get(day)
    return bisect_right(bounds, found.amount) + 1 if found and found.amount > 0 else 0


def _patterns(
    sums: Mapping[date, Group],
    days: Range,
    numbers: Sequence[int],
    number_of: Callable[[date], int],
) -> tuple[Pattern, ...]:
    members: dict[int, list[date]] = {number: [] for number in numbers}
    for day in _each(days):
        members[number_of(day)].append(day)
    return tuple(_pattern(sums, number, those) for number, those in members.items())


def _pattern(sums: Mapping[date, Group], number: int, days: Sequence[date]) -> Pattern:
    amounts = [sums[day].amount if day in sums else ZERO for day in days]
    count = sum(sums[day].count for day in days if day in sums)
    middle = median(amounts) if amounts else None
    return Pattern(number, len(days), sum(amounts, ZERO), count, middle)
