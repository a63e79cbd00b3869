"""Tables of typed cells: one macro draws them, one writer makes files, one test proves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ftracker.domain.errors import FieldError
from ftracker.web.charts import Spec
from ftracker.web.display import CategoryMark, Change, Figure, Option, Proof, Tone

Value = Decimal | int | str | date | None


class Cell(NamedTuple):
    """One field of a table: what it is worth, as it is written, and where it leads.

    `value` is what files and programs get: an amount is exact and signed, a share is 0.25 for a
    quarter. `meter` is 0 to 100, the length of a bar behind the text; '' draws none. A report has
    thousands of cells, so each is a tuple, which is the cheapest to make.
    """

    value: Value
    text: str
    href: str = ""
    tone: Tone = ""
    proof: Proof = Proof.NONE
    mark: CategoryMark | None = None
    meter: str = ""
    change: Change | None = None


# A field in which nothing stands.
NO_CELL = Cell(None, "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its label; numbers stand to the right. `name` is what programs call it.

    Whoever hides amounts hides numbers, and words that tell amounts.
    """

    label: str
    name: str
    is_number: bool = True
    tells_amounts: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as many cells as there are columns; the first one names it. `depth` indents it."""

    cells: tuple[Cell, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `name` is unique within its report and stands in addresses of its files."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """One field of a heat map: a day with its amount; `level` 0 to 4 is how strongly it is drawn.

    `short` stands in the tile (`14`); `label` (`Mon 14 Jul 2025`) and `text` (`€12.50`) are told
    when one points at it. Without an address it leads nowhere.
    """

    short: str
    label: str
    text: str
    value: Decimal
    level: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a heat map, as a month of a calendar: its columns, and rows of as many tiles.

    None leaves a place empty, as before the first day of a month.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Tile | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A heat map: sheets beside each other, that wrap where a screen ends.

    The table beside it says the same.
    """

    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a report: a chart or a grid, and its table.

    `switches` are ways to look at it: label, address, whether it is the present one. A folded
    table is shown on demand, beside a chart that says the same. `empty` stands where there are
    no rows.
    """

    title: str
    table: Table
    chart: Spec | None = None
    chart_label: str = ""
    grid: Grid | None = None
    switches: tuple[tuple[str, str, bool], ...] = ()
    note: str = ""
    empty: str = "Nothing to show in these days."
    is_folded: bool = False
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something worth saying, and the address of what it is said of."""

    text: str
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A choice that only this report has; it is sent with the frame's form as `name`."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str


@dataclass(frozen=True, slots=True)
class TextField:
    """A field that words are written into, with an example of them."""

    name: str
    label: str
    example: str


@dataclass(frozen=True, slots=True)
class Builder:
    """A form that makes a search of its fields; `kept` are the words that go along unseen."""

    fields: tuple[TextField, ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Body:
    """What one report says: figures on top, sentences, and blocks in the order of reading.

    `empty` stands where there is nothing at all; without it, that nothing was written down.
    `mended` names the words of the address that mean nothing to what was found, and why.
    """

    figures: tuple[Figure, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    blocks: tuple[Block, ...] = ()
    controls: tuple[Control, ...] = ()
    builder: Builder | None = None
    notes: tuple[str, ...] = ()
    mended: tuple[FieldError, ...] = ()
    empty: str = ""

    @property
    def tables(self) -> Sequence[Table]:
        """The tables of all blocks."""
        return [block.table for block in self.blocks]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing in it is more, or less, than nothing.

        A block that can be switched may have more on its other sides, so it is shown.
        """
        if any(block.switches for block in self.blocks):
            return False
        rows = (row for table in self.tables for row in table.rows)
        values = [cell.value for row in rows for cell in row.cells]
        values += [figure.value for figure in self.figures]
        return not any(value for value in values if isinstance(value, Decimal | int))


def is_share(cell: Cell) -> bool:
    """Tell whether a number is a part of a whole, and no amount."""
    return isinstance(cell.value, Decimal) and cell.text.endswith("%")
