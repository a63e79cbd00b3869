"""Zip archives as spreadsheets use them: parts read piece by piece, never more than is allowed."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import BadZipFile, ZipFile

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import sources
from ftracker.domain.statements.sources import Source

UNPACKED = 1 << 29
PARTS = 2_000
_HELD = 1 << 23
_PIECE = 1 << 16
_LONGEST_END = 22 + (1 << 16)
_END, _WIDE_END = b"PK\5\6", b"PK\6\7"
_RATIO = 200
_BROKEN = "This spreadsheet is damaged: open it, save it as .xlsx once more and try that file."
_TOO_LARGE = "This spreadsheet unpacks to too much: save the sheet as CSV."


class Archive:
    """One opened archive; everything read from it counts against one limit."""

    def __init__(self, opened: ZipFile) -> None:
        self._zip = opened
        self._names = {info.filename.lstrip("/").lower(): info for info in opened.infolist()}
        self._left = UNPACKED

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def part(self, name: str) -> Iterator[bytes]:
        """Read one part piece by piece; nothing where there is none of this name.

        Raises InvalidInput on `file` for one that is damaged, locked or too large. What the
        archive says of its sizes refuses early and is not trusted further.
        """
        info = self._names.get(name.lower())
        if info is None:
            return
        if info.flag_bits & 1:
            raise InvalidInput("file", "This spreadsheet has a password: save it without one.")
        if info.file_size > min(self._left, _RATIO * info.compress_size + _HELD):
            raise InvalidInput("file", _TOO_LARGE)
        try:
            with self._zip.open(info) as part:
                while piece := part.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise InvalidInput("file", _TOO_LARGE)
                    yield piece
        except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error) as bad:
            raise InvalidInput("file", _BROKEN) from bad


def is_workbook(source: Source) -> bool:
    """Tell whether a zip archive is a spreadsheet of the .xlsx kind.

    Raises InvalidInput on `file` for an archive that cannot be read.
    """
    with opened(source) as archive:
        if "xl/workbook.bin" in archive or ("content.xml" in archive and "mimetype" in archive):
            raise InvalidInput("file", "This spreadsheet is in another form: save it as .xlsx.")
        return "xl/workbook.xml" in archive


@contextmanager
def opened(source: Source) -> Iterator[Archive]:
    """Open a source as an archive. Raises InvalidInput on `file` when it is none."""
    with source.open() as file, SpooledTemporaryFile(max_size=_HELD) as copy:
        whole: IO[bytes] = file
        if not file.seekable():
            for piece in sources.pieces(source):
                copy.write(piece)
            whole = copy
        _check_directory(whole)
        try:
            archive = ZipFile(whole)
        except (BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as bad:
            raise InvalidInput("file", _BROKEN) from bad
        with archive:
            yield Archive(archive)


def _check_directory(file: IO[bytes]) -> None:
    """Refuse a list of parts that would fill the memory before a single part is read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _LONGEST_END))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise InvalidInput("file", _BROKEN)
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > PARTS or length > PARTS << 9 or tail[max(0, at - 20) : at].startswith(_WIDE_END):
        raise InvalidInput("file", "This spreadsheet holds too many parts: save it as CSV.")
