"""The way of a goal, month by month: what was done, what is needed, what is to be expected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftracker.domain import annuities
from ftracker.domain.goals import Aim, Facts
from ftracker.domain.periods import DAY, Unit, containing, months_later

MOST_PAST = 36
MOST_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Point:
    """A month, by its first day; what is there is of its end, or of today in the present one.

    `moved` is what was set aside in it. `needed` is the way from the start to the goal's day,
    `expected` the one from today at the present pace; None where there is none.
    """

    month: date
    moved: Decimal | None = None
    done: Decimal | None = None
    needed: Decimal | None = None
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Where a goal comes from: what was there on its first day, and what moved in each month."""

    start: date
    beginning: Decimal
    moved: Mapping[date, Decimal]


def points(
    facts: Facts,
    way: Way,
    *,
    pace: Decimal,
    expected_date: date | None,
    today: date,
    there: Callable[[Decimal], Decimal] = lambda amount: amount,
) -> list[Point]:
    """List the months of a goal, oldest first: at most 36 up to the present one, then 60 ahead.

    `way` sums up to what lies in the goal's source; `there` tells which part of it is the goal's.
    """
    present = containing(today, Unit.MONTH).start
    first = max(
        containing(min(way.start, today), Unit.MONTH).start, months_later(present, 1 - MOST_PAST)
    )
    total = way.beginning + sum((v for month, v in way.moved.items() if month < first), Decimal(0))
    found = []
    month = first
    while month <= present:
        moved = way.moved.get(month, Decimal(0))
        total += moved
        is_now = month == present
        way_there = needed(facts, way, there(way.beginning), _end(month, today if is_now else None))
        done = facts.current if is_now else there(total)
        found.append(Point(month, moved, done, way_there, facts.current if is_now else None))
        month = months_later(month, 1)
    last = min(_last(facts, expected_date, today), months_later(present, MOST_AHEAD))
    while month <= last:
        way_there = needed(facts, way, there(way.beginning), _end(month, None))
        found.append(Point(month, None, None, way_there, _expected(facts, pace, month, today)))
        month = months_later(month, 1)
    return found


def needed(facts: Facts, way: Way, beginning: Decimal, day: date) -> Decimal | None:
    """Follow the way that would have led from the start to the goal's day, up to the end of a day.

    `beginning` is what the goal had of the way's. None before the start, and for no such day.
    """
    if facts.due_date is None or day < way.start:
        return None
    if day >= facts.due_date:
        return facts.target
    owed = facts.target if facts.aim is Aim.PAY_OFF else Decimal(0)
    months = annuities.months_between(way.start, facts.due_date)
    monthly = annuities.payment(beginning - owed, facts.future, months, facts.rate)
    gone = max((day - way.start).days, 0) / annuities.DAYS_OF_MONTH
    value = annuities.value_after(beginning - owed, monthly, gone, facts.rate) + owed
    return min(value, facts.target)


def _end(month: date, today: date | None) -> date:
    last = months_later(month, 1) - DAY
    return min(last, today) if today else last


def _last(facts: Facts, expected_date: date | None, today: date) -> date:
    """Give the month in which the last of all ends: the goal's day, or when it is reached."""
    ends = [day for day in (facts.due_date, expected_date) if day is not None]
    return max([*ends, today]).replace(day=1)


def _expected(facts: Facts, pace: Decimal, month: date, today: date) -> Decimal:
    owed = facts.target - facts.future
    months = (_end(month, None) - today).days / annuities.DAYS_OF_MONTH
    value = annuities.value_after(facts.present, pace, months, facts.rate) + owed
    return min(value, max(facts.target, facts.current))
