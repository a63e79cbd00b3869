"""What the files of one bank have in common: the names of their columns, or the account."""

from itertools import islice

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import dates, files, formats, numbers
from ftracker.domain.statements.files import Reading
from ftracker.domain.statements.formats import TABLES, Format
from ftracker.domain.statements.items import Entry, Statement
from ftracker.domain.statements.layout import Layout
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import Source

_LOOKED_AT = 50
_LONGEST = 4_000


def of(source: Source, table: Source | None = None) -> str:
    """Give what files like this one are recognised by, '' where nothing tells.

    Delimiter, encoding and what stands before the header do not matter. `table` is the sheet of a
    workbook that was written out before.
    """
    try:
        found = formats.recognise(source)
        if found in TABLES:
            return of_table(found, files.layout(source, Mapping(), table))
        reading = files.understand(source, Mapping(), places=2, types={})
    except InvalidInput:
        return ""
    return of_account(source, reading)


def of_table(kind: Format, layout: Layout) -> str:
    """Give the names of the columns in their order; of a file without names the cells' shapes."""
    names = [" ".join(name.split()).casefold() for name in layout.header]
    if any(names):
        return f"{kind}:{'|'.join(names)}"[:_LONGEST]
    shapes = "".join(_shape(layout.column(i)) for i in range(layout.most))
    return f"{kind}:#{shapes}"[:_LONGEST]


def of_account(source: Source, reading: Reading) -> str:
    """Give the account that the first rows name."""
    for item in islice(files.items(source, reading), _LOOKED_AT):
        if isinstance(item, Entry | Statement):
            return f"{reading.format}:{''.join(item.account.split()).casefold()}"[:_LONGEST]
    return ""


def _shape(cells: list[str]) -> str:
    filled = [cell for cell in cells if cell]
    if filled and all(dates.looks_like(cell) for cell in filled):
        return "d"
    return "n" if filled and all(numbers.looks_like(cell) for cell in filled) else "t"
