"""The range and the unit of a report, as its address says them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from ftracker.domain import periods
from ftracker.domain.periods import DAY, FIRST, LAST, Period, Unit

PATH = "/reports"
LONGEST = 400
_MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Range:
    """The days from `start` up to, and without, `end`, cut into units."""

    unit: Unit
    start: date
    end: date
    note: str = ""

    @property
    def href(self) -> str:
        """The address of this report."""
        words = {"unit": self.unit.value, "start": self.start, "end": self.end}
        return f"{PATH}?{urlencode(words)}"

    @property
    def until(self) -> date:
        """The last day that belongs to the range; for labels and forms."""
        return self.end - DAY


def read(words: Mapping[str, str], books: Period, *, today: date) -> Range:
    """Understand an address; what it does not say is twelve months up to and with this one.

    `end` does not belong to the range, `until` does. A range of too many units is cut into
    larger ones, and says so in its note.
    """
    year = presets(books, today=today)[0][1]
    start = _day(words.get("start")) or year.start
    end = _day(words.get("end")) or _day_after(words.get("until")) or year.end
    if not FIRST <= start < end <= LAST:
        note = "The first day must come before the last one, both between 1900 and 2199."
        return Range(year.unit, year.start, year.end, note)
    return _cut(_unit(words.get("unit")), start, end)


def presets(books: Period, *, today: date) -> list[tuple[str, Range]]:
    """List the ranges that are offered by name; the first one is shown unless another is asked."""
    month = periods.containing(today, Unit.MONTH)
    year = periods.containing(today, Unit.YEAR)
    first = month.start
    for _ in range(_MONTHS_SHOWN - 1):
        first = (first - DAY).replace(day=1)
    before = month.previous()
    return [
        ("Last 12 months", Range(Unit.MONTH, first, month.end)),
        ("This month", Range(Unit.WEEK, month.start, month.end)),
        ("Last month", Range(Unit.WEEK, before.start, before.end)),
        ("This year", Range(Unit.MONTH, year.start, year.end)),
        ("Last year", Range(Unit.MONTH, year.previous().start, year.start)),
        ("Everything", Range(Unit.YEAR, books.start, books.end)),
    ]


def _cut(unit: Unit, start: date, end: date) -> Range:
    days = end - start
    fitting = [one for one in Unit if days / _LENGTHS[one] <= LONGEST]
    if unit in fitting:
        return Range(unit, start, end)
    return Range(fitting[0], start, end, f"So long a range is shown by {fitting[0]}.")


def _unit(text: str | None) -> Unit:
    try:
        return Unit(text or Unit.MONTH)
    except ValueError:
        return Unit.MONTH


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _day_after(text: str | None) -> date | None:
    day = _day(text)
    return None if day is None else min(day, LAST) + DAY


_LENGTHS = {Unit.WEEK: timedelta(7), Unit.MONTH: timedelta(30), Unit.YEAR: timedelta(365)}
