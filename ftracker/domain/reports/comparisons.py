"""What a range is held against: the sums of other ranges, and the average of them."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import pstdev
from typing import TypeVar

from ftracker.domain.kinds import Section
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.domain.reports.sums import ZERO, Sum, Sums, total

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Mean:
    """An average over some ranges, signed as its section counts.

    `spread` is the standard deviation of the amounts, zero where there is one range only.
    """

    amount: Decimal = ZERO
    count: Decimal = ZERO
    spread: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Held:
    """The ranges that one is held against, newest first, and what was found in each of them."""

    compare: Compare = Compare.NONE
    ranges: tuple[Range, ...] = ()
    found: tuple[Sequence[Sum], ...] = ()

    @property
    def only(self) -> Range | None:
        """The one range, where it is one; an average has none."""
        return self.ranges[0] if self.ranges and self.compare is not Compare.USUAL else None

    @property
    def days(self) -> Range | None:
        """The days from the first to the last of all ranges, None without any."""
        if not self.ranges:
            return None
        return Range(min(self.ranges).start, max(one.end for one in self.ranges))

    @property
    def sums(self) -> Sums:
        """The average of all ranges, its count rounded; zeros without any."""
        whole = sum((total(one) for one in self.found), Sums())
        parts = len(self.ranges) or 1
        return Sums(
            whole.income / parts,
            whole.spending / parts,
            whole.set_aside / parts,
            round(whole.count / parts),
        )

    def by(self, key: Callable[[Sum], K]) -> dict[tuple[Section, K], Mean]:
        """Give the averages under the keys of a function, each in its section.

        A range without anything under a key counts with zero.
        """
        columns = [_added(one, key) for one in self.found]
        keys = dict.fromkeys(name for column in columns for name in column)
        return {name: _mean([column.get(name, _NONE) for column in columns]) for name in keys}


_Value = tuple[Decimal, int]
_NONE: _Value = (ZERO, 0)


def _added(found: Iterable[Sum], key: Callable[[Sum], K]) -> dict[tuple[Section, K], _Value]:
    added: dict[tuple[Section, K], _Value] = {}
    for one in found:
        name = one.section, key(one)
        amount, count = added.get(name, _NONE)
        added[name] = amount + one.amount, count + one.count
    return added


def _mean(values: Sequence[_Value]) -> Mean:
    amounts = [amount for amount, _ in values]
    count = sum(count for _, count in values)
    size = len(values)
    return Mean(sum(amounts, ZERO) / size, Decimal(count) / size, pstdev(amounts))
