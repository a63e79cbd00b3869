"""An archive that came from somewhere: nothing of it is believed before all of it was looked at."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from ftracker.domain import archives
from ftracker.domain.archives import BadArchive, Manifest
from ftracker.domain.errors import InvalidInput

_BLOCK = 1 << 20
_ENCRYPTED = 0x1
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose list of contents was read, and what lies in it."""

    file: zipfile.ZipFile
    manifest: Manifest

    def blocks(self, table: str) -> Iterator[bytes]:
        """Read the rows of a table that it has in blocks of whole lines."""
        with self.file.open(archives.place(table)) as part:
            yield from _blocks(part)

    def people(self) -> bytes:
        """Read who wrote in the books."""
        if archives.PEOPLE not in self.manifest.parts:
            return b""
        with self.file.open(archives.PEOPLE) as part:
            return part.read(archives.MOST_MANIFEST)


@contextmanager
def opened(source: BinaryIO) -> Iterator[Archive]:
    """Open an archive and look at all of it, its checksums too. Raises InvalidInput at `file`.

    What would unpack to far more than its own size is refused before it is unpacked.
    """
    with _refusing(), zipfile.ZipFile(source) as file:
        _bound(file, _size(source))
        found = Archive(file, archives.read(_manifest(file)))
        _compare(found)
        yield found


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except BadArchive as bad:
        raise InvalidInput("file", str(bad)) from bad
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as bad:
        raise InvalidInput("file", archives.DAMAGED) from bad


def _size(source: BinaryIO) -> int:
    return source.seek(0, io.SEEK_END)


def _bound(file: zipfile.ZipFile, size: int) -> None:
    """Refuse what no archive of ours is: a bomb, locked files, one name twice."""
    entries = file.infolist()
    if any(one.flag_bits & _ENCRYPTED or one.compress_type not in _WAYS for one in entries):
        raise BadArchive(archives.NOT_OURS)
    if len({one.filename for one in entries}) != len(entries):
        raise BadArchive(archives.DAMAGED)
    if sum(one.file_size for one in entries) > archives.ALWAYS + size * archives.MOST_RATIO:
        raise BadArchive(f"{archives.NOT_OURS} This one would unpack to far too much.")


def _manifest(file: zipfile.ZipFile) -> bytes:
    if archives.MANIFEST not in file.namelist():
        raise BadArchive(archives.NOT_OURS)
    if file.getinfo(archives.MANIFEST).file_size > archives.MOST_MANIFEST:
        raise BadArchive(archives.DAMAGED)
    return file.read(archives.MANIFEST)


def _compare(found: Archive) -> None:
    """Compare every file with the list of contents, byte for byte by its checksum."""
    there = {one.filename for one in found.file.infolist()} - {archives.MANIFEST}
    if there != found.manifest.parts.keys():
        raise BadArchive(archives.DAMAGED)
    for name, part in found.manifest.parts.items():
        with found.file.open(name) as content:
            if _measured(content) != (part.size, part.sha256):
                raise BadArchive(f"{archives.DAMAGED} What is wrong lies in {name}.")


def _measured(content: IO[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while block := content.read(_BLOCK):
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()


def _blocks(part: IO[bytes]) -> Iterator[bytes]:
    block = bytearray()
    with io.BufferedReader(cast("io.RawIOBase", part), _BLOCK) as lines:
        while line := lines.readline(archives.MOST_LINE):
            if len(line) == archives.MOST_LINE:
                raise BadArchive(archives.DAMAGED)
            block += line
            if len(block) >= _BLOCK:
                yield bytes(block)
                block.clear()
    if block:
        yield bytes(block)
