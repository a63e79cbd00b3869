"""One pivot table as it is written: what its lines are called, and what stands in its cells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ftracker.domain.reports.pivots import Line, Measure, Number, Pivot, Side
from ftracker.web.display import Proof, Tone
from ftracker.web.report_axes import Axes, Narrowing
from ftracker.web.report_cells import FIGURES, Cells
from ftracker.web.report_plans import Asked
from ftracker.web.tables import NO_CELL, Cell

_TONES: dict[str, Tone] = {name: name for name, *_ in FIGURES}
_PROOFS: Mapping[Measure, Proof] = {Measure.SUM: Proof.SUM, Measure.COUNT: Proof.COUNT}


@dataclass(frozen=True)
class Sheet:
    """A pivot table with all that it takes to write it."""

    found: Pivot
    asked: Asked
    axes: Axes

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

    @cached_property
    def numbers(self) -> Sequence[Sequence[Number]]:
        """What its cells are worth, row by row."""
        return self.found.values

    @cached_property
    def fields(self) -> Sequence[Sequence[Cell]]:
        """Its cells, row by row, in the order of the lines of both sides; nothing stays empty.

        They are written once, for the table and for what is drawn of it.
        """
        columns = [self.axes.of(self.found.columns, line) for line in self.found.columns.lines]
        return [
            [self._field(one, row, column) for one, column in zip(numbers, columns, strict=True)]
            for numbers, row in zip(self.numbers, self.rows, strict=True)
        ]

    @cached_property
    def rows(self) -> Sequence[Narrowing]:
        """What narrows a list to each of its rows."""
        return [self.axes.of(self.found.rows, line) for line in self.found.rows.lines]

    def _field(self, number: Number, row: Narrowing, column: Narrowing) -> Cell:
        if number is None:
            return NO_CELL
        href, is_exact = self.axes.crossing(row, column)
        if is_exact and self._proof is not Proof.DERIVED:
            return Cell(number, self._text(number), href, self._cell_tone, self._proof)
        return Cell(number, self._text(number), href, "", Proof.DERIVED)

    @cached_property
    def _proof(self) -> Proof:
        """What the list behind an exact cell comes to."""
        return _PROOFS.get(self.asked.plan.measure, Proof.DERIVED)

    @cached_property
    def _cell_tone(self) -> Tone:
        return self.tone if self._proof is Proof.SUM else ""

    @cached_property
    def _text(self) -> Callable[[Any], str]:
        """What writes a number; chosen once, as there are thousands."""
        match self.asked.plan.measure:
            case Measure.COUNT:
                return "{:,}".format
            case Measure.SHARE:
                return lambda number: f"{number * 100:.1f} %"
        return self.cells.amounts(self.tone)
