"""Workbooks: the sheet that looks like bookings, written as the table that it is."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import archives, dates, numbers
from ftracker.domain.statements.sources import InMemory, Source
from ftracker.domain.statements.workbooks import Row, Sheet, Workbook

LARGEST = 1 << 26
_LOOKED_AT, _SHORT = 200, 60


def table(source: Source) -> InMemory:
    """Write the right sheet of a workbook as CSV: line n is row n of the sheet.

    The right sheet has the most rows with a day and an amount among its first two hundred; hidden
    ones are taken only where nothing else has rows. Breaks inside cells become blanks. Raises
    InvalidInput on `file` for a workbook that is damaged, empty or too large.
    """
    with archives.opened(source) as archive:
        workbook = Workbook(archive)
        sheet, width = _chosen(workbook)
        return _written(workbook.rows(sheet), width)


def _chosen(workbook: Workbook) -> tuple[Sheet, int]:
    """Choose a sheet, and tell how wide its first rows are."""
    best: tuple[tuple[bool, int], Sheet, int] | None = None
    for sheet in workbook.sheets:
        bookings = width = 0
        for row in islice(workbook.rows(sheet), _LOOKED_AT):
            width = max(width, max(row[1]) + 1)
            bookings += _is_booking(row)
        rank = not sheet.is_hidden, bookings
        if width and (best is None or rank > best[0]):
            best = rank, sheet, width
    if best is None:
        raise InvalidInput("file", "No sheet of this spreadsheet has rows.")
    return best[1:]


def _is_booking(row: Row) -> bool:
    cells = [cell for cell in row[1].values() if len(cell) <= _SHORT]
    days = [dates.looks_like(cell) for cell in cells]
    figures = [numbers.looks_like(cell) for cell in cells]
    return any(days) and any(f and not d for f, d in zip(figures, days, strict=True))


def _written(rows: Iterator[Row], width: int) -> InMemory:
    """Write rows as wide as the first ones, as a spreadsheet does that is saved as CSV."""
    whole = io.BytesIO()
    out = io.TextIOWrapper(whole, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(out, lineterminator="\n")
    line = 1
    for row, cells in rows:
        out.write("\n" * (row - line))
        last = max(max(cells) + 1, width)
        writer.writerow([" ".join(cells.get(i, "").splitlines()) for i in range(last)])
        line = row + 1
        if whole.tell() > LARGEST:
            raise InvalidInput("file", "This sheet is too large: save it as CSV.")
    return InMemory(whole.getvalue())
