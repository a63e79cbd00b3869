"""The lines of a text file, numbered; one that never ends is refused and not held.

`TOGETHER` is how many characters the lines of one record may have.
"""

from collections.abc import Iterator
from io import TextIOWrapper

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements.sources import Source

LONGEST = 1 << 16
TOGETHER = 1 << 20


def numbered(source: Source, encoding: str) -> Iterator[tuple[int, str]]:
    """Read a file line by line, from 1, without the line ends of any system.

    Raises InvalidInput on `file` for a line that is too long.
    """
    with TextIOWrapper(source.open(), encoding=encoding) as text:
        number = 1
        while line := text.readline(LONGEST):
            if len(line) >= LONGEST:
                message = f"Line {number} is longer than {LONGEST:,} characters."
                raise InvalidInput("file", message)
            yield number, line.rstrip("\n")
            number += 1
