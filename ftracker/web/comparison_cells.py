"""The two columns of a table that hold its figures against other days."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.web import comparison_words, filters
from ftracker.web.display import Change, Tone
from ftracker.web.report_cells import Cells
from ftracker.web.tables import NO_CELL, Cell, Column, Sentence

# The longest name of days that stands over a column of amounts.
_LONGEST = 20


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
    def label(self) -> str:
        """Those days by name, as it stands alone."""
        return f"{self.said[:1].upper()}{self.said[1:]}"

    @property
    def heading(self) -> str:
        """Those days over a column: by name, unless that is wider than its amounts."""
        return self.label if len(self.label) <= _LONGEST else "Then"

    @property
    def columns(self) -> tuple[Column, ...]:
        """What was then, and how much more it is now; none where nothing is compared."""
        if not self.held.ranges:
            return ()
        return Column(self.heading, "then"), Column("Change", "change")

    @property
    def note(self) -> str:
        """What an average is taken of, and which days a short heading means; '' without either."""
        meant = f"“Then” stands for {self.said}." if self.heading == "Then" else ""
        return " ".join(filter(None, (meant, self._average)))

    @property
    def _average(self) -> str:
        if not self.held.ranges or self.held.only:
            return ""
        count = len(self.held.ranges)
        unit = comparison_words.unit(self.cells.links.view.days) or "stretch"
        if count == 1:
            return f"The one {unit} before."
        plural = "stretches" if unit == "stretch" else f"{unit}s"
        return f"The average of the {count} {plural} before."

    @property
    def warnings(self) -> tuple[Sentence, ...]:
        """What has to be said where a comparison was asked for that cannot be made."""
        if self.cells.links.view.compare is Compare.NONE or self.held.ranges:
            return ()
        return (Sentence("The books do not reach far enough back to tell what was then."),)

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
        return NO_CELL
    share = (now - then) / then
    written = filters.percent(share)
    is_more = share > 0 and not written.startswith("0")
    return Cell(share.quantize(Decimal("0.0001")), f"+{written}" if is_more else written)
