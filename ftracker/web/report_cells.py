"""The cells of reports: each is written as the household writes it, and leads to what it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Period
from ftracker.domain.reports.sums import Sums
from ftracker.web import charts, filters, report_labels
from ftracker.web.display import CategoryMark, Figure, Proof, Tone
from ftracker.web.report_views import Links
from ftracker.web.rows import TONES, Writer
from ftracker.web.tables import NO_CELL, Cell

NET: Tone = "net"
FIGURES: tuple[tuple[Tone, str, Callable[[Sums], Decimal]], ...] = (
    ("income", "Income", lambda sums: sums.income),
    ("spending", "Spending", lambda sums: sums.spending),
    ("set_aside", "Set aside", lambda sums: sums.set_aside),
    ("net", "Net", lambda sums: sums.net),
)
NAMES: dict[Section, str] = {
    Section.INCOME: "Income",
    Section.SPENDING: "Spending",
    Section.SET_ASIDE: "Set aside",
}


@dataclass(frozen=True, slots=True)
class Cells:
    """Writes cells with the names of a household and the addresses of one report."""

    writer: Writer
    links: Links

    @property
    def pen(self) -> charts.Pen:
        """What draws the charts of this household."""
        return charts.Pen(self.writer.currency, self.writer.locale)

    def axis(self, cuts: Sequence[Period]) -> list[str]:
        """Name the periods along a chart as the household writes them."""
        return report_labels.axis(cuts, self.writer.locale)

    def sum(self, amount: Decimal, href: str, tone: Tone = "", *, meter: str = "") -> Cell:
        """Write an amount that the list behind it sums to; net stands with its sign."""
        return Cell(amount, self.amount(amount, tone), href, tone, Proof.SUM, meter=meter)

    def derived(self, amount: Decimal | None, href: str = "", tone: Tone = "") -> Cell:
        """Write an average, a median or a difference, rounded half up; None stands empty."""
        if amount is None:
            return NO_CELL
        rounded = money.quantise(amount, self.writer.currency)
        return Cell(rounded, self.amount(rounded, tone), href, tone, Proof.DERIVED)

    def balance(self, amount: Decimal, href: str = "") -> Cell:
        """Write what lay in accounts at the end of a day."""
        return Cell(amount, self.writer.money(amount), href, "", Proof.BALANCE)

    def count(self, count: int, href: str = "") -> Cell:
        """Write how many transactions the list behind it has."""
        return Cell(count, f"{count:,}", href, "", Proof.COUNT if href else Proof.NONE)

    def share(self, part: Decimal, whole: Decimal) -> Cell:
        """Write a part of a whole in per cent; nothing where the whole is not above zero."""
        if whole <= 0:
            return NO_CELL
        share = part / whole
        return Cell(share.quantize(_FOUR_PLACES), filters.percent(share))

    def text(self, text: str, href: str = "") -> Cell:
        """Write words."""
        return Cell(text, text, href)

    def category(self, category_id: UUID, href: str = "") -> Cell:
        """Write a category's name with its mark."""
        name = self.writer.names.categories[category_id]
        return Cell(
            name.name, name.name, href, mark=CategoryMark(name.name, name.icon, name.colour)
        )

    def figure(self, label: str, amount: Decimal, href: str, tone: Tone = "") -> Figure:
        """Write a figure that the list behind it sums to."""
        return Figure(label, self.amount(amount, tone), href, tone, value=amount, proof=Proof.SUM)

    def amount(self, amount: Decimal, tone: Tone = "") -> str:
        """Write an amount, net with its sign."""
        return self.amounts(tone)(amount)

    def amounts(self, tone: Tone) -> Callable[[Decimal], str]:
        """Give what writes amounts, for a table of them."""
        return self.writer.signed if tone == NET else self.writer.money


def tone(section: Section) -> Tone:
    """Give the colour of a section."""
    return TONES[section]


_FOUR_PLACES = Decimal("0.0001")
