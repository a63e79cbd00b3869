"""The drawings of pivot tables: along periods where there are some, else along the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from ftracker.domain.reports.pivots import UNITS, Measure, Number, Side
from ftracker.web import charts, report_plans
from ftracker.web.charts import Pen, Series, Slice, Spec
from ftracker.web.report_pages.pivot_sheets import Sheet
from ftracker.web.tables import Cell

MOST_SERIES, MOST_LABELS, MOST_SLICES = 8, 20, 11
T = TypeVar("T")
# The place of the whole among the lines of a side.
_WHOLE = -1


@dataclass(frozen=True)
class _Drawing:
    """A sheet as it is drawn: `along` are the labels, a series is made of each of `across`.

    Its numbers and fields stand by their places among the lines along, then among those across.
    """

    sheet: Sheet
    along: Side
    across: Side
    numbers: Sequence[Sequence[Number]]
    fields: Sequence[Sequence[Cell]]

    @cached_property
    def labels(self) -> Sequence[int]:
        """The places along the drawing: all periods, else the largest; or only the whole."""
        side = self.along
        return range(len(side.keys)) if side.axis in UNITS else self.largest_along(MOST_LABELS)

    def largest_along(self, most: int) -> Sequence[int]:
        """Choose the places along that are the farthest from nothing, in their order."""
        return _largest(self.along, [row[_WHOLE] for row in self.numbers], most)

    def largest_across(self, most: int) -> Sequence[int]:
        """Choose the places across that are the farthest from nothing, in their order."""
        return _largest(self.across, self.numbers[_WHOLE], most)

    def series(self, name: str, place: int, paint: str, paints: Sequence[str] = ()) -> Series:
        """Draw a line across: where nothing counts, a sum is zero and a median is a gap."""
        nothing = 0 if self.is_additive else None
        numbers = [self.numbers[label][place] for label in self.labels]
        values = [nothing if one is None else one for one in numbers]
        return Series(name, values, paint, self.links(place), paints)

    def links(self, place: int) -> list[str]:
        """Give the addresses along a line across."""
        return [self.fields[label][place].href for label in self.labels]

    @cached_property
    def is_additive(self) -> bool:
        return self.sheet.asked.plan.measure.is_additive


def drawn(sheet: Sheet) -> Spec | None:
    """Draw a pivot table as it was asked for; None where that is as a table."""
    show = sheet.asked.show
    if show == "table" or not sheet.found.whole.count:
        return None
    if show == "pie":
        return _pie(_drawing(sheet, is_turned=sheet.found.rows.axis is None), _pen(sheet))
    drawing = _drawing(sheet, is_turned=_is_turned(sheet))
    series = list(_series(drawing))
    labels = _names(sheet, drawing.along, drawing.labels)
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


def _drawing(sheet: Sheet, *, is_turned: bool) -> _Drawing:
    rows, columns = sheet.found.rows, sheet.found.columns
    if is_turned:
        return _Drawing(sheet, columns, rows, _turned(sheet.numbers), _turned(sheet.fields))
    return _Drawing(sheet, rows, columns, sheet.numbers, sheet.fields)


def _turned(rows: Sequence[Sequence[T]]) -> Sequence[Sequence[T]]:
    return list(zip(*rows, strict=True))


def _pen(sheet: Sheet) -> Pen:
    measure = sheet.asked.plan.measure
    if measure is Measure.COUNT:
        return sheet.cells.pen.of("count")
    return sheet.cells.pen.of("share") if measure is Measure.SHARE else sheet.cells.pen


def _largest(side: Side, numbers: Sequence[Number], most: int) -> Sequence[int]:
    if side.axis is None:
        return (_WHOLE,)

    def size(place: int) -> Decimal:
        return abs(Decimal(numbers[place] or 0))

    return sorted(sorted(range(len(side.keys)), key=size, reverse=True)[:most])


def _names(sheet: Sheet, side: Side, places: Sequence[int]) -> list[str]:
    lines = side.lines
    return [sheet.short(side, lines[place]) for place in places]


def _paints(sheet: Sheet, side: Side, places: Sequence[int]) -> Sequence[str]:
    return sheet.axes.paints(side.axis, [side.keys[place] for place in places]) if side.axis else ()


def _series(drawing: _Drawing) -> Iterator[Series]:
    """Make a series of each of the largest lines across, and of the others together."""
    side, sheet = drawing.across, drawing.sheet
    if side.axis is None:
        yield _alone(drawing)
        return
    there = range(len(side.keys))
    places = there[-MOST_SERIES:] if side.axis in UNITS else drawing.largest_across(MOST_SERIES)
    names, paints = _names(sheet, side, places), _paints(sheet, side, places)
    for place, name, paint in zip(places, names, paints, strict=True):
        yield drawing.series(name, place, paint)
    if len(places) < len(there) + side.count and _can_be_gathered(drawing):
        yield _others(drawing, places)


def _alone(drawing: _Drawing) -> Series:
    """Draw the lines of a table with one axis, each in its own colour unless they are periods."""
    side, asked = drawing.along, drawing.sheet.asked
    paints = () if side.axis in UNITS else _paints(drawing.sheet, side, drawing.labels)
    name = report_plans.MEASURES[asked.plan.measure]
    return drawing.series(name, _WHOLE, asked.section, paints)


def _can_be_gathered(drawing: _Drawing) -> bool:
    return drawing.is_additive and drawing.across.is_additive


def _others(drawing: _Drawing, places: Sequence[int]) -> Series:
    """Draw what all other lines come to; it leads to the whole that they are a part of."""
    side = drawing.across
    count = len(side.keys) + side.count - len(places)
    there = [drawing.numbers[label] for label in drawing.labels]
    values = [(row[_WHOLE] or 0) - sum(row[place] or 0 for place in places) for row in there]
    return Series(f"{count:,} more", values, charts.REST, drawing.links(_WHOLE))


def _pie(drawing: _Drawing, pen: Pen) -> Spec:
    """Draw the largest parts of the whole, and what is left of it."""
    side, sheet = drawing.along, drawing.sheet
    places = drawing.largest_along(MOST_SLICES)
    names, paints = _names(sheet, side, places), _paints(sheet, side, places) or [charts.REST]
    numbers = [Decimal(row[_WHOLE] or 0) for row in drawing.numbers]
    links = [row[_WHOLE].href for row in drawing.fields]
    slices = [
        Slice(name, numbers[place], paint, links[place])
        for place, name, paint in zip(places, names, paints, strict=True)
    ]
    if (count := len(side.keys) + side.count - len(places)) > 0 and side.is_additive:
        left = numbers[_WHOLE] - sum(one.amount for one in slices)
        slices.append(Slice(f"{count:,} more", left, charts.REST, links[_WHOLE]))
    return pen.pie(report_plans.MEASURES[sheet.asked.plan.measure], slices)
