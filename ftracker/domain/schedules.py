"""When what comes again falls due: a rhythm, and its days. Ranges are half-open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any

from dateutil import rrule

from ftracker.domain.cadences import Weekend, shifted
from ftracker.domain.periods import DAY, LAST, months_later

LAST_OF_MONTH = -1
# The days that no month is without; the rest of a month depends on which one it is.
_SAFE = 28
# A weekend moves a day by at most two.
MOVED = timedelta(days=2)
_YEARLY = {"day": 365, "week": 52, "month": 12, "year": 1}
_LENGTHS = {"day": 1, "week": 7, "month": 28, "year": 365}


class Every(StrEnum):
    """What a rhythm counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something falls due.

    Every `every` `unit`s from `start`, whose weekday, day of the month or day of the year it
    keeps. Months and years may say another day: `month_day` (−1 is the last; a day that a month
    does not have is its last), or the `nth` `weekday` (1 to 4, −1 is the last; Monday is 0).
    `end` still belongs to it; `times` counts its days.
    """

    start: date
    every: int = 1
    unit: Every = Every.MONTH
    month_day: int | None = None
    nth: int | None = None
    weekday: int | None = None
    weekend: Weekend = Weekend.KEEP
    end: date | None = None
    times: int | None = None

    @property
    def gap(self) -> int:
        """The least number of days between two of its days, weekends aside."""
        return _LENGTHS[self.unit] * self.every


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """One day of a rhythm: by the rule, and after the weekend has moved it."""

    due_date: date
    date: date


def days(rhythm: Rhythm, start: date, end: date) -> Iterator[Day]:
    """Give the days of a rhythm that fall into [start, end) after weekends moved them, in order."""
    for due in _due(rhythm, start - MOVED):
        if due - MOVED >= end:
            return
        day = shifted(due, rhythm.weekend)
        if start <= day < end:
            yield Day(due, day)


def upcoming(rhythm: Rhythm, start: date, *, count: int) -> list[Day]:
    """Give the next days of a rhythm from a day on, at most `count`."""
    return list(islice(days(rhythm, start, LAST), count))


def is_day(rhythm: Rhythm, due_date: date) -> bool:
    """Tell whether something falls due on a day by the rule, before a weekend moves it."""
    return next(_due(rhythm, due_date), None) == due_date


def yearly(rhythm: Rhythm, amount: Decimal) -> Decimal:
    """Give what an amount comes to in a year, on average; as precise as the division is."""
    return amount * _YEARLY[rhythm.unit] / rhythm.every


def yearly_behind(rhythm: Rhythm, day: date) -> Decimal:
    """Tell how often a year something falls due from a day on, on average; 0 where it has ended."""
    return yearly(rhythm, Decimal(1)) if upcoming(rhythm, day, count=1) else Decimal(0)


def _due(rhythm: Rhythm, start: date) -> Iterator[date]:
    """Give the due days by the rule from a day on."""
    for at in _rule(rhythm, start):
        due = at.date()
        if due >= LAST or (rhythm.end is not None and due > rhythm.end):
            return
        if due >= max(start, rhythm.start):
            yield due


def _rule(rhythm: Rhythm, start: date) -> rrule.rrule:
    """Write the rule for dateutil, from the last whole step before a day.

    So a rhythm that began long ago is not counted through from its beginning.
    """
    options = _options(rhythm)
    steps = max(0, _steps(rhythm, start))
    if not steps:
        return _from(rhythm.start, options | {"count": rhythm.times})
    if rhythm.times is None:
        return _from(_after(rhythm, steps), options)
    # Each step has one day, but the first one's may lie before the start.
    first = next(iter(_from(rhythm.start, options))).date()
    is_whole = rhythm.unit in (Every.DAY, Every.WEEK) or _month(first) == _month(rhythm.start)
    left = rhythm.times - steps + (0 if is_whole else 1)
    return _from(_after(rhythm, steps), options | {"count": max(0, left)})


def _from(start: date, options: dict[str, Any]) -> rrule.rrule:
    return rrule.rrule(dtstart=datetime.combine(start, time()), **options)


def _options(rhythm: Rhythm) -> dict[str, Any]:
    options: dict[str, Any] = {"interval": rhythm.every, "freq": _FREQUENCIES[rhythm.unit]}
    if rhythm.unit in (Every.DAY, Every.WEEK):
        return options
    if rhythm.unit is Every.YEAR:
        options["bymonth"] = rhythm.start.month
    if rhythm.nth is not None and rhythm.weekday is not None:
        return options | {"byweekday": rrule.weekday(rhythm.weekday, rhythm.nth)}
    return options | _on_day(rhythm.month_day or rhythm.start.day)


def _on_day(day: int) -> dict[str, Any]:
    if day <= _SAFE:
        return {"bymonthday": day}
    return {"bymonthday": tuple(range(_SAFE, day + 1)), "bysetpos": -1}


def _steps(rhythm: Rhythm, day: date) -> int:
    """Count the whole steps from the start to a day; a month is stepped over once it is over."""
    match rhythm.unit:
        case Every.DAY | Every.WEEK:
            return (day - rhythm.start).days // rhythm.gap
        case Every.MONTH:
            return (_month(day) - _month(rhythm.start)) // rhythm.every
    return (day.year - rhythm.start.year) // rhythm.every


def _after(rhythm: Rhythm, steps: int) -> date:
    if rhythm.unit in (Every.DAY, Every.WEEK):
        return rhythm.start + DAY * rhythm.gap * steps
    months = rhythm.every * steps * (12 if rhythm.unit is Every.YEAR else 1)
    return months_later(rhythm.start, months)


def _month(day: date) -> int:
    return day.year * 12 + day.month


_FREQUENCIES = {
    Every.DAY: rrule.DAILY,
    Every.WEEK: rrule.WEEKLY,
    Every.MONTH: rrule.MONTHLY,
    Every.YEAR: rrule.YEARLY,
}
