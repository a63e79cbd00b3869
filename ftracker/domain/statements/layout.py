"""Where the header of a file is, how wide its rows are, and which column a name means."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import dates, numbers, words
from ftracker.domain.statements.dialects import Record
from ftracker.domain.statements.mapping import Column, Mapping

_LOOKED_AT = 80


@dataclass(frozen=True, slots=True)
class Layout:
    """The header ([] for none), the line where it begins, and the widths of its rows.

    Without a header the line is the one above the rows. A row narrower than `least`, or with
    text beyond `most`, is ragged.
    """

    header: list[str]
    header_line: int
    least: int
    most: int
    sample: list[list[str]]

    def index(self, column: Column, field: str) -> int:
        """Give the index of a column.

        Raises InvalidInput on `field` when there is none of that name or number, or two.
        """
        if isinstance(column, int):
            if not 0 <= column < self.most:
                raise InvalidInput(field, f"There is no column {column}; they count from 0.")
            return column
        wanted = column.strip().casefold()
        found = [i for i, name in enumerate(self.header) if name.strip().casefold() == wanted]
        if not found:
            raise InvalidInput(field, f"There is no column “{column[:60]}”.")
        if len(found) > 1:
            raise InvalidInput(
                field, f"Two columns are called “{column[:60]}”: say which by its number, from 0."
            )
        return found[0]

    def name(self, index: int) -> Column:
        """Name a column by its header where that is unique, else by its index."""
        if index < len(self.header) and self.header[index].strip():
            names = [name.strip().casefold() for name in self.header]
            if names.count(names[index]) == 1:
                return self.header[index].strip()
        return index

    def column(self, index: int) -> list[str]:
        """List the cells of one column in the sample, '' where a row is too short."""
        return [row[index].strip() if index < len(row) else "" for row in self.sample]


def find(records: Sequence[Record], mapping: Mapping) -> Layout:
    """Find the header among the first records, unless the mapping says where it is.

    `records` begin after the rows that the mapping skips. Raises InvalidInput on `file` when no
    row is left.
    """
    at = _header(records, mapping)
    header = [] if at is None else records[at][1]
    below = records[at + 1 :] if at is not None else _from_first_entry(records, mapping)
    if not below:
        raise InvalidInput("file", "There are no rows below the header of this file.")
    line = records[at][0] if at is not None else below[0][0] - 1
    rows = [cells for _, cells in below]
    return Layout(header, line, *_widths(header, rows), rows)


def _header(records: Sequence[Record], mapping: Mapping) -> int | None:
    """Give the position of the header, or None."""
    if mapping.has_header is False or not records:
        return None
    if mapping.has_header and mapping.skip_rows is not None:
        return 0
    best = max(
        range(min(len(records), _LOOKED_AT)),
        key=lambda i: (_known_words(records[i][1]), len(_texts(records[i][1])), -i),
    )
    if _known_words(records[best][1]) >= 2 or mapping.has_header:
        return best
    return _unknown_header(records)


def _unknown_header(records: Sequence[Record]) -> int | None:
    """Take the row of names right above the first entry for a header in an unknown language."""
    for i, (_, cells) in enumerate(records[:_LOOKED_AT]):
        if _is_entry(cells):
            above = records[i - 1][1] if i else []
            return i - 1 if len(_texts(above)) >= max(2, len(cells) // 2) else None
    return None


def _known_words(cells: list[str]) -> int:
    """Count the different roles that the cells of a row name; none if a cell is a date."""
    if any(dates.looks_like(cell) for cell in cells):
        return 0
    plain = {words.plain(cell) for cell in cells}
    return sum(bool(plain & set(known)) for known in words.HEADERS.values())


def _texts(cells: list[str]) -> list[str]:
    return [c for c in cells if c.strip() and not dates.looks_like(c) and not numbers.looks_like(c)]


def _is_entry(cells: list[str]) -> bool:
    return any(dates.looks_like(c) for c in cells) and any(
        numbers.looks_like(c) and not dates.looks_like(c) for c in cells
    )


def _from_first_entry(records: Sequence[Record], mapping: Mapping) -> Sequence[Record]:
    if mapping.skip_rows is not None:
        return records
    first = next((i for i, (_, cells) in enumerate(records) if _is_entry(cells)), 0)
    return records[first:]


def _widths(header: list[str], rows: list[list[str]]) -> tuple[int, int]:
    """Tell the widths that rows may have: those of a tenth of them count as usual."""
    named = max((i + 1 for i, name in enumerate(header) if name.strip()), default=0)
    counts = Counter(len(row) for row in rows)
    usual = [w for w, n in counts.items() if n * 10 >= len(rows) and w > 1] or [len(rows[0])]
    if not header:
        common = max(counts, key=lambda w: (counts[w], w))
        return common, max(common, *usual)
    # Too few rows prove nothing: then the header alone says how wide a row is.
    least = min([*usual, named]) if len(rows) >= 20 else named
    return least, max(named, max(usual) if len(rows) >= 20 else len(header))
