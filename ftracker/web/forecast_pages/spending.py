"""Spending ahead: what each category comes to in a period, held against its budget."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftracker.domain.cadences import Span
from ftracker.domain.forecasts import CategoriesAhead, CategoryAhead, PeriodAhead
from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY
from ftracker.web import filters, forecast_words, report_cells
from ftracker.web.budget_periods import listed
from ftracker.web.display import Figure, Proof, Tone
from ftracker.web.forecast_views import PATH, Look
from ftracker.web.report_cells import Cells
from ftracker.web.rows import Writer
from ftracker.web.tables import NO_CELL, Block, Body, Cell, Column, Row, Sentence, Table

TITLES = {
    Section.SPENDING: "Spending by category",
    Section.INCOME: "Income",
    Section.SET_ASIDE: "Set aside",
}
SO_FAR = {
    Section.SPENDING: "Spent so far",
    Section.INCOME: "Came so far",
    Section.SET_ASIDE: "Set aside so far",
}
WHOLE = {
    Section.SPENDING: "All spending",
    Section.INCOME: "All income",
    Section.SET_ASIDE: "All set aside",
}
_MOST_SENTENCES = 3
LIKELY = 0.5
_LONGEST = 31


@dataclass(frozen=True, slots=True)
class Here:
    """What categories come to, in the period that is looked at."""

    found: CategoriesAhead
    look: Look
    cells: Cells

    def period(self, one: CategoryAhead) -> PeriodAhead | None:
        """Give the period of a category; it has fewer where they are long."""
        ahead = self.look.ahead
        return one.periods[ahead] if ahead < len(one.periods) else None

    @property
    def periods(self) -> Sequence[PeriodAhead]:
        """The periods that most of the household is reckoned in: those of all spending."""
        whole = (x for x in self.found.categories if x.category_id is None)
        of_spending = [one for one in whole if one.section == Section.SPENDING]
        return of_spending[0].periods if of_spending else ()

    def of(self, section: Section) -> Iterator[tuple[CategoryAhead, PeriodAhead]]:
        """Give the categories of a section with their period, those that are gone left out."""
        known = self.cells.writer.names.categories
        for one in self.found.categories:
            period = self.period(one)
            is_known = one.category_id is None or one.category_id in known
            if one.section == section and period and is_known and _says_something(period):
                yield one, period


def body(here: Here) -> Body:
    """Show each section's categories, the figures of all of them, and the budgets in danger."""
    blocks = [block for section in TITLES if (block := _block(section, here)).table.rows]
    return Body(tuple(_figures(here)), tuple(_sentences(here)), tuple(blocks))


def _says_something(one: PeriodAhead) -> bool:
    return bool(one.so_far or one.band.high80 or one.budget)


def href(one: CategoryAhead, section: str) -> str:
    """Give the address of a category's own forecast."""
    return f"{PATH}/categories/{one.category_id}?section={section}"


def so_far(one: CategoryAhead, period: PeriodAhead, as_of: date) -> str:
    """Give the address of what a category came to so far: up to and with the day of the answer."""
    end = min(period.end, max(as_of, period.start) + DAY)
    return listed(Span(period.start, end), Section(one.section), one.category_id)


def period_label(start: date, end: date, locale: str) -> str:
    """Name a period: a month or a year by its name, others by their days."""
    if start.day == end.day == 1 and (end - start).days <= _LONGEST:
        return forecast_words.month(start, locale)
    last = end - DAY
    return f"{start.day} {start:%b} – {last.day} {last:%b} {last.year}"


def budget_sentence(name: str, period: PeriodAhead, writer: Writer) -> str:
    """Say where a category ends: `Rent will end between … and …, budget …: 71 % likely over`."""
    rough = filters.rough(writer.currency, writer.locale)
    band = period.band
    ends = f"will end between {rough(band.low80)} and {rough(band.high80)}"
    if rough(band.low80) == rough(band.high80):
        ends = f"will end at {rough(band.median)}"
    said = f"{name} {ends}"
    if period.budget is None or period.over is None:
        return f"{said}."
    return f"{said}, budget {rough(period.budget)}: {forecast_words.over(period.over)}."


def _figures(here: Here) -> Iterator[Figure]:
    for section, label in WHOLE.items():
        for one, period in here.of(section):
            if one.category_id is None:
                yield _figure(label, one, period, here)


