"""A report put together for its page: every figure leads to what it is made of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from urllib.parse import urlencode
from uuid import UUID

from ftracker.domain.kinds import Section
from ftracker.domain.periods import Period, Unit
from ftracker.queries.reports import Sums
from ftracker.web import display, filters
from ftracker.web.charts import Pen, Series, Slice, Spec
from ftracker.web.display import CategoryMark, Figure, Tone
from ftracker.web.forms import Form
from ftracker.web.pages_reports import CategoryRow, Cell, PeriodRow, ReportsPage, SectionTable
from ftracker.web.ranges import Range
from ftracker.web.rows import TONES, Writer

MOST_SLICES = 10
SMOOTHED = 3
SECTIONS = {
    Section.INCOME: "Income",
    Section.SPENDING: "Spending",
    Section.SET_ASIDE: "Set aside",
}
FIGURES: tuple[tuple[Tone, str, Callable[[Sums], Decimal]], ...] = (
    ("income", "Income", lambda sums: sums.income),
    ("spending", "Spending", lambda sums: sums.spending),
    ("set_aside", "Set aside", lambda sums: sums.set_aside),
    ("net", "Net", lambda sums: sums.net),
)


class PeriodSums(Protocol):
    """A period inside the range, and its sums."""

    @property
    def period(self) -> Period:
        """Its days, cut to the range."""

    @property
    def label(self) -> str:
        """The name of the whole period."""

    @property
    def sums(self) -> Sums:
        """What came in, went out and was set aside in it."""


class CategoryShare(Protocol):
    """A category's sum inside one section."""

    @property
    def category_id(self) -> UUID:
        """The category itself, not the one above it."""

    @property
    def section(self) -> Section:
        """The section that the sum counts in."""

    @property
    def amount(self) -> Decimal:
        """The sum, signed as its section counts."""

    @property
    def count(self) -> int:
        """The number of transactions."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the books say of a range: periods oldest first, sums in all, and by category."""

    periods: Sequence[PeriodSums]
    totals: Sums
    categories: Sequence[CategoryShare]


@dataclass(slots=True)
class Total:
    """The sum of a category and of those below it."""

    amount: Decimal = Decimal(0)
    count: int = 0


def build(
    shown: Range, found: Found, writer: Writer, presets: Sequence[tuple[str, Range]]
) -> ReportsPage:
    """Put the page together, ready to be written."""
    pen = Pen(writer.currency, writer.locale)
    usual = _usual([one.sums.spending for one in found.periods])
    tables = _tables(shown, found, writer)
    return ReportsPage(
        label=_label(shown, writer),
        note=shown.note,
        form=Form.filled(unit=shown.unit.value, start=shown.start, until=shown.until),
        units=tuple(_unit(shown, unit) for unit in Unit),
        presets=tuple(_preset(shown, *preset) for preset in presets),
        figures=tuple(_figures(shown, found.totals, writer)),
        bars=_bars(found, pen),
        pie=_pie(found, shown, writer, pen),
        trend=_trend(found, usual, pen),
        trend_name=_usual_name(shown.unit),
        rows=tuple(_row(one.label, one.period, one.sums, writer) for one in found.periods),
        total=_row("All in all", shown, found.totals, writer),
        trend_rows=tuple(_trend_rows(found, usual, writer)),
        sections=tables,
    )


def listed(span: Period | Range, **more: str) -> str:
    """Give the address of the list that shows the transactions of some days."""
    words = {"start": str(span.start), "end": str(span.end)} | more
    return f"/?{urlencode(words)}#transactions"


def _label(shown: Range, writer: Writer) -> str:
    first, last = (filters.day(day, writer.locale) for day in (shown.start, shown.until))
    return f"{first} – {last}"


def _unit(shown: Range, unit: Unit) -> display.Unit:
    other = Range(unit, shown.start, shown.end)
    return display.Unit(f"By {unit}", other.href, unit is shown.unit)


def _preset(shown: Range, name: str, preset: Range) -> tuple[str, str, bool]:
    return name, preset.href, (preset.start, preset.end) == (shown.start, shown.end)


def _figures(shown: Range, totals: Sums, writer: Writer) -> Iterable[Figure]:
    for name, label, of in FIGURES:
        yield Figure(label, _written(name, of(totals), writer), listed(shown, section=name), name)


def _row(label: str, span: Period | Range, sums: Sums, writer: Writer) -> PeriodRow:
    cells = [
        Cell(_written(name, of(sums), writer), listed(span, section=name), name)
        for name, _, of in FIGURES
    ]
    return PeriodRow(label, listed(span), tuple(cells))


