"""Which days of an account its statements tell of, month by month, and where something is missing.

Two statements connect when the one closes with what the other opens with, however many days lie
between. Where a balance is not known they connect across a few quiet days: a file that says no
period reaches from its first row to its last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ftracker.domain import periods
from ftracker.domain.periods import DAY, Unit

QUIET_DAYS = 4
MOST_MONTHS = 120


class State(StrEnum):
    """How well a month is told of; `before` lies before the first statement."""

    COVERED = "covered"
    PARTLY = "partly"
    GAP = "gap"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Told:
    """What one statement tells of: the days [start, end), and its balances where they are known."""

    start: date
    end: date
    opening: Decimal | None = None
    closing: Decimal | None = None
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing between two statements: the days [start, end), which may be none.

    `difference` is what the second opens with less what the first closes with, None where one of
    the two is not known.
    """

    start: date
    end: date
    difference: Decimal | None

    @property
    def days(self) -> int:
        """The number of days that no statement tells of."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Month:
    """One month, by its first day, and how well it is told of."""

    start: date
    state: State


@dataclass(frozen=True, slots=True)
class Coverage:
    """The months of an account, oldest first, and the gaps between its statements, newest first."""

    months: tuple[Month, ...] = ()
    gaps: tuple[Gap, ...] = ()


def of(statements: Iterable[Told], *, since: date | None, today: date) -> Coverage:
    """Tell how well an account is told of up to today, from its first statement on.

    Months before it are listed from `since`, the day of its first transaction; none are older than
    ten years. Without any statement there is nothing to tell.
    """
    told = sorted(statements, key=lambda one: (one.start, one.end))
    if not told:
        return Coverage()
    gaps = [
        Gap(one.end, two.start, _difference(one, two))
        for one, two in _steps(told)
        if not _connect(one, two)
    ]
    whole = _spans([one for one in told if one.is_complete])
    first = min(filter(None, (since, told[0].start)))
    months = periods.cut(first, max(today, told[-1].start) + DAY, Unit.MONTH)
    return Coverage(
        tuple(
            Month(month.start, _state(month.start, min(month.end, today + DAY), told, whole))
            for month in months[-MOST_MONTHS:]
        ),
        tuple(reversed(gaps)),
    )


def _steps(told: Sequence[Told]) -> Iterable[tuple[Told, Told]]:
    """Go from each statement to the next that begins where it ends, or later."""
    reached: Told | None = None
    for one in told:
        if reached and one.start >= reached.end:
            yield reached, one
        if reached is None or one.end >= reached.end:
            reached = one


def _connect(one: Told, two: Told) -> bool:
    difference = _difference(one, two)
    if difference is not None:
        return not difference
    return (two.start - one.end).days <= QUIET_DAYS


def _difference(one: Told, two: Told) -> Decimal | None:
    if one.closing is None or two.opening is None:
        return None
    return two.opening - one.closing


def _spans(told: Sequence[Told]) -> list[tuple[date, date]]:
    """Join statements that overlap or connect into the days that they tell of together."""
    joined = [(one.end, two.start) for one, two in _steps(told) if _connect(one, two)]
    days = sorted([(one.start, one.end) for one in told] + joined)
    spans: list[tuple[date, date]] = []
    for start, end in days:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _state(
    start: date, end: date, told: Sequence[Told], whole: Sequence[tuple[date, date]]
) -> State:
    if end <= told[0].start:
        return State.BEFORE
    days = max((end - start).days, 1)
    covered = _shared(start, end, whole)
    if covered and days - covered <= QUIET_DAYS:
        return State.COVERED
    known = covered or _shared(start, end, [(one.start, one.end) for one in told])
    return State.PARTLY if known else State.GAP


def _shared(start: date, end: date, spans: Iterable[tuple[date, date]]) -> int:
    """Count the days of [start, end) that lie in spans which do not overlap each other."""
    return sum(max(0, (min(end, last) - max(start, first)).days) for first, last in spans)
