"""Profit and loss: what was left of each period, and how it adds up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftracker.domain.periods import Period, containing
from ftracker.domain.reports.sums import ZERO, Sum, Sums, grouped


@dataclass(frozen=True, slots=True)
class Result:
    """One period, its sums, and the net of all periods up to and with it."""

    period: Period
    sums: Sums
    so_far: Decimal

    @property
    def label(self) -> str:
        """The name of the whole period, also where the report holds only a part of it."""
        return containing(self.period.start, self.period.unit).label


def by_period(found: Iterable[Sum], cuts: Sequence[Period]) -> list[Result]:
    """Lay sums, whose first key is the first day of a period, along all periods of a range.

    Oldest first; periods without transactions are there with zeros.
    """
    sums: dict[date, Sums] = grouped(found, lambda one: one.keys[0])
    results: list[Result] = []
    so_far = ZERO
    for cut in cuts:
        here = sums.get(containing(cut.start, cut.unit).start, Sums())
        so_far += here.net
        results.append(Result(cut, here, so_far))
    return results
