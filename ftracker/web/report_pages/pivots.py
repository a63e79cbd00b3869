"""The pivot table: rows, columns and a measure, each cell with the transactions behind it."""

from collections.abc import Iterable
from typing import Any

from ftracker.domain.reports.pivots import Line, Pivot
from ftracker.domain.reports.sums import By
from ftracker.web import report_conditions, report_plans
from ftracker.web.report_axes import Axes
from ftracker.web.report_pages import pivot_charts
from ftracker.web.report_pages.pivot_sheets import Sheet
from ftracker.web.report_plans import Asked
from ftracker.web.tables import Block, Body, Column, Row, Table

_TAGS = (
    "A transaction with several tags counts under each of them;"
    " what stands under “In all” counts it once."
)


def body(found: Pivot, asked: Asked, axes: Axes) -> Body:
    """Show one pivot table: drawn as it was asked for, and as a table."""
    sheet = Sheet(found, found.values, asked, axes)
    href, _ = axes.href()
    label = report_plans.SECTIONS[asked.section]
    return Body(
        (axes.cells.figure(label, found.whole.amount, href, sheet.tone),),
        blocks=(_block(sheet),),
        controls=asked.controls,
        builder=report_conditions.builder(axes.cells.links),
        notes=asked.notes,
    )


def _block(sheet: Sheet) -> Block:
    title = _title(sheet.asked)
    return Block(
        title,
        _table(sheet, title),
        pivot_charts.drawn(sheet),
        title,
        note=" ".join(_notes(sheet)),
    )


def _title(asked: Asked) -> str:
    """Say what is seen: `Sum by group and month`."""
    axes = [report_plans.AXES[one].lower() for one in asked.plan.axes]
    measure = report_plans.MEASURES[asked.plan.measure]
    return f"{measure} by {' and '.join(axes)}" if axes else measure


def _table(sheet: Sheet, title: str) -> Table:
    rows, columns = sheet.found.rows, sheet.found.columns
    first = report_plans.AXES[rows.axis] if rows.axis else ""
    heads = tuple(Column(sheet.short(columns, one), _name(sheet, one)) for one in _columns(sheet))
    written = [_row(sheet, one) for one in rows.lines] if sheet.found.whole.count else []
    # Without rows of its own there is the whole, and nothing below it.
    foot = tuple(written[-1:]) if rows.axis else ()
    body = tuple(written[:-1]) if rows.axis else tuple(written)
    return Table("pivot", title, (Column(first, "row", is_number=False), *heads), body, foot)


def _columns(sheet: Sheet) -> tuple[Any, ...]:
    """Put the whole first: with many columns the last ones lie beyond the edge of a screen."""
    *entries, whole = sheet.found.columns.lines
    return (whole, *entries)


def _name(sheet: Sheet, line: Any) -> str:
    axis = sheet.found.columns.axis
    if axis is None or isinstance(line, Line):
        return Line(line).value
    return f"{axis}:{sheet.axes.name(axis, line)}"


def _row(sheet: Sheet, line: Any) -> Row:
    side = sheet.found.rows
    href, _ = sheet.href(line, Line.ALL)
    if side.axis and not isinstance(line, Line):
        first = sheet.axes.cell(side.axis, line, href)
    else:
        first = sheet.cells.text(sheet.label(side, line), href)
    return Row((first, *(sheet.cell(line, one) for one in _columns(sheet))))


def _notes(sheet: Sheet) -> Iterable[str]:
    """Say what a reader must know of the sums, and of what is drawn of them."""
    found = sheet.found
    if By.TAG in found.plan.axes:
        yield _TAGS
    for side in (found.rows, found.columns):
        if side.count and side.axis:
            name = report_plans.AXES[side.axis].lower()
            how = "gathered" if side.is_additive else "not shown"
            yield f"{side.count:,} more are {how} ({name}); filters show them one by one."
    if sheet.asked.show not in ("table", "pie") and pivot_charts.is_cut(sheet):
        yield f"The drawing shows the {pivot_charts.MOST_LABELS} largest."
