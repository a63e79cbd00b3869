"""The cells of a report that is about one section: all lead to what counts there."""

from dataclasses import dataclass
from decimal import Decimal

from ftracker.domain import money
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Period
from ftracker.domain.reports.ranges import Range
from ftracker.web import report_sections
from ftracker.web.display import Figure, Proof, Tone
from ftracker.web.report_cells import NAMES, Cells, tone
from ftracker.web.rows import Writer
from ftracker.web.tables import Cell


@dataclass(frozen=True, slots=True)
class SectionCells:
    """Writes the cells of one section; all its addresses lead to what counts there.

    Days are those of the whole report where none are given; words narrow what is meant.
    """

    cells: Cells
    section: Section

    @property
    def name(self) -> str:
        """What the section is called."""
        return NAMES[self.section]

    @property
    def tone(self) -> Tone:
        """The colour of the section."""
        return tone(self.section)

    @property
    def writer(self) -> Writer:
        """What writes amounts and days."""
        return self.cells.writer

    def href(self, days: Range | Period | None = None, /, **words: str) -> str:
        """Give the address of the transactions."""
        return self.cells.links.rows(days, **words, section=self.section.value)

    def sum(self, amount: Decimal, days: Range | Period | None = None, /, **words: str) -> Cell:
        """Write what the transactions sum to."""
        return self.cells.sum(amount, self.href(days, **words), self.tone)

    def count(self, count: int, **words: str) -> Cell:
        """Write how many transactions there are in the whole report."""
        return self.cells.count(count, self.href(**words))

    def derived(self, amount: Decimal, days: Range | Period | None = None, /, **words: str) -> Cell:
        """Write what was reckoned from the transactions."""
        rounded = money.quantise(amount, self.writer.currency)
        return self.cells.derived(rounded, self.href(days, **words), self.tone)

    def text(self, text: str, days: Range | Period | None = None, /, **words: str) -> Cell:
        """Write words that lead to the transactions."""
        return self.cells.text(text, self.href(days, **words))

    def figure(self, amount: Decimal) -> Figure:
        """Write what the whole report sums to."""
        return self.cells.figure(self.name, amount, self.href(), self.tone)

    def reckoned(
        self, label: str, amount: Decimal, days: Range | None = None, *, note: str = ""
    ) -> Figure:
        """Write a figure that was reckoned from the transactions."""
        rounded, href = money.quantise(amount, self.writer.currency), self.href(days)
        text = self.cells.amount(rounded)
        return Figure(label, text, href, self.tone, None, note, rounded, Proof.DERIVED)

    @property
    def switches(self) -> tuple[tuple[str, str, bool], ...]:
        """The sections as ways to look at the same report."""
        return report_sections.switches(self.section, self.cells.links)
