"""The drawings of pivot tables: along periods where there are some, else along the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from ftracker.domain.reports.pivots import UNITS, Line, Measure, Side
from ftracker.web import charts, report_plans
from ftracker.web.charts import Pen, Series, Slice, Spec
from ftracker.web.report_pages.pivot_sheets import Sheet

MOST_SERIES, MOST_LABELS, MOST_SLICES = 8, 20, 11


@dataclass(frozen=True)
class _Drawing:
    """A sheet as it is drawn: `along` are the labels, a series is made of each of `across`."""

    sheet: Sheet
    is_turned: bool

    @property
    def along(self) -> Side:
        found = self.sheet.found
        return found.columns if self.is_turned else found.rows

    @property
    def across(self) -> Side:
        found = self.sheet.found
        return found.rows if self.is_turned else found.columns

    @cached_property
    def labels(self) -> Sequence[Any]:
        """The lines along the drawing: all periods, else the largest; or there is but the whole."""
        side = self.along
        if side.axis is None:
            return (Line.ALL,)
        return side.keys if side.axis in UNITS else self.largest(side, MOST_LABELS)

    def largest(self, side: Side, most: int) -> Sequence[Any]:
        """Choose the lines of a side that are the farthest from nothing, in their order."""

        def size(line: Any) -> Decimal:
            place = (line, Line.ALL) if side is self.along else (Line.ALL, line)
            return abs(Decimal(self.number(*place) or 0))

        chosen = set(sorted(side.keys, key=size, reverse=True)[:most])
        return [one for one in side.keys if one in chosen]

    @cached_property
    def is_additive(self) -> bool:
        return self.sheet.asked.plan.measure.is_additive

    def number(self, label: Any, line: Any) -> Decimal | int | None:
        return self.sheet.values.get(self._place(label, line))

    def href(self, label: Any, line: Any) -> str:
        if self.number(label, line) is None:
            return ""
        return self.sheet.href(*self._place(label, line))[0]

    def _place(self, label: Any, line: Any) -> tuple[Any, Any]:
        return (line, label) if self.is_turned else (label, line)


def drawn(sheet: Sheet) -> Spec | None:
    """Draw a pivot table as it was asked for; None where that is as a table."""
    show = sheet.asked.show
    if show == "table" or not sheet.found.whole.count:
        return None
    if show == "pie":
        return _pie(_Drawing(sheet, sheet.found.rows.axis is None), _pen(sheet))
    drawing = _Drawing(sheet, _is_turned(sheet))
    series = list(_series(drawing))
    labels = [sheet.short(drawing.along, one) for one in drawing.labels]
    pen = _pen(sheet)
    if show == "lines":
        return pen.lines(labels, series)
    if show == "stacked" and len(series) > 1:
        return pen.stacked(labels, series)
    return pen.bars(labels, series) if drawing.along.axis in UNITS else pen.sideways(labels, series)


def is_cut(sheet: Sheet) -> bool:
    """Tell whether a drawing along rows or columns leaves some of them out."""
    turned = _is_turned(sheet)
    side = sheet.found.columns if turned else sheet.found.rows
    return side.axis not in UNITS and len(side.keys) > MOST_LABELS


def _is_turned(sheet: Sheet) -> bool:
    rows, columns = sheet.found.rows.axis, sheet.found.columns.axis
    return (columns in UNITS and rows not in UNITS) or rows is None


def _pen(sheet: Sheet) -> Pen:
    measure = sheet.asked.plan.measure
    if measure is Measure.COUNT:
        return sheet.cells.pen.of("count")
    return sheet.cells.pen.of("share") if measure is Measure.SHARE else sheet.cells.pen


def _series(drawing: _Drawing) -> Iterator[Series]:
    """Make a series of each of the largest lines across, and of the others together."""
    side = drawing.across
    if side.axis is None:
        yield _alone(drawing)
        return
    is_time = side.axis in UNITS
    keys = side.keys[-MOST_SERIES:] if is_time else drawing.largest(side, MOST_SERIES)
    paints = drawing.sheet.axes.paints(side.axis, keys)
    for key, paint in zip(keys, paints, strict=True):
        yield _one(drawing, key, paint)
    if len(keys) < len(side.keys) + side.count and _can_be_gathered(drawing):
        yield _others(drawing, keys)


def _one(drawing: _Drawing, key: Any, paint: str) -> Series:
    return Series(
        drawing.sheet.short(drawing.across, key),
        [_value(drawing, label, key) for label in drawing.labels],
        paint,
        [drawing.href(label, key) for label in drawing.labels],
    )


def _value(drawing: _Drawing, label: Any, line: Any) -> Decimal | int | None:
    """Give a value; where nothing counts, a sum is zero and a median is a gap."""
    number = drawing.number(label, line)
    return 0 if number is None and drawing.is_additive else number


def _alone(drawing: _Drawing) -> Series:
    """Draw the lines of a table with one axis, each in its own colour unless they are periods."""
    axis, labels = drawing.along.axis, drawing.labels
    has_paints = axis and axis not in UNITS
    return Series(
        report_plans.MEASURES[drawing.sheet.asked.plan.measure],
        [_value(drawing, label, Line.ALL) for label in labels],
        drawing.sheet.asked.section,
        [drawing.href(label, Line.ALL) for label in labels],
        drawing.sheet.axes.paints(axis, labels) if axis and has_paints else (),
    )


def _can_be_gathered(drawing: _Drawing) -> bool:
    return drawing.sheet.asked.plan.measure.is_additive and drawing.across.is_additive


def _others(drawing: _Drawing, keys: Sequence[Any]) -> Series:
    """Draw what all other lines come to; it leads to the whole that they are a part of."""
    side = drawing.across
    values = []
    for label in drawing.labels:
        whole = _value(drawing, label, Line.ALL) or 0
        values.append(whole - sum(_value(drawing, label, key) or 0 for key in keys))
    count = len(side.keys) + side.count - len(keys)
    links = [drawing.href(label, Line.ALL) for label in drawing.labels]
    return Series(f"{count:,} more", values, charts.REST, links)


def _pie(drawing: _Drawing, pen: Pen) -> Spec:
    """Draw the largest parts of the whole, and what is left of it."""
    side = drawing.along
    keys = drawing.largest(side, MOST_SLICES) if side.axis else (Line.ALL,)
    paints = drawing.sheet.axes.paints(side.axis, keys) if side.axis else [charts.REST]
    slices = [
        Slice(
            drawing.sheet.short(side, key),
            Decimal(_value(drawing, key, Line.ALL) or 0),
            paint,
            drawing.href(key, Line.ALL),
        )
        for key, paint in zip(keys, paints, strict=True)
    ]
    if (count := len(side.keys) + side.count - len(keys)) > 0 and side.is_additive:
        whole = Decimal(_value(drawing, Line.ALL, Line.ALL) or 0)
        left = whole - sum(one.amount for one in slices)
        slices.append(Slice(f"{count:,} more", left, charts.REST, drawing.href(Line.ALL, Line.ALL)))
    return pen.pie(report_plans.MEASURES[drawing.sheet.asked.plan.measure], slices)
