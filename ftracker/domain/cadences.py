"""The periods of budgets, half-open: `start` belongs to a period, `end` does not."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ftracker.domain.periods import DAY, months_later

FORTNIGHT = timedelta(days=14)
_SATURDAY = 5


class Cadence(StrEnum):
    """How often a budget begins anew; WINDOW is a timebound category's own window, once."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    PAYDAY = "payday"
    QUARTER = "quarter"
    YEAR = "year"
    WINDOW = "window"


class Weekend(StrEnum):
    """Where a day goes that falls on a Saturday or Sunday: nowhere, to Friday, to Monday."""

    KEEP = "keep"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Payday:
    """When a payday month begins: a day of the month (31 is its last), moved off weekends."""

    day: int = 1
    weekend: Weekend = Weekend.KEEP

    def of(self, month: date) -> date:
        """Give the payday of the month that a day lies in; it may be moved into a neighbour."""
        last = calendar.monthrange(month.year, month.month)[1]
        return shifted(month.replace(day=min(self.day, last)), self.weekend)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a household's periods are counted from."""

    payday: Payday = Payday()
    fortnight_start: date = date(2024, 1, 1)


class Span(NamedTuple):
    """One period of a budget: the days from `start` up to, and without, `end`.

    Ten years of budgets look thousands of them up, so each is a tuple, which is found fastest.
    """

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days belong to it."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day that belongs to it; for labels only."""
        return self.end - DAY

    def holds(self, day: date) -> bool:
        """Tell whether a day belongs to it."""
        return self.start <= day < self.end


def shifted(day: date, weekend: Weekend) -> date:
    """Move a Saturday or Sunday to the Friday before or the Monday after, or leave it."""
    over = day.weekday() - _SATURDAY
    if over < 0 or weekend is Weekend.KEEP:
        return day
    if weekend is Weekend.BEFORE:
        return day - timedelta(days=over + 1)
    return day + timedelta(days=2 - over)


def containing(day: date, cadence: Cadence, clock: Clock) -> Span:
    """Give the period that a day belongs to. Raises ValueError for WINDOW, which has no rhythm."""
    match cadence:
        case Cadence.WEEK:
            start = day - timedelta(days=day.weekday())
            return Span(start, start + timedelta(days=7))
        case Cadence.FORTNIGHT:
            start = day - (day - clock.fortnight_start) % FORTNIGHT
            return Span(start, start + FORTNIGHT)
        case Cadence.PAYDAY:
            return _paid(day, clock.payday)
        case Cadence.MONTH | Cadence.QUARTER | Cadence.YEAR:
            months = {Cadence.MONTH: 1, Cadence.QUARTER: 3, Cadence.YEAR: 12}[cadence]
            start = date(day.year, (day.month - 1) // months * months + 1, 1)
            return Span(start, months_later(start, months))
    raise ValueError("A window begins once: it has no rhythm.")


def following(span: Span, cadence: Cadence, clock: Clock, *, by: int = 1) -> Span:
    """Give the period that comes `by` periods after one, or before it where `by` is below zero."""
    for _ in range(abs(by)):
        span = containing(span.end if by > 0 else span.start - DAY, cadence, clock)
    return span


def cut(start: date, end: date, cadence: Cadence, clock: Clock) -> Iterator[Span]:
    """Cut [start, end) into whole periods that together cover it, oldest first."""
    at = containing(start, cadence, clock)
    while at.start < end:
        yield at
        at = containing(at.end, cadence, clock)


def _paid(day: date, payday: Payday) -> Span:
    """Find the last payday up to a day and the one after it.

    A weekend moves a payday by at most two days, so it lies in a neighbouring month at most.
    """
    paydays = sorted({payday.of(months_later(day, by)) for by in (-2, -1, 0, 1, 2)})
    start = max(one for one in paydays if one <= day)
    return Span(start, min(one for one in paydays if one > day))
