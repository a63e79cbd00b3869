"""Where the header of a file is, how wide its rows are, and which column a name means."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import cells as kinds
from ftracker.domain.statements import dates, headers, numbers
from ftracker.domain.statements.dialects import Record
from ftracker.domain.statements.mapping import Column, Mapping

_LOOKED_AT = 80
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Layout:
    """The header ([] for none), the line where it begins, and the widths of its rows.

    Without a header the line is the one above the rows. A row narrower than `least`, or with
    text beyond `most`, is ragged. `above` are the lines before the header; `depth` says over how
    many lines the header goes.
    """

    header: list[str]
    header_line: int
    least: int
    most: int
    sample: list[list[str]]
    above: list[list[str]] = field(default_factory=list)
    depth: int = 1

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


def find(records: Sequence[Record], mapping: Mapping, skipped: Sequence[Record] = ()) -> Layout:
    """Find the header among the first records, unless the mapping says where it is.

    `records` begin after the rows that the mapping skips, which are `skipped`. Raises
    InvalidInput on `file` when no row is left, or a single line that can be none.
    """
    at = _header(records, mapping)
    header, depth = ([], 1) if at is None else _joined(records, at)
    below = records[at + depth :] if at is not None else _from_first_entry(records, mapping)
    if not below:
        raise InvalidInput("file", "There are no rows below the header of this file.")
    if at is None and _says_nothing(below):
        raise InvalidInput("file", "There are no rows to import in this file.")
    line = records[at][0] if at is not None else below[0][0] - 1
    first = below[0][0] if at is None else line
    above = [cells for number, cells in (*skipped, *records) if number < first]
    rows = [cells for _, cells in below]
    return Layout(header, line, *_widths(header, rows), rows, above, depth)


def _says_nothing(below: Sequence[Record]) -> bool:
    """Tell whether all there is is one line without a figure, which no day or amount lacks."""
    return len(below) == 1 and not any(c.isdigit() for cell in below[0][1] for c in cell)


def _joined(records: Sequence[Record], at: int) -> tuple[list[str], int]:
    """Join a header that goes on in the next line."""
    first = records[at][1]
    second = records[at + 1][1] if at + 1 < len(records) else []
    filled = [cell for cell in second if cell.strip()]
    goes_on = (
        len(filled) > 1
        and len(_texts(second)) == len(filled)
        and len(second) <= len(first) + 1
        and first != second
        and (_fills_gaps(first, second) or 2 * _known_words(second) > len(filled))
    )
    if not goes_on:
        return first, 1
    wide = max(len(first), len(second))
    padded = [[*row, *[""] * (wide - len(row))] for row in (first, second)]
    return [f"{a} {b}".strip() for a, b in zip(*padded, strict=True)], 2


def _begins_header(first: list[str], second: list[str]) -> bool:
    """Tell whether a line above a header is its first half: it names the date, the other not."""
    dated = ["date" in {role for c in row for role in headers.roles(c)} for row in (first, second)]
    return (
        dated == [True, False]
        and len(first) == len(second)
        and 2 * _filled(first) >= len(first)
        and not any(c.isdigit() for cell in first for c in cell)
    )


def _fills_gaps(first: list[str], second: list[str]) -> bool:
    """Tell whether every word of the second line is a part of a header's name, or fills a gap."""
    gaps = sum(not a.strip() and bool(b.strip()) for a, b in zip(first, second, strict=False))
    return gaps > 1 and _known_words(second) > 0


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
    if best and _begins_header(records[best - 1][1], records[best][1]):
        return best - 1
    if _known_words(records[best][1]) >= 2 or mapping.has_header:
        return best
    return _unknown_header(records)


def _unknown_header(records: Sequence[Record]) -> int | None:
    """Take the row of names right above the first entry for a header in an unknown language."""
    for i, (_, cells) in enumerate(records[:_LOOKED_AT]):
        if kinds.is_entry(cells):
            above = records[i - 1][1] if i else []
            return i - 1 if len(_texts(above)) >= max(2, _filled(cells) // 2) else None
    return None


def _known_words(cells: list[str]) -> int:
    """Count the different roles that the cells of a row name; none if a cell is a date."""
    if any(dates.looks_like(cell) for cell in cells):
        return 0
    found = [headers.roles(cell) for cell in cells if cell.strip() and len(cell) <= _LONGEST_NAME]
    return min(len(set().union(*found)), sum(map(bool, found)))


def _texts(cells: list[str]) -> list[str]:
    return [c for c in cells if c.strip() and not dates.looks_like(c) and not numbers.looks_like(c)]


def _filled(cells: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _from_first_entry(records: Sequence[Record], mapping: Mapping) -> Sequence[Record]:
    """Begin where a day stands in the place where days stand in the rows below."""
    if mapping.skip_rows is not None:
        return records
    days = [_first_day(cells) for _, cells in records]
    places = Counter(place for place in days if place is not None)
    usual = max(places, key=lambda place: places[place], default=None)
    first = next((i for i, place in enumerate(days) if place is not None and place == usual), 0)
    return records[first:]


def _first_day(cells: list[str]) -> int | None:
    if not kinds.is_entry(cells):
        return None
    return next(i for i, cell in enumerate(cells) if kinds.is_day(cell))


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
