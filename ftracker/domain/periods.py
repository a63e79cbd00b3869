"""Weeks, months and years, half-open: `start` belongs to a period, `end` does not."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

FIRST = date(1900, 1, 1)
LAST = date(2200, 1, 1)
DAY = timedelta(days=1)
UNREADABLE = "Write a period such as 2025-07, 2025-W30 or 2025."


class Unit(StrEnum):
    """What a year is cut into."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, and without, `end`."""

    start: date
    end: date
    unit: Unit

    @property
    def text(self) -> str:
        """The period as the address carries it: `2025-W30`, `2025-07` or `2025`."""
        if self.unit is Unit.WEEK:
            year, week, _ = self.start.isocalendar()
            return f"{year}-W{week:02}"
        written = self.start.isoformat()
        return written[:7] if self.unit is Unit.MONTH else written[:4]

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period; for labels only."""
        return self.end - DAY

    @property
    def label(self) -> str:
        """The period in words: `21–27 Jul 2025`, `July 2025` or `2025`."""
        if self.unit is Unit.WEEK:
            return f"{_day(self.start)} – {_day(self.last_day)} {self.last_day.year}"
        return f"{self.start:%B %Y}" if self.unit is Unit.MONTH else self.text

    def previous(self) -> "Period":
        """Give the period of the same unit before this one."""
        return containing(self.start - DAY, self.unit)

    def next(self) -> "Period":
        """Give the period of the same unit after this one."""
        return containing(self.end, self.unit)

    def holds(self, day: date) -> bool:
        """Tell whether a day belongs to the period."""
        return self.start <= day < self.end


@lru_cache(maxsize=4096)
def containing(day: date, unit: Unit) -> Period:
    """Give the week (from Monday), month or year that a day belongs to."""
    if unit is Unit.WEEK:
        start = day - timedelta(days=day.weekday())
        return Period(start, start + timedelta(days=7), unit)
    if unit is Unit.MONTH:
        start = day.replace(day=1)
        return Period(start, (start + timedelta(days=31)).replace(day=1), unit)
    start = day.replace(month=1, day=1)
    return Period(start, start.replace(year=start.year + 1), unit)


def months_later(day: date, months: int) -> date:
    """Give the first day of the month that lies some months after a day's, or before it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def years_later(day: date, years: int) -> date:
    """Give the same day some years later; of 29 February the 28th where a year has none."""
    last = (months_later(day, 12 * years + 1) - DAY).day
    return day.replace(year=day.year + years, day=min(day.day, last))


def parse(text: str) -> Period:
    """Read `2025-07`, `2025-W30` or `2025`.

    Raises ValueError with a sentence when the text is no period between 1900 and 2199.
    """
    found = re.fullmatch(r"(\d{4})(?:-(?:W(\d{2})|(\d{2})))?", text, re.ASCII)
    if found is None or not FIRST.year <= int(found[1]) < LAST.year:
        raise ValueError(UNREADABLE)
    year, week, month = found[1], found[2], found[3]
    try:
        if week:
            return containing(date.fromisocalendar(int(year), int(week), 1), Unit.WEEK)
        return containing(date(int(year), int(month or 1), 1), Unit.MONTH if month else Unit.YEAR)
    except ValueError as bad:
        raise ValueError(UNREADABLE) from bad


def cut(start: date, end: date, unit: Unit) -> list[Period]:
    """Cut [start, end) into whole periods that together cover it, oldest first."""
    periods = []
    at = containing(start, unit)
    while at.start < end:
        periods.append(at)
        at = at.next()
    return periods


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
