"""What each period of a report came to: its bars and their table, as several reports show them."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from ftracker.domain.periods import Period
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.sums import Sums
from ftracker.web.charts import Series
from ftracker.web.comparison_cells import Comparing
from ftracker.web.report_cells import FIGURES, Cells
from ftracker.web.tables import Block, Cell, Column, Row, Table

_COLUMNS = (
    Column("Period", "period", is_number=False),
    *(Column(label, name) for name, label, _ in FIGURES),
    Column("So far", "so_far"),
)
_THEN = Column("Net then", "net_then")


def block(found: Sequence[Result], then: Sequence[Result], comparing: Comparing) -> Block:
    """Show each period, oldest first, and all of them together.

    Beside each stands the net of the one in its place in the range it is held against, unless
    that has more of them.
    """
    cells = comparing.cells
    whole = sum((one.sums for one in found), Sums())
    rows = [_row(one, cells) for one in found]
    first = cells.text("In all", cells.links.rows())
    foot = Row((first, *_sums(whole, cells.links.view.days, cells), cells.derived(None)))
    columns, series = _COLUMNS, _series(found, cells)
    if comparing.held.only and len(then) <= len(found):
        columns = (*_COLUMNS, _THEN)
        beside = [_net(one, cells) for one, _ in zip_longest(then, found)]
        rows = [Row((*row.cells, cell)) for row, cell in zip(rows, beside, strict=True)]
        net = comparing.held.sums.net
        href = cells.links.rows(comparing.held.only, section="net")
        foot = Row((*foot.cells, cells.sum(net, href, "net")))
        series.append(_then(then, cells))
    table = Table("periods", "Sums by period", columns, tuple(rows), (foot,))
    chart = cells.pen.bars(cells.axis([one.period for one in found]), series)
    return Block("Over time", table, chart, "Income, spending and net by period")


def _row(one: Result, cells: Cells) -> Row:
    name = cells.text(one.label, cells.links.rows(one.period))
    so_far = Range(cells.links.view.days.start, one.period.end)
    href = cells.links.rows(so_far, section="net")
    return Row((name, *_sums(one.sums, one.period, cells), cells.sum(one.so_far, href, "net")))


def _sums(sums: Sums, days: Range | Period, cells: Cells) -> Iterable[Cell]:
    for name, _, of in FIGURES:
        yield cells.sum(of(sums), cells.links.rows(days, section=name), name)


def _net(one: Result | None, cells: Cells) -> Cell:
    if one is None:
        return cells.derived(None)
    return cells.sum(one.sums.net, cells.links.rows(one.period, section="net"), "net")


def _series(found: Sequence[Result], cells: Cells) -> list[Series]:
    return [
        Series(
            label,
            [of(one.sums) for one in found],
            name,
            [cells.links.rows(one.period, section=name) for one in found],
        )
        for name, label, of in FIGURES
    ]


def _then(then: Sequence[Result], cells: Cells) -> Series:
    nets = [one.sums.net for one in then]
    links = [cells.links.rows(one.period, section="net") for one in then]
    return Series("Net then", nets, "net", links, drawn="dashed")
