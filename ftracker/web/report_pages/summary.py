"""What came in, went out and was left; what is usual; and what changed."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from ftracker.domain.kinds import Section
from ftracker.domain.reports import summaries
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.summaries import Summary
from ftracker.domain.reports.sums import Sums
from ftracker.web import display, filters
from ftracker.web.comparison_cells import Comparing
from ftracker.web.display import Figure, Proof, Tone
from ftracker.web.report_cells import FIGURES, Cells
from ftracker.web.report_pages import beside, change_sentences, over_time
from ftracker.web.report_pages.shares import Level
from ftracker.web.tables import Block, Body, Column, Row, Sentence, Table


def body(found: Summary, cells: Cells) -> Body:
    """Show the sums, what changed, the periods, and what the money was for."""
    comparing = Comparing(cells, found.beside.held)
    return Body(
        figures=(*beside.figures(found.totals, comparing), *_rate(found.totals, cells)),
        sentences=tuple(_sentences(found, comparing)),
        blocks=(
            *beside.blocks(found.totals, comparing),
            over_time.block(found.results, found.beside.then, comparing),
            _typical(found, cells),
            _spending(found, cells),
        ),
    )


def _rate(sums: Sums, cells: Cells) -> Iterable[Figure]:
    """Say what part of the income was not spent; nothing where there was none."""
    rate, aside = summaries.savings_rate(sums), summaries.set_aside_rate(sums)
    if rate is None or aside is None:
        return
    yield Figure(
        "Savings rate",
        filters.percent(rate),
        cells.links.rows(section="net"),
        note=f"Net by income; {filters.percent(aside)} was set aside.",
        value=rate.quantize(Decimal("0.0001")),
        proof=Proof.DERIVED,
    )


def _sentences(found: Summary, comparing: Comparing) -> Iterable[Sentence]:
    yield from comparing.warnings
    if found.beside.changes:
        yield from change_sentences.of(found.beside.changes, comparing.cells)


def _typical(found: Summary, cells: Cells) -> Block:
    """Show what a period usually holds; the periods that are meant have no gap between them."""
    unit = cells.links.view.unit
    periods = found.beside.typical
    first, last = periods[0], periods[-1]
    columns = (
        Column("Sum", "sum", is_number=False),
        Column("Average", "average"),
        Column("Median", "median"),
        Column("Lowest", "lowest"),
        Column("Highest", "highest"),
    )
    rows = tuple(_typical_row(periods, name, label, of, cells) for name, label, of in FIGURES)
    count = display.counted(len(periods), unit)
    return Block(
        f"A typical {unit}",
        Table("typical", f"What is typical of a {unit}", columns, rows),
        note=f"Of {count}, from {first.label} to {last.label}." if first is not last else "",
    )


def _typical_row(
    results: Sequence[Result], name: Tone, label: str, of: Callable[[Sums], Decimal], cells: Cells
) -> Row:
    days = Range(results[0].period.start, results[-1].period.end)
    href = cells.links.rows(days, section=name)
    found = summaries.typical(results, of)
    ends = (
        cells.sum(of(one.sums), cells.links.rows(one.period, section=name), name)
        for one in (found.lowest, found.highest)
    )
    average, middle = (cells.derived(x, href, name) for x in (found.average, found.median))
    return Row((cells.text(label, href), average, middle, *ends))


def _spending(found: Summary, cells: Cells) -> Block:
    level = Level(cells, Section.SPENDING)
    parts = level.ranked(found.categories)
    whole = sum((one.amount for one in parts), Decimal(0))
    columns = (
        Column("Category", "category", is_number=False),
        Column("Spending", "amount"),
        Column("Share", "share"),
    )
    rows = tuple(
        Row(
            (
                level.name(one.key),
                cells.sum(one.amount, level.rows(one.key), "spending"),
                cells.share(one.amount, whole),
            )
        )
        for one in parts
    )
    return Block(
        "What was spent",
        Table("spending", "Spending by category", columns, rows),
        level.pie(parts, "Spending"),
        "Spending by category, the largest parts",
        note=level.undrawn(parts),
        empty="Nothing was spent in these days.",
    )