def _figure(label: str, one: CategoryAhead, period: PeriodAhead, here: Here) -> Figure:
    writer, median = here.cells.writer, period.band.median
    note = f"80 %: {forecast_words.wide(period.band, writer)}"
    end = forecast_words.near_day(period.end - DAY, here.found.as_of, writer.locale)
    return Figure(
        label=f"{label} by {end}",
        text=filters.rough(writer.currency, writer.locale)(median),
        href=so_far(one, period, here.found.as_of),
        tone=report_cells.tone(Section(one.section)),
        note=note,
        value=median,
        proof=Proof.DERIVED,
    )


def _sentences(here: Here) -> Iterator[Sentence]:
    """Name the budgets that are likelier over than not, the likeliest first."""
    names = here.cells.writer.names.categories
    danger = [
        (period.over, one, period)
        for one, period in here.of(Section.SPENDING)
        if period.over is not None and period.over >= LIKELY
    ]
    for _, one, period in sorted(danger, key=lambda known: -known[0])[:_MOST_SENTENCES]:
        name = names[one.category_id].name if one.category_id else WHOLE[Section.SPENDING]
        text = budget_sentence(name, period, here.cells.writer)
        yield Sentence(text, _place(one, here), "bad")


def _place(one: CategoryAhead, here: Here) -> str:
    return href(one, one.section) if one.category_id else here.look.to("spending")


def _block(section: Section, here: Here) -> Block:
    found = list(here.of(section))
    spans = {(period.start, period.end) for _, period in found}
    has_budgets = any(period.budget is not None for _, period in found)
    columns = tuple(_columns(section, has_spans=len(spans) > 1, has_budgets=has_budgets))
    names = [column.name for column in columns]
    rows = [
        Row(_row(one, period, names, here), depth) for depth, one, period in _sorted(found, here)
    ]
    foot = [Row(_row(one, period, names, here)) for one, period in found if one.category_id is None]
    table = Table(section.value, f"{TITLES[section]}, expected", columns, tuple(rows), tuple(foot))
    return Block(TITLES[section], table)


def _columns(section: Section, *, has_spans: bool, has_budgets: bool) -> Iterator[Column]:
    yield Column("Category", "category", is_number=False)
    if has_spans:
        yield Column("Period", "period", is_number=False)
    yield Column(SO_FAR[section], "so_far")
    yield Column("Expected", "expected")
    yield Column("80 %: from", "low80")
    yield Column("to", "high80")
    if has_budgets:
        yield Column("Budget" if section is Section.SPENDING else "Planned", "budget")
        yield Column("Over budget" if section is Section.SPENDING else "More than planned", "over")


def _sorted(
    found: Iterable[tuple[CategoryAhead, PeriodAhead]], here: Here
) -> Iterator[tuple[int, CategoryAhead, PeriodAhead]]:
    """Give the categories as they came, each followed by those below it, which are deeper."""
    mine = {one.category_id: (one, period) for one, period in found if one.category_id}
    names = here.cells.writer.names.categories
    for key, pair in mine.items():
        if names[key].parent_id not in mine:
            yield 0, *pair
            yield from ((1, *other) for kid, other in mine.items() if names[kid].parent_id == key)


def _row(
    one: CategoryAhead, period: PeriodAhead, names: Sequence[str], here: Here
) -> tuple[Cell, ...]:
    cells, band, section = here.cells, period.band, Section(one.section)
    if one.category_id is None:
        first = cells.text(WHOLE[section])
    else:
        first = cells.category(one.category_id, href(one, section.value))
    label = period_label(period.start, period.end, cells.writer.locale)
    came = so_far(one, period, here.found.as_of)
    fields = {
        "category": first,
        "period": Cell(period.start, label),
        "so_far": cells.sum(period.so_far, came, report_cells.tone(section)),
        "expected": _likely(band.median, here),
        "low80": _likely(band.low80, here),
        "high80": _likely(band.high80, here),
        "budget": NO_CELL if period.budget is None else _likely(period.budget, here),
        "over": over(period, section),
    }
    return tuple(fields[name] for name in names)


def _likely(amount: Decimal, here: Here) -> Cell:
    writer = here.cells.writer
    return Cell(amount, filters.rough(writer.currency, writer.locale)(amount))


def over(period: PeriodAhead, section: Section) -> Cell:
    """Say how likely more than the budget is, with a bar."""
    if period.over is None:
        return NO_CELL
    share = Decimal(str(period.over))
    text = forecast_words.likelihood(period.over)
    is_bad = section is Section.SPENDING and period.over >= LIKELY
    tone: Tone = "spending" if is_bad else ""
    return Cell(share, text, tone=tone, meter=f"{share * 100:.0f}")
