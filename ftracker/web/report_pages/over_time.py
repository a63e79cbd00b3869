"""What each period of a report came to: its bars and their table, as several reports show them."""

from collections.abc import Iterable, Sequence

from ftracker.domain.periods import Period
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.sums import Sums
from ftracker.web.charts import Series, Spec
from ftracker.web.display import Figure
from ftracker.web.report_cells import FIGURES, Cells
from ftracker.web.tables import Block, Cell, Column, Row, Table

_COLUMNS = (
    Column("Period", "period", is_number=False),
    *(Column(label, name) for name, label, _ in FIGURES),
    Column("So far", "so_far"),
)


def figures(sums: Sums, cells: Cells) -> Iterable[Figure]:
    """Write income, spending, set aside and net of the whole report."""
    for name, label, of in FIGURES:
        yield cells.figure(label, of(sums), cells.links.rows(section=name), name)


def block(found: Sequence[Result], cells: Cells) -> Block:
    """Show each period, oldest first, and all of them together."""
    whole = sum((one.sums for one in found), Sums())
    rows = tuple(_row(one, cells) for one in found)
    first = cells.text("In all", cells.links.rows())
    foot = Row((first, *_sums(whole, cells.links.view.days, cells), cells.derived(None)))
    table = Table("periods", "Sums by period", _COLUMNS, rows, (foot,))
    return Block("Over time", table, _bars(found, cells), "Income, spending and net by period")


def _row(one: Result, cells: Cells) -> Row:
    name = cells.text(one.label, cells.links.rows(one.period))
    so_far = Range(cells.links.view.days.start, one.period.end)
    href = cells.links.rows(so_far, section="net")
    return Row((name, *_sums(one.sums, one.period, cells), cells.sum(one.so_far, href, "net")))


def _sums(sums: Sums, days: Range | Period, cells: Cells) -> Iterable[Cell]:
    for name, _, of in FIGURES:
        yield cells.sum(of(sums), cells.links.rows(days, section=name), name)


def _bars(found: Sequence[Result], cells: Cells) -> Spec:
    series = [
        Series(
            label,
            [of(one.sums) for one in found],
            name,
            [cells.links.rows(one.period, section=name) for one in found],
        )
        for name, label, of in FIGURES
    ]
    return cells.pen.bars(cells.axis([one.period for one in found]), series)
