"""How often a payment comes again, and the days that it falls due on."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from ftracker.domain.cadences import Weekend, shifted

LAST_DAY = 31


class Pace(StrEnum):
    """The time between two payments of one series."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months lie between; 0 where it is counted in days."""
        return _MONTHS[self]

    @property
    def days(self) -> int:
        """How many days lie between, on the average."""
        return _DAYS[self]

    @property
    def per_year(self) -> int:
        """How often it comes in a year."""
        return 12 // self.months if self.months else 364 // self.days

    @property
    def rhythm(self) -> tuple[int, str]:
        """The pace as a schedule says it: every so many of a unit."""
        if self is Pace.YEAR:
            return 1, "year"
        return (self.months, "month") if self.months else (self.days // 7, "week")


_MONTHS = {
    Pace.WEEK: 0, Pace.FORTNIGHT: 0, Pace.MONTH: 1, Pace.QUARTER: 3, Pace.HALF_YEAR: 6,
    Pace.YEAR: 12,
}  # fmt: skip
_DAYS = {
    Pace.WEEK: 7, Pace.FORTNIGHT: 14, Pace.MONTH: 30, Pace.QUARTER: 91, Pace.HALF_YEAR: 183,
    Pace.YEAR: 365,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beat:
    """The due days of a series, counted from `first`: number 0 is the one in its month or week.

    By the month it is on day `day`, or on the last where a month is shorter; `weekend` moves it
    off Saturdays and Sundays.
    """

    pace: Pace
    first: date
    day: int
    weekend: Weekend = Weekend.KEEP

    def due(self, number: int) -> date:
        """Give a due day by its number, which may be below zero."""
        return date.fromordinal(self._ordinals(range(number, number + 1))[0])

    def around(self, start: date, end: date) -> tuple[int, list[int]]:
        """Give the due days around a range as ordinals, and the number of the first of them.

        One lies before `start` at the least, and one after `end`: those of the months beside them
        may have left these for a working day, so it begins and ends one further.
        """
        first, last = self._number(start) - 2, self._number(end) + 2
        return first, self._ordinals(range(first, last + 1))

    def _ordinals(self, numbers: range) -> list[int]:
        months, days, weekend = self.pace.months, self.pace.days, self.weekend
        if not months:
            begin = self.first.toordinal()
            return [begin + number * days for number in numbers]
        begin, day = self.first.year * 12 + self.first.month - 1, self.day
        return [_in_month(begin + number * months, day, weekend) for number in numbers]

    def _number(self, day: date) -> int:
        """Give the number of a due day in the same months or weeks."""
        if not self.pace.months:
            return (day - self.first).days // self.pace.days
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        return months // self.pace.months


@lru_cache(maxsize=8_192)
def _in_month(month: int, day: int, weekend: Weekend) -> int:
    """Give the ordinal of a day of a month, which is counted from the year 0; asked very often."""
    first = date(month // 12, month % 12 + 1, 1)
    last = calendar.monthrange(first.year, first.month)[1]
    return shifted(first.replace(day=min(day, last)), weekend).toordinal()
