"""Income, spending, set aside and net beside those of other days."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import partial

from ftracker.domain.reports.sums import Sums
from ftracker.web.comparison_cells import Comparing
from ftracker.web.display import Figure, Tone
from ftracker.web.report_cells import FIGURES
from ftracker.web.tables import Block, Column, Row, Table


def figures(sums: Sums, comparing: Comparing) -> Iterable[Figure]:
    """Write the four sums of the whole report, and how they differ from what was then."""
    cells, then = comparing.cells, comparing.held.sums
    for name, label, of in FIGURES:
        figure = cells.figure(label, of(sums), cells.links.rows(section=name), name)
        yield replace(figure, change=comparing.change(of(sums), of(then), name))


def blocks(sums: Sums, comparing: Comparing) -> Iterable[Block]:
    """Show both side by side; nothing where nothing is compared."""
    if not comparing.held.ranges:
        return
    then = comparing.held.sums
    columns = (
        Column("Sum", "sum", is_number=False),
        Column("These days", "amount"),
        *comparing.columns,
        Column("Difference", "difference"),
    )
    rows = tuple(_row(comparing, label, name, of(sums), of(then)) for name, label, of in FIGURES)
    title = f"Beside {comparing.said}"
    yield Block(title, Table("comparison", title, columns, rows), note=comparing.note)


def _row(comparing: Comparing, label: str, name: Tone, now: Decimal, then: Decimal) -> Row:
    cells = comparing.cells
    rows = partial(cells.links.rows, section=name)
    gap = cells.derived(now - then, tone="net")
    pair = comparing.pair(now, then, name, rows)
    return Row((cells.text(label, rows()), cells.sum(now, rows(), name), *pair, gap))
