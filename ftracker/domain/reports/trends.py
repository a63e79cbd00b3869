"""Trends: how the largest parts of a section move from period to period."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Any

from ftracker.domain.periods import FIRST, Period, Unit, containing
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import ZERO, Sum

# How many series are told apart; what is smaller is gathered.
MOST = 6
# Over how many whole periods a median is taken, and of how many at the least.
WINDOWS = {Unit.WEEK: 8, Unit.MONTH: 6, Unit.YEAR: 3}
_LEAST = 3


class Grouping(StrEnum):
    """What the lines of trends are."""

    CATEGORY = "category"
    PAYEE = "payee"
    ACCOUNT = "account"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Line:
    """One series: what it is called by, all that it is made of, and its periods in order."""

    head: Any
    keys: tuple[Any, ...]
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """What all periods come to."""
        return sum(self.amounts, ZERO)


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of the whole periods of a window, and the days that those have."""

    amount: Decimal
    days: Range


@dataclass(frozen=True, slots=True)
class Then:
    """What the whole was at the same place of other ranges: a sum, or the average of several.

    `days` are all the days that it was reckoned from.
    """

    amount: Decimal
    days: Range


@dataclass(frozen=True, slots=True)
class Trends:
    """The periods oldest first, and series along them, the largest first.

    `others` is all that is not among the lines: with it each period adds up to `whole`. It has
    the keys that it is made of, but for payees, and is None where nothing was gathered. `held` is
    what the whole is held against, period by period in `then`.
    """

    cuts: tuple[Period, ...]
    lines: tuple[Line, ...]
    others: Line | None
    whole: Line
    middles: tuple[Middle | None, ...]
    held: Held
    then: tuple[Then | None, ...]

    def reduced(self, most: int) -> "Trends":
        """Gather more of the series, so that at most so many are told apart."""
        if most >= len(self.lines):
            return self
        shown = self.lines[:most]
        more = tuple(key for one in self.lines[most:] for key in one.keys)
        keys = more + (self.others.keys if self.others else ())
        return replace(self, lines=shown, others=_remainder(shown, self.whole, keys))


def line(
    found: Iterable[Sum], cuts: Sequence[Period], head: Any = None, keys: tuple[Any, ...] = ()
) -> Line:
    """Lay sums, whose last key is the first day of a period, along the periods."""
    amounts: dict[date, Decimal] = defaultdict(Decimal)
    for one in found:
        amounts[one.keys[-1]] += one.amount
    starts = (containing(cut.start, cut.unit).start for cut in cuts)
    return Line(head, keys, tuple(amounts.get(start, ZERO) for start in starts))


def lines(
    found: Iterable[Sum], cuts: Sequence[Period], head: Callable[[Any], Hashable]
) -> list[Line]:
    """Make a series of all first keys with the same head, the largest first; ties by the head."""
    members: dict[Hashable, list[Sum]] = defaultdict(list)
    for one in found:
        members[head(one.keys[0])].append(one)
    made = [
        line(sums, cuts, name, tuple(dict.fromkeys(one.keys[0] for one in sums)))
        for name, sums in members.items()
    ]
    return sorted(made, key=lambda one: (-one.total, str(one.head)))


def gathered(found: Sequence[Line], whole: Line, *, among: int) -> tuple[list[Line], Line | None]:
    """Tell the largest series from the rest of so many, which is one; a single one is not gathered.

    Of those that are gathered `found` may hold a part only.
    """
    shown = list(found[:MOST] if among > MOST + 1 else found)
    keys = tuple(key for one in found[len(shown) :] for key in one.keys)
    return shown, _remainder(shown, whole, keys) if among > len(shown) else None


def _remainder(shown: Iterable[Line], whole: Line, keys: tuple[Any, ...]) -> Line:
    left = list(whole.amounts)
    for one in shown:
        left = [amount - part for amount, part in zip(left, one.amounts, strict=True)]
    return Line(None, keys, tuple(left))


def window(cuts: Sequence[Period]) -> Range:
    """Give the days of all whole periods that the medians of some periods look at."""
    first, last = (containing(cut.start, cut.unit) for cut in (cuts[0], cuts[-1]))
    for _ in range(WINDOWS[first.unit] - 1):
        if first.start > FIRST:
            first = first.previous()
    return Range(max(first.start, FIRST), last.end)


def middles(found: Iterable[Sum], cuts: Sequence[Period], *, books: date) -> list[Middle | None]:
    """Take the median of each period and the ones before it, from sums over the window's days.

    Periods that were over when the books began are left out; None where there are fewer than
    three.
    """
    around = window(cuts).cut(cuts[0].unit)
    amounts = line(found, around).amounts
    first = sum(one.end <= books for one in around)
    ends = range(len(around) - len(cuts) + 1, len(around) + 1)
    return [_middle(around, amounts, first, end) for end in ends]


def _middle(
    around: Sequence[Period], amounts: Sequence[Decimal], first: int, end: int
) -> Middle | None:
    start = max(first, end - WINDOWS[around[0].unit])
    if end - start < _LEAST:
        return None
    days = Range(around[start].start, around[end - 1].end)
    return Middle(median(amounts[start:end]), days)


def then(held: Held, cuts: Sequence[Period]) -> list[Then | None]:
    """Hold periods against those at the same place in other ranges, or against their average.

    Nothing stands where nothing is compared, or no other range has so many periods.
    """
    unit = cuts[0].unit
    cut = [days.cut(unit) for days in held.ranges]
    laid = [
        (periods, line(found, periods).amounts)
        for periods, found in zip(cut, held.found, strict=True)
    ]
    return [_then(laid, place) for place in range(len(cuts))]


def _then(laid: Sequence[tuple[Sequence[Period], Sequence[Decimal]]], place: int) -> Then | None:
    here = [(periods[place], amounts[place]) for periods, amounts in laid if len(periods) > place]
    if not here:
        return None
    days = Range(min(cut.start for cut, _ in here), max(cut.end for cut, _ in here))
    return Then(sum((amount for _, amount in here), ZERO) / len(here), days)
