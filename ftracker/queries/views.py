"""What a report looks at: which days, cut into what, compared with what, which transactions."""

from dataclasses import dataclass, replace

from ftracker.domain.periods import Unit
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.queries.filters import Filter, Pairs


@dataclass(frozen=True, slots=True)
class View:
    """A range, cut into units, held against other ranges; `wanted` has no days of its own."""

    days: Range
    unit: Unit
    compare: Compare
    wanted: Filter

    @property
    def filter(self) -> Filter:
        """The filter of the transactions that the report is made of."""
        return self.within(self.days)

    def within(self, days: Range) -> Filter:
        """Give the same filter over other days."""
        return replace(self.wanted, start=days.start, end=days.end)

    def only(self, sections: tuple[Pairs, ...]) -> "View":
        """Give the same view of just what counts in some sections, whatever it had of them."""
        return replace(self, wanted=replace(self.wanted, sections=sections))
