"""What is owned less what is owed, at the end of each period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from uuid import UUID

from ftracker.domain.periods import Period, containing
from ftracker.domain.reports.sums import ZERO


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing that is owned or owed, and what it was worth over time; below zero for a debt.

    `before` is its worth when the first period began, `values` at the end of each. `kind` says
    with which other things it is put together.
    """

    id: UUID
    name: str
    kind: str
    before: Decimal
    values: tuple[Decimal, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether it was worth nothing all the time."""
        return not any((self.before, *self.values))


@dataclass(frozen=True, slots=True)
class Standing:
    """The end of one period: what was owned and owed then, both above zero, and what changed."""

    period: Period
    owned: Decimal
    owed: Decimal
    change: Decimal

    @property
    def net(self) -> Decimal:
        """What is owned less what is owed."""
        return self.owned - self.owed


@dataclass(frozen=True, slots=True)
class NetWorth:
    """All holdings over the periods of a report, oldest first, and how they add up.

    Holdings that were empty all the time are left out.
    """

    holdings: tuple[Holding, ...]
    standings: tuple[Standing, ...]

    @property
    def before(self) -> Decimal:
        """The net worth when the first period began."""
        return sum((one.before for one in self.holdings), ZERO)

    @property
    def kinds(self) -> dict[str, tuple[Decimal, ...]]:
        """What the holdings of each kind were worth together, by kind, in their order."""
        found: dict[str, tuple[Decimal, ...]] = {}
        for one in self.holdings:
            there = found.get(one.kind, (ZERO,) * len(one.values))
            found[one.kind] = tuple(a + b for a, b in zip(there, one.values, strict=True))
        return found


def over(cuts: Sequence[Period], holdings: Sequence[Holding]) -> NetWorth:
    """Add holdings up at the end of each period."""
    shown = tuple(one for one in holdings if not one.is_empty)
    standings: list[Standing] = []
    last = sum((one.before for one in shown), ZERO)
    for cut, values in zip(cuts, _each(cuts, shown), strict=True):
        owned = sum((value for value in values if value > 0), ZERO)
        owed = -sum((value for value in values if value < 0), ZERO)
        standings.append(Standing(cut, owned, owed, owned - owed - last))
        last = owned - owed
    return NetWorth(shown, tuple(standings))


def run(
    opening: Decimal, moved: Mapping[date | None, Decimal], cuts: Sequence[Period]
) -> tuple[Decimal, tuple[Decimal, ...]]:
    """Give what lay somewhere when the first period began, and at the end of each.

    `moved` are signed sums by the first day of the whole period; None is all before the first.
    """
    before = opening + moved.get(None, ZERO)
    steps = (moved.get(containing(cut.start, cut.unit).start, ZERO) for cut in cuts)
    return before, tuple(accumulate(steps, initial=before))[1:]


def _each(cuts: Sequence[Period], holdings: Sequence[Holding]) -> list[tuple[Decimal, ...]]:
    """Turn the values of holdings into those of periods."""
    return [tuple(one.values[number] for one in holdings) for number in range(len(cuts))]
