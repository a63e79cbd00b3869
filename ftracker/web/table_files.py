"""Tables of reports as files: exact values for programs, and a sheet that looks like the page."""

import csv as comma_separated
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import chain
from typing import TYPE_CHECKING

from ftracker.domain.reports.ranges import Range
from ftracker.domain.statements import escapes
from ftracker.web import tables
from ftracker.web.tables import Cell, Row, Table, Value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What programs for sheets can hold in one cell, and how broad a column still helps.
_LONGEST = 32_767
_BROADEST = 48
_NARROWEST = 10


def name(report: str, table: Table, days: Range, kind: str) -> str:
    """Name the file of a table: what it is of, and its days."""
    return f"ftracker-{report}-{table.name}-{days.start}-{days.until}.{kind}"


def written(table: Table, kind: str, *, decimals: int) -> bytes:
    """Write a table as a `csv` or `xlsx` file; amounts have the currency's decimals."""
    return (csv if kind == "csv" else xlsx)(table, decimals=decimals)


def csv(table: Table, *, decimals: int) -> bytes:
    """Write the rows with exact values under the names that programs use; UTF-8.

    Amounts have so many decimals, and more only where they need them.
    A row below another one carries the names of both. Sums at the foot are left out, as whoever
    adds a column up would count them twice. Texts that a spreadsheet would run are disarmed.
    """
    out = StringIO()
    writer = comma_separated.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    above: list[str] = []
    for row in table.rows:
        above[row.depth :] = [_plain(row.cells[0].value, decimals)]
        rest = (_disarmed(cell.value, decimals) for cell in row.cells[1:])
        writer.writerow([escapes.neutralise(" › ".join(above)), *rest])
    return out.getvalue().encode()


def xlsx(table: Table, *, decimals: int) -> bytes:
    """Write the whole table as a sheet: numbers as numbers, days as days, texts as texts.

    Nothing in it is a formula or a link, whatever a text looks like.
    """
    # Only who asks for a sheet waits for the library.
    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(table.name[:31])
        _fill(table, sheet, _Formats(book, decimals))
    return out.getvalue()


class _Formats:
    """The formats of one workbook, each of them made once."""

    def __init__(self, book: "Workbook", decimals: int) -> None:
        self._book = book
        self._amount = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
        self._made: dict[tuple[str, bool, int], Format] = {}

    def of(self, cell: Cell, *, bold: bool = False, depth: int = 0) -> "Format":
        """Give the format of a cell; `depth` indents it."""
        key = (self._number(cell), bold, depth)
        if key not in self._made:
            number, _, _ = key
            self._made[key] = self._book.add_format(
                {"num_format": number, "bold": bold, "indent": depth}
            )
        return self._made[key]

    def _number(self, cell: Cell) -> str:
        if isinstance(cell.value, date):
            return "yyyy-mm-dd"
        if isinstance(cell.value, Decimal):
            return "0.0%" if tables.is_share(cell) else self._amount
        return "#,##0" if isinstance(cell.value, int) else "@"


def _fill(table: Table, sheet: "Worksheet", formats: _Formats) -> None:
    labels = Row(tuple(Cell(column.label, column.label) for column in table.columns))
    lines = [(labels, True), *((row, False) for row in table.rows)]
    lines += [(row, True) for row in table.foot]
    for at, (row, bold) in enumerate(lines):
        for column, cell in enumerate(row.cells):
            depth = 0 if column else row.depth
            _put(sheet, (at, column), cell.value, formats.of(cell, bold=bold, depth=depth))
    sheet.freeze_panes(1, 1)
    for column in range(len(table.columns)):
        sheet.set_column(column, column, _breadth(table, column))


def _put(sheet: "Worksheet", at: tuple[int, int], value: Value, drawn: "Format") -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(*at, value, drawn)
    elif isinstance(value, str):
        sheet.write_string(*at, value[:_LONGEST], drawn)
    else:
        sheet.write_number(*at, value, drawn)


def _breadth(table: Table, column: int) -> int:
    texts: Iterable[str] = chain(
        [table.columns[column].label],
        (row.cells[column].text for row in (*table.rows, *table.foot)),
    )
    return min(max(_NARROWEST, *(len(text) + 2 for text in texts)), _BROADEST)


def _plain(value: Value, decimals: int) -> str:
    if isinstance(value, Decimal):
        short = value.quantize(Decimal(1).scaleb(-decimals))
        return format(short if short == value else value.normalize(), "f")
    return "" if value is None else str(value)


def _disarmed(value: Value, decimals: int) -> str:
    """Write a value; only a text can be live, a number below zero is none."""
    plain = _plain(value, decimals)
    return escapes.neutralise(plain) if isinstance(value, str) else plain
