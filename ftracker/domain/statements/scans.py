"""The whole file looked through once: the distinct texts of the columns that decide something."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

DISTINCT = 50_000
_PARTS = 16
Seen = dict[str, None]


@dataclass(slots=True)
class Scan:
    """The distinct texts of each column that was asked for, in the file's order, and its ids."""

    seen: dict[int, Seen] = field(default_factory=dict)
    are_ids: bool = False


def scan(records: Iterable[tuple[int, list[str]]], wanted: Iterable[int], ids: int | None) -> Scan:
    """Look every record through once; memory stays flat, however many records there are.

    `ids` is a column of which it is told whether every cell is filled and none comes twice.
    """
    found = Scan({column: {} for column in wanted})
    pairs = list(found.seen.items())
    keys: list[array[int]] = [array("q") for _ in range(_PARTS)]
    is_filled = ids is not None
    for _, cells in records:
        width = len(cells)
        for column, seen in pairs:
            if column < width and len(seen) < DISTINCT:
                seen[cells[column]] = None
        if is_filled and ids is not None and width > ids:
            key = hash(cells[ids].strip())
            is_filled = bool(cells[ids].strip())
            keys[key % _PARTS].append(key)
    found.are_ids = is_filled and any(keys) and all(len(set(part)) == len(part) for part in keys)
    return found


def below(
    records: Iterator[tuple[int, list[str]]], header_line: int, depth: int
) -> Iterator[tuple[int, list[str]]]:
    """Pass on the records below the header, which goes over `depth` records."""
    left = depth - 1
    for line, cells in records:
        if line > header_line and left:
            left -= 1
        elif line > header_line:
            yield line, cells
