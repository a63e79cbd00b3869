"""One pivot table as it is written: what its lines are called, and what stands in its cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ftracker.domain.reports.pivots import Line, Measure, Pivot, Side
from ftracker.web.display import Proof, Tone
from ftracker.web.report_axes import Axes, Narrowing
from ftracker.web.report_cells import FIGURES, Cells
from ftracker.web.report_plans import Asked
from ftracker.web.tables import NO_CELL, Cell

_TONES: dict[str, Tone] = {name: name for name, *_ in FIGURES}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A pivot table with all that it takes to write it; `values` are what stands in its cells."""

    found: Pivot
    values: Mapping[tuple[Any, Any], Decimal | int | None]
    asked: Asked
    axes: Axes
    _narrowings: dict[tuple[bool, Any], Narrowing] = field(default_factory=dict)
    _hrefs: dict[tuple[Any, Any], tuple[str, bool]] = field(default_factory=dict)

    @property
    def cells(self) -> Cells:
        """What writes the cells."""
        return self.axes.cells

    @property
    def tone(self) -> Tone:
        """The colour of its section."""
        return _TONES[self.asked.section]

    def label(self, side: Side, line: Any) -> str:
        """Name a row."""
        if line is Line.REST:
            return f"{side.count:,} more"
        if side.axis is None or line is Line.ALL:
            return "In all"
        return self.axes.label(side.axis, line)

    def short(self, side: Side, line: Any) -> str:
        """Name a column, or a place on the axis of a chart."""
        if side.axis is None or isinstance(line, Line):
            return self.label(side, line)
        return self.axes.short(side.axis, line)

    def number(self, row: Any, column: Any) -> Decimal | int | None:
        """Give what a cell is worth; None where nothing counts there."""
        return self.values.get((row, column))

    def href(self, row: Any, column: Any) -> tuple[str, bool]:
        """Give the address of what counts in a cell, and whether it is that and no more."""
        known = self._hrefs.get((row, column))
        if known is None:
            rows, columns = self.found.rows, self.found.columns
            known = self.axes.crossing(self._narrowing(rows, row), self._narrowing(columns, column))
            self._hrefs[row, column] = known
        return known

    def _narrowing(self, side: Side, line: Any) -> Narrowing:
        """Tell what narrows a list to a line; it is worked out once, not for each of its cells."""
        key = side is self.found.rows, line
        if key not in self._narrowings:
            self._narrowings[key] = self.axes.of(side, line)
        return self._narrowings[key]

    def cell(self, row: Any, column: Any) -> Cell:
        """Write a cell; nothing stays empty."""
        number = self.number(row, column)
        if number is None:
            return NO_CELL
        href, is_exact = self.href(row, column)
        if is_exact and self.asked.plan.measure is Measure.SUM:
            return self.cells.sum(Decimal(number), href, self.tone)
        proof = Proof.DERIVED
        if is_exact and self.asked.plan.measure is Measure.COUNT:
            proof = Proof.COUNT
        return Cell(number, self._text(number), href, "", proof)

    def _text(self, number: Decimal | int) -> str:
        match self.asked.plan.measure:
            case Measure.COUNT:
                return f"{number:,}"
            case Measure.SHARE:
                return f"{number * 100:.1f} %"
        return self.cells.amount(Decimal(number), self.tone)
