"""The two columns of a table that hold its figures against other days."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Range
from ftracker.web import comparison_words
from ftracker.web.display import Change, Tone
from ftracker.web.report_cells import Cells
from ftracker.web.tables import Cell, Column


@dataclass(frozen=True, slots=True)
class Comparing:
    """Writes what figures were in the days that a report is held against."""

    cells: Cells
    held: Held

    @property
    def said(self) -> str:
        """Those days by name, as it stands after `in`; '' where there are none."""
        return comparison_words.against(
            self.held, self.cells.links.view.days, self.cells.writer.locale
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        """What was then, and how much more it is now; none where nothing is compared."""
        if not self.held.ranges:
            return ()
        label = f"{self.said[:1].upper()}{self.said[1:]}"
        return Column(label, "then"), Column("Change", "change")

    def pair(
        self, now: Decimal, then: Decimal, tone: Tone, rows: Callable[[Range], str]
    ) -> tuple[Cell, ...]:
        """Write both; `rows` gives the address of the list over some days.

        The sum of one range leads to its list; an average to the days that it was taken of.
        """
        days = self.held.days
        if days is None:
            return ()
        if self.held.only:
            first = self.cells.sum(then, rows(self.held.only), tone)
        else:
            first = self.cells.derived(then, rows(days), tone)
        return first, _growth(now, then)

    def change(self, now: Decimal, then: Decimal, tone: Tone) -> Change | None:
        """Say how much more or less a figure is; None where nothing can be said."""
        return comparison_words.change(now, then, self.said, tone) if self.held.ranges else None


def _growth(now: Decimal, then: Decimal) -> Cell:
    """Write a change in per cent; nothing where it has nothing above zero to be measured by."""
    if then <= 0:
        return Cell(None, "")
    share = (now - then) / then
    sign = "+" if share > 0 else "\N{MINUS SIGN}" if share < 0 else ""
    return Cell(share.quantize(Decimal("0.0001")), f"{sign}{abs(share) * 100:.0f} %")
