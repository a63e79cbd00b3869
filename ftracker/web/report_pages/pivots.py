"""The pivot table: rows, columns and a measure, each cell with the transactions behind it."""

from collections.abc import Iterable, Sequence
from typing import Any

from ftracker.domain.reports.pivots import Line, Pivot
from ftracker.domain.reports.sums import By
from ftracker.web import report_conditions, report_plans
from ftracker.web.report_axes import Axes
from ftracker.web.report_pages import pivot_charts
from ftracker.web.report_pages.pivot_sheets import Sheet
from ftracker.web.report_plans import Asked
from ftracker.web.tables import Block, Body, Cell, Column, Row, Table

_TAGS = (
    "A transaction with several tags counts under each of them;"
    " what stands under “In all” counts it once."
)


def body(found: Pivot, asked: Asked, axes: Axes) -> Body:
    """Show one pivot table: drawn as it was asked for, and as a table."""
    sheet = Sheet(found, asked, axes)
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
    heads = [Column(sheet.short(columns, one), _name(sheet, one)) for one in columns.lines]
    written = list(_rows(sheet)) if sheet.found.whole.count else []
    # Without rows of its own there is the whole, and nothing below it.
    foot = tuple(written[-1:]) if rows.axis else ()
    body = tuple(written[:-1]) if rows.axis else tuple(written)
    named = (Column(first, "row", is_number=False), *_whole_first(heads))
    return Table("pivot", title, named, body, foot)


def _whole_first(fields: Sequence[Any]) -> Iterable[Any]:
    """Put the whole first: with many columns the last ones lie beyond the edge of a screen."""
    *entries, whole = fields
    return (whole, *entries)


def _name(sheet: Sheet, line: Any) -> str:
    axis = sheet.found.columns.axis
    if axis is None or isinstance(line, Line):
        return Line(line).value
    return f"{axis}:{sheet.axes.name(axis, line)}"


def _rows(sheet: Sheet) -> Iterable[Row]:
    side = sheet.found.rows
    for line, narrowing, fields in zip(side.lines, sheet.rows, sheet.fields, strict=True):
        href, _ = sheet.axes.crossing(narrowing)
        yield Row((_first(sheet, line, href), *_whole_first(fields)))


def _first(sheet: Sheet, line: Any, href: str) -> Cell:
    side = sheet.found.rows
    if side.axis and not isinstance(line, Line):
        return sheet.axes.cell(side.axis, line, href)
    return sheet.cells.text(sheet.label(side, line), href)


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
