"""The bytes of a file: read from the beginning as often as needed, and never held whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any, BinaryIO, Protocol, cast

PIECE = 1 << 18


class Source(Protocol):
    """A file that can be opened any number of times, one after the other."""

    def open(self) -> BinaryIO:
        """Give the bytes from the beginning; whoever opens closes."""


@dataclass(frozen=True, slots=True)
class InMemory:
    """A file that is small enough to be held."""

    content: bytes = field(repr=False)

    def open(self) -> BinaryIO:
        """Give the bytes from the beginning."""
        return BytesIO(self.content)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that somebody else opened and will close, such as a temporary one."""

    file: BinaryIO

    def open(self) -> BinaryIO:
        """Give the bytes from the beginning; closing what is given leaves the file open."""
        self.file.seek(0)
        return cast("BinaryIO", BufferedReader(_Lent(self.file), PIECE))


class _Lent(RawIOBase):
    """Reads a file without owning it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def head(source: Source, size: int = PIECE) -> bytes:
    """Read the first bytes, `size` at most."""
    with source.open() as file:
        return file.read(size)


def pieces(source: Source) -> Iterator[bytes]:
    """Read the whole file piece by piece."""
    with source.open() as file:
        while piece := file.read(PIECE):
            yield piece


def line_at(source: Source, offset: int) -> int:
    """Tell in which line a byte stands, from 1."""
    line, left = 1, offset
    for piece in pieces(source):
        line += piece.count(b"\n", 0, left)
        left -= len(piece)
        if left <= 0:
            break
    return line
