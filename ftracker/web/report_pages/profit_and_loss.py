"""Profit and loss: what was left of each period, and how the calendar year adds up."""

from decimal import Decimal

from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import Sums
from ftracker.domain.reports.years import ProfitAndLoss, Standing, Step, Years
from ftracker.web import filters, report_labels
from ftracker.web.charts import Series, Spec
from ftracker.web.comparison_cells import Comparing
from ftracker.web.report_cells import Cells
from ftracker.web.report_pages import beside, over_time
from ftracker.web.tables import Block, Body, Cell, Column, Row, Sentence, Table


def body(found: ProfitAndLoss, cells: Cells) -> Body:
    """Show each period, oldest first, and the calendar year beside the one before it."""
    comparing = Comparing(cells, found.held)
    whole = sum((one.sums for one in found.results), Sums())
    return Body(
        figures=tuple(beside.figures(whole, comparing)),
        sentences=(*comparing.warnings, _standing(found.years.standing, cells)),
        blocks=(
            *beside.blocks(whole, comparing),
            over_time.block(found.results, found.then, comparing),
            _year(found.years, cells),
        ),
    )


def _standing(one: Standing, cells: Cells) -> Sentence:
    year = one.days.start.year
    until = filters.day(one.days.until, cells.writer.locale)
    gap = one.net - one.net_before
    money = cells.writer.money
    more = f"{money(abs(gap))} {'more' if gap > 0 else 'less'} than" if gap else "the same as"
    left = f"{money(one.net)} was left" if one.net >= 0 else f"{money(-one.net)} was missing"
    text = f"{left} of {year} up to {until}: {more} in the same days of {year - 1}."
    return Sentence(text, cells.links.rows(one.days, section="net"))


def _year(years: Years, cells: Cells) -> Block:
    year = years.year.start.year
    columns = (
        Column("Period", "period", is_number=False),
        Column("Net", "net"),
        Column(f"{year} so far", "so_far"),
        Column(f"{year - 1} by then", "so_far_before"),
        Column("Difference", "difference"),
    )
    rows = tuple(_row(one, cells) for one in years.steps)
    table = Table("year", f"Net of {year} and {year - 1}, added up", columns, rows)
    return Block(
        f"{year} beside {year - 1}",
        table,
        _lines(years, cells),
        f"Net added up from New Year on, {year} and {year - 1}",
        note="What was left, added up from New Year on. It is the whole year, whatever the days.",
    )


def _row(one: Step, cells: Cells) -> Row:
    days = Range(one.period.start, one.period.end)
    gap = None if one.so_far is None else one.so_far - one.so_far_before
    return Row(
        (
            cells.text(report_labels.whole(one.period), cells.links.rows(days)),
            _net(one.net, days, cells),
            _net(one.so_far, one.days, cells),
            _net(one.so_far_before, one.days_before, cells),
            cells.derived(gap, tone="net"),
        )
    )


def _net(amount: Decimal | None, days: Range, cells: Cells) -> Cell:
    if amount is None:
        return cells.derived(None)
    return cells.sum(amount, cells.links.rows(days, section="net"), "net")


def _lines(years: Years, cells: Cells) -> Spec:
    rows = cells.links.rows
    year = years.year.start.year
    labels = cells.axis([one.period for one in years.steps])
    here = Series(
        str(year),
        [one.so_far for one in years.steps],
        "net",
        [rows(one.days, section="net") for one in years.steps],
    )
    before = Series(
        str(year - 1),
        [one.so_far_before for one in years.steps],
        "slate",
        [rows(one.days_before, section="net") for one in years.steps],
        drawn="dashed",
    )
    return cells.pen.lines(labels, [here, before])
