"""From text to records: delimiter, quotes, lines before the header, and the limits of a file."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import encodings
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import Source

COLUMNS = 512
CELL = 1 << 20
_SAMPLE_LINES = 400
_SAMPLE_CHARACTERS = 1 << 18
# No file holds this line; where it turns up inside a cell, a quote was never closed.
_END = "\x1a end of file \x1a"
_DELIMITERS = (",", ";", "\t", "|")
Record = tuple[int, list[str]]

# One limit for the process: it is the module's own setting, and cells may be longer than 128 KiB.
csv.field_size_limit(CELL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is cut into cells; an empty `quotechar` means that there are no quotes."""

    encoding: str
    delimiter: str
    quotechar: str


def detect(source: Source, mapping: Mapping) -> Dialect:
    """Find out what the mapping leaves open. Raises InvalidInput when the content is no text."""
    encoding = encodings.detect(source, mapping.encoding)
    if mapping.delimiter and mapping.quotechar is not None:
        return Dialect(encoding, mapping.delimiter, mapping.quotechar)
    sample = _sample(source, encoding, mapping.skip_rows or 0)
    delimiters = [mapping.delimiter] if mapping.delimiter else _DELIMITERS
    # A quote inside a cell does no harm, so that files without quotes are read by this as well.
    quotechar = '"' if mapping.quotechar is None else mapping.quotechar
    choices = [Dialect(encoding, d, quotechar) for d in delimiters]
    return max(choices, key=lambda dialect: _score(sample, dialect))


def records(source: Source, dialect: Dialect, *, skip: int = 0) -> Iterator[Record]:
    """Read the records with the line where each begins, blank ones left out.

    Lines count from 1, the skipped ones included. Raises InvalidInput for a cell or a record
    that is too long, a NUL and a quote that is never closed.
    """
    with encodings.lines(source, dialect.encoding) as text:
        lines = chain(islice(text, skip, None), [_END])
        reader = csv.reader(lines, **_options(dialect))
        start = skip + 1
        try:
            for cells in reader:
                if len(cells) > 1 or (cells and cells[0] != _END):
                    _check(cells, start)
                    yield start, cells
                start = skip + reader.line_num + 1
        except csv.Error as bad:
            raise InvalidInput("file", f"Line {start} holds a cell of more than 1 MiB.") from bad


def _check(cells: list[str], line: int) -> None:
    if len(cells) > COLUMNS:
        raise InvalidInput(
            "file", f"Line {line} has {len(cells)} cells; {COLUMNS} is the most a file may have."
        )
    if _END in cells[-1]:
        raise InvalidInput("file", f"The quote that opens in line {line} is never closed.")


def _options(dialect: Dialect) -> dict[str, Any]:
    if dialect.quotechar:
        return {"delimiter": dialect.delimiter, "quotechar": dialect.quotechar}
    return {"delimiter": dialect.delimiter, "quoting": csv.QUOTE_NONE}


def _sample(source: Source, encoding: str, skip: int) -> list[str]:
    with encodings.lines(source, encoding) as text:
        lines, size = [], 0
        for line in islice(text, skip, skip + _SAMPLE_LINES):
            lines.append(line[:_SAMPLE_CHARACTERS])
            size += len(line)
            if size > _SAMPLE_CHARACTERS:
                break
    return lines


def _score(lines: list[str], dialect: Dialect) -> int:
    """Count the cells of the rows of the commonest width: the right cut makes wide, even rows."""
    widths = Counter(len(cells) for cells in csv.reader(lines, **_options(dialect)))
    return max((min(width, 16) * rows for width, rows in widths.items() if width > 1), default=0)
