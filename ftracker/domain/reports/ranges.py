"""The days that a report looks at, and those that it is compared with; all half-open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from ftracker.domain import periods
from ftracker.domain.cadences import Payday
from ftracker.domain.periods import DAY, FIRST, LAST, Period, Unit, months_later

MOST_PERIODS = 400
USUAL = 12
_MONTHS_SHOWN = 12


class Preset(StrEnum):
    """A range by name; it moves on with the day it is asked on."""

    THIS_WEEK = "this-week"
    THIS_MONTH = "this-month"
    LAST_MONTH = "last-month"
    SINCE_PAYDAY = "since-payday"
    LAST_30_DAYS = "last-30-days"
    LAST_90_DAYS = "last-90-days"
    LAST_12_MONTHS = "last-12-months"
    YEAR_TO_DATE = "year-to-date"
    THIS_YEAR = "this-year"
    LAST_YEAR = "last-year"
    EVERYTHING = "everything"


class Compare(StrEnum):
    """What a range is held against: nothing, the days before, a year earlier, or what is usual."""

    NONE = "none"
    BEFORE = "before"
    YEAR = "year"
    USUAL = "usual"


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """The days from `start` up to, and without, `end`."""

    start: date
    end: date

    @property
    def until(self) -> date:
        """The last day that belongs to the range; for labels and forms."""
        return self.end - DAY

    @property
    def days(self) -> int:
        """How many days belong to it."""
        return (self.end - self.start).days

    @property
    def months(self) -> int | None:
        """How many whole calendar months it is; None where it cuts one."""
        if self.start.day != 1 or self.end.day != 1:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    def cut(self, unit: Unit) -> list[Period]:
        """Cut it into units, oldest first; the first and the last may be shorter than theirs."""
        return [
            Period(max(one.start, self.start), min(one.end, self.end), unit)
            for one in periods.cut(self.start, self.end, unit)
        ]


@dataclass(frozen=True, slots=True)
class Today:
    """What presets are reckoned from: the day, the payday, and the months of the books."""

    day: date
    payday: Payday
    books: Period


def named(preset: Preset, today: Today) -> Range:
    """Give the days that a preset means on a day."""
    return _PRESETS[preset](today)


def usual_unit(days: Range) -> Unit:
    """Give the unit that cuts a range into a readable number of periods."""
    if days.days <= _LONGEST_IN_WEEKS:
        return Unit.WEEK
    return Unit.MONTH if days.days <= _LONGEST_IN_MONTHS else Unit.YEAR


def fitting(unit: Unit, days: Range) -> Unit:
    """Give the unit itself, or the next larger one that cuts a range into at most 400 periods."""
    units = list(Unit)[list(Unit).index(unit) :]
    return next((one for one in units if days.days / _DAYS[one] <= MOST_PERIODS), Unit.YEAR)


def compared(days: Range, compare: Compare, *, today: date) -> list[Range]:
    """List the ranges that one is held against: none, one, or those whose average is usual.

    A range that today lies in is held against the same part of the others, so that half a month
    is not measured by a whole one. Ranges before 1900 are left out. Newest first.
    """
    count = {Compare.NONE: 0, Compare.USUAL: USUAL}.get(compare, 1)
    step = _years if compare is Compare.YEAR else _back
    found = [step(days, times) for times in range(1, count + 1)]
    return [_so_far(one, days, today) for one in found if one.start >= FIRST]


def up_to(days: Range, today: date) -> Range:
    """Cut a range that today lies in after today; one that has not begun becomes empty."""
    return Range(days.start, max(days.start, min(days.end, today + DAY)))


def same_day(day: date, *, years: int) -> date:
    """Give a day some years earlier; for 29 February, where a year has none, 1 March."""
    year = day.year - years
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(year, 3, 1) if is_leap_day and not _is_leap(year) else day.replace(year=year)


def parts(days: Range) -> list[Range]:
    """Cut a range into the whole months in its middle and the days around them, oldest first.

    Whole months are known without reading what they are made of.
    """
    first = days.start if days.start.day == 1 else months_later(days.start, 1)
    last = days.end.replace(day=1)
    if first >= last:
        return [days]
    edges = [days.start, first, last, days.end]
    cuts = [Range(start, end) for start, end in pairwise(edges)]
    return [one for one in cuts if one.days]


def _back(days: Range, times: int) -> Range:
    months = days.months
    if months is not None:
        back = -months * times
        return Range(_month(days.start, back), _month(days.end, back))
    shift = timedelta(days.days * times)
    # What reaches before the calendar's first day is left out by the caller.
    if days.start - FIRST < shift:
        return Range(date.min, date.min + timedelta(days.days))
    return Range(days.start - shift, days.end - shift)


def _years(days: Range, times: int) -> Range:
    start = same_day(days.start, years=times)
    end = same_day(days.end, years=times)
    return Range(start, max(end, start + DAY))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _month(day: date, months: int) -> date:
    so_many = (day.year - date.min.year) * 12 + day.month - 1
    return months_later(day, months) if so_many + months >= 0 else date.min


def _so_far(one: Range, days: Range, today: date) -> Range:
    if not days.start <= today < days.until:
        return one
    return Range(one.start, min(one.end, one.start + (today - days.start) + DAY))


def _period(unit: Unit, *, back: int = 0) -> Callable[[Today], Range]:
    def of(today: Today) -> Range:
        period = periods.containing(today.day, unit)
        for _ in range(back):
            period = period.previous()
        return Range(period.start, period.end)

    return of


def _last_days(count: int) -> Callable[[Today], Range]:
    return lambda today: Range(today.day - timedelta(count - 1), today.day + DAY)


def _last_months(today: Today) -> Range:
    month = periods.containing(today.day, Unit.MONTH)
    return Range(months_later(month.start, 1 - _MONTHS_SHOWN), month.end)


def _year_to_date(today: Today) -> Range:
    return Range(today.day.replace(month=1, day=1), today.day + DAY)


def _since_payday(today: Today) -> Range:
    paydays = [today.payday.of(months_later(today.day, back)) for back in (1, 0, -1, -2)]
    return Range(next(day for day in paydays if day <= today.day), today.day + DAY)


def _everything(today: Today) -> Range:
    return Range(max(today.books.start, FIRST), min(today.books.end, LAST))


_PRESETS: Mapping[Preset, Callable[[Today], Range]] = {
    Preset.THIS_WEEK: _period(Unit.WEEK),
    Preset.THIS_MONTH: _period(Unit.MONTH),
    Preset.LAST_MONTH: _period(Unit.MONTH, back=1),
    Preset.SINCE_PAYDAY: _since_payday,
    Preset.LAST_30_DAYS: _last_days(30),
    Preset.LAST_90_DAYS: _last_days(90),
    Preset.LAST_12_MONTHS: _last_months,
    Preset.YEAR_TO_DATE: _year_to_date,
    Preset.THIS_YEAR: _period(Unit.YEAR),
    Preset.LAST_YEAR: _period(Unit.YEAR, back=1),
    Preset.EVERYTHING: _everything,
}
_DAYS = {Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}
_LONGEST_IN_WEEKS = 100
_LONGEST_IN_MONTHS = 366 * 5