def _written(name: Tone, amount: Decimal, writer: Writer) -> str:
    return writer.signed(amount) if name == "net" else writer.money(amount)


def _bars(found: Found, pen: Pen) -> Spec:
    series = [
        Series(
            label,
            [of(one.sums) for one in found.periods],
            name,
            [listed(one.period, section=name) for one in found.periods],
        )
        for name, label, of in FIGURES
    ]
    return pen.bars([_short(one) for one in found.periods], series)


def _short(one: PeriodSums) -> str:
    """Name a period on an axis: `W30`, `Jul 25`, `2025`."""
    day = one.period.start
    if one.period.unit is Unit.WEEK:
        return f"W{day.isocalendar().week:02}"
    return f"{day:%b %y}" if one.period.unit is Unit.MONTH else str(day.year)


def _usual(spent: Sequence[Decimal]) -> list[Decimal | None]:
    """Average each period's spending with the ones before it; the first ones are gaps."""
    return [
        sum(spent[at + 1 - SMOOTHED : at + 1], Decimal(0)) / SMOOTHED
        if at + 1 >= SMOOTHED
        else None
        for at in range(len(spent))
    ]


def _usual_name(unit: Unit) -> str:
    return f"Average of {SMOOTHED} {unit}s"


def _trend(found: Found, usual: Sequence[Decimal | None], pen: Pen) -> Spec:
    links = [listed(one.period, section="spending") for one in found.periods]
    name = _usual_name(found.periods[0].period.unit)
    series = [
        Series("Spending", [one.sums.spending for one in found.periods], "spending", links),
        Series(name, usual, "slate", links),
    ]
    return pen.lines([_short(one) for one in found.periods], series)


def _trend_rows(
    found: Found, usual: Sequence[Decimal | None], writer: Writer
) -> Iterable[tuple[str, str, str]]:
    for one, mean in zip(found.periods, usual, strict=True):
        spent = writer.money(one.sums.spending)
        yield one.label, spent, "" if mean is None else writer.money(mean)


def _tables(shown: Range, found: Found, writer: Writer) -> tuple[SectionTable, ...]:
    wholes = dict(zip(SECTIONS, (of(found.totals) for _, _, of in FIGURES), strict=False))
    tables = [
        SectionTable(
            label,
            Cell(
                writer.money(wholes[section]),
                listed(shown, section=section.value),
                TONES[section],
            ),
            tuple(_categories(shown, section, wholes[section], found, writer)),
        )
        for section, label in SECTIONS.items()
    ]
    return tuple(table for table in tables if table.rows)


def _categories(
    shown: Range, section: Section, whole: Decimal, found: Found, writer: Writer
) -> Iterable[CategoryRow]:
    totals = _totals(section, found, writer)
    largest = max((abs(one.amount) for one in totals.values()), default=Decimal(0)) or Decimal(1)
    for key, one in totals.items():
        name = writer.names.categories[key]
        href = listed(shown, section=section.value, category_id=str(key))
        yield CategoryRow(
            CategoryMark(name.name, name.icon, name.colour, href),
            writer.money(one.amount),
            TONES[section],
            f"{one.amount / whole * 100:.0f} %" if whole > 0 else "",
            f"{abs(one.amount) / largest * 100:.1f}",
            f"{one.count:,}",
        )


def _totals(section: Section, found: Found, writer: Writer) -> dict[UUID, Total]:
    """Sum by category, largest first; one below another counts in the upper one."""
    totals: dict[UUID, Total] = defaultdict(Total)
    for one in found.categories:
        if one.section is section:
            total = totals[writer.names.top(one.category_id).id]
            total.amount += one.amount
            total.count += one.count
    return dict(sorted(totals.items(), key=lambda item: (-item[1].amount, item[0])))


def _pie(found: Found, shown: Range, writer: Writer, pen: Pen) -> Spec:
    """Draw spending by category; the smallest ones are gathered."""
    totals = _totals(Section.SPENDING, found, writer)
    slices = []
    for key, one in totals.items():
        name = writer.names.categories[key]
        href = listed(shown, section="spending", category_id=str(key))
        slices.append(Slice(name.name, one.amount, name.colour, href))
    kept, rest = slices[:MOST_SLICES], slices[MOST_SLICES:]
    if rest:
        left = sum((one.amount for one in rest), Decimal(0))
        kept.append(Slice(f"{len(rest)} more", left, "slate", listed(shown, section="spending")))
    return pen.pie("Spending", kept)
