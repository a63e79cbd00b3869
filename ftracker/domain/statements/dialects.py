"""From text to records: delimiter, quotes, lines before the header, and the limits of a file."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import cells as kinds
from ftracker.domain.statements import encodings
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import Source

COLUMNS = 512
CELL = 1 << 20
_SAMPLE_LINES = 400
_SAMPLE_CHARACTERS = 1 << 18
# No file holds this line; where it turns up inside a cell, a quote was never closed.
_END = "\x1a end of file \x1a"
_DELIMITERS = (",", ";", "\t", "|", "^", "~")
_SAID = re.compile('\ufeff?"?sep=(.)', re.IGNORECASE)
_MOSTLY = 0.9
_SINGLE = re.compile("(?:^|[,;\t|])'[^']*'(?=[,;\t|\r\n]|$)")
Record = tuple[int, list[str]]

# One limit for the process: it is the module's own setting, and cells may be longer than 128 KiB.
csv.field_size_limit(CELL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is cut into cells; an empty `quotechar` means that there are no quotes.

    `is_wrapped` says that each line stands in quotes as a whole, and is cut once more.
    """

    encoding: str
    delimiter: str
    quotechar: str
    is_wrapped: bool = False


def detect(source: Source, mapping: Mapping) -> Dialect:
    """Find out what the mapping leaves open. Raises InvalidInput when the content is no text."""
    encoding = encodings.detect(source, mapping.encoding)
    sample = _sample(source, encoding, mapping.skip_rows or 0)
    quotechar = _quotes(sample) if mapping.quotechar is None else mapping.quotechar
    if quotechar and _is_wrapped(sample, quotechar):
        inner = [row[0] for row in csv.reader(sample, quotechar=quotechar) if row]
        return Dialect(encoding, _delimiter(inner, mapping, quotechar), quotechar, is_wrapped=True)
    return Dialect(encoding, _delimiter(sample, mapping, quotechar), quotechar)


def _delimiter(sample: list[str], mapping: Mapping, quotechar: str) -> str:
    if mapping.delimiter:
        return mapping.delimiter
    if sample and (said := _SAID.match(sample[0])):
        return said[1]
    return max(_DELIMITERS, key=lambda mark: _score(sample, Dialect("", mark, quotechar)))


def _quotes(sample: list[str]) -> str:
    """Tell which mark stands around cells; where there is none, the usual one does no harm."""
    single = sum(line.count("'") for line in sample)
    if any('"' in line for line in sample) or single < 2 * len(sample):
        return '"'
    around = sum(len(_SINGLE.findall(line)) for line in sample)
    return "'" if around * 2 >= single * _MOSTLY else '"'


def _is_wrapped(sample: list[str], quotechar: str) -> bool:
    """Tell whether each line is one cell in quotes that holds a row."""
    lines = [line.strip() for line in sample if line.strip()]
    inside = [line for line in lines if line[0] == line[-1] == quotechar and len(line) > 1]
    if not lines or len(inside) < _MOSTLY * len(lines):
        return False
    cuts = [list(csv.reader(sample, delimiter=m, quotechar=quotechar)) for m in _DELIMITERS]
    if any(len(row) > 1 for rows in cuts for row in rows):
        return False
    return all(any(mark in row[0] for mark in _DELIMITERS) for row in cuts[0] if row)


def records(source: Source, dialect: Dialect, *, skip: int = 0) -> Iterator[Record]:
    """Read the records with the line where each begins, blank ones left out.

    Lines count from 1, the skipped ones included. Raises InvalidInput for a cell or a record
    that is too long, a NUL and a quote that is never closed.
    """
    with encodings.lines(source, dialect.encoding) as text:
        lines = chain(islice(text, skip, None), [_END])
        reader = csv.reader(lines, **_options(dialect))
        cut = _cutter(dialect)
        start = skip + 1
        try:
            for cells in reader:
                if len(cells) > 1 or (cells and cells[0] != _END):
                    _check(cells, start)
                    yield start, cells if cut is None else cut(cells)
                start = skip + reader.line_num + 1
        except csv.Error as bad:
            raise InvalidInput("file", f"Line {start} holds a cell of more than 1 MiB.") from bad


def _cutter(dialect: Dialect) -> Callable[[list[str]], list[str]] | None:
    if not dialect.is_wrapped:
        return None
    options = _options(dialect)
    return lambda cells: next(csv.reader(cells[:1], **options), [])


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


def _score(lines: list[str], dialect: Dialect) -> tuple[int, int]:
    """Count the cells of the rows of the commonest width: the right cut makes wide, even rows.

    Rows in which a day and an amount stand count first.
    """
    rows = list(csv.reader(lines, **_options(dialect)))
    return _even(row for row in rows if kinds.is_entry(row)), _even(rows)


def _even(rows: Iterable[list[str]]) -> int:
    widths = Counter(map(len, rows))
    return max((min(width, 16) * rows for width, rows in widths.items() if width > 1), default=0)
