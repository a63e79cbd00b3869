"""Everything that belongs to a household as one file, which any installation takes in."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, cast

from sqlalchemy.orm import Session

from ftracker.db import Actor, Database
from ftracker.domain import archives
from ftracker.domain.archives import Manifest, Part
from ftracker.queries import archives as stored
from ftracker.queries import exports
from ftracker.queries import households as homes
from ftracker.queries.transactions import Filter

# A quick level: most of the gain for a third of the time.
_LEVEL = 3


def stream(database: Database, actor: Actor, *, now: datetime) -> Iterator[bytes]:
    """Write the archive of the actor's household, of one moment, block by block.

    It opens a session of its own: the answer leaves after the request's session has closed.
    """
    with database.reading(actor) as session:
        yield from written(session, now=now)


def written(session: Session, *, now: datetime) -> Iterator[bytes]:
    """Write the archive of the session's household block by block; its list of contents is last."""
    way = _Way()
    with zipfile.ZipFile(cast("IO[bytes]", way), "w", zipfile.ZIP_DEFLATED, True, _LEVEL) as file:  # noqa: FBT003 (it is the large form, which is known by its place)
        parts: dict[str, Part] = {}
        for name, blocks, columns in _contents(session):
            yield from _written(file, way, name, blocks, parts, columns)
        content = archives.written(_manifest(session, parts, now=now))
        file.writestr(archives.MANIFEST, content)
        yield way.taken()
    yield way.taken()


def _contents(session: Session) -> Iterator[tuple[str, Iterable[bytes], list[str]]]:
    yield archives.README, [archives.EXPLANATION.encode()], []
    yield archives.PEOPLE, _people(session), []
    for table in archives.KEPT:
        yield archives.place(table), stored.lines(session, table), stored.columns(table)
    yield archives.TRANSACTIONS, exports.csv(session, Filter()), []


def _written(
    file: zipfile.ZipFile,
    way: "_Way",
    name: str,
    blocks: Iterable[bytes],
    parts: dict[str, Part],
    columns: list[str],
) -> Iterator[bytes]:
    """Write one file of the archive, and note what it came to."""
    digest, size, rows = hashlib.sha256(), 0, 0
    with file.open(name, "w", force_zip64=True) as part:
        for block in blocks:
            part.write(block)
            digest.update(block)
            size += len(block)
            rows += block.count(b"\n")
            if way.size() >= _BLOCK:
                yield way.taken()
    parts[name] = Part(size, digest.hexdigest(), rows, columns)


_BLOCK = 1 << 16


def _people(session: Session) -> Iterator[bytes]:
    for one in stored.people(session):
        said = {"id": str(one.id), "name": one.name, "email": one.email}
        yield json.dumps(said, ensure_ascii=False).encode() + b"\n"


def _manifest(session: Session, parts: dict[str, Part], *, now: datetime) -> Manifest:
    home = homes.household(session)
    return Manifest(
        home.id,
        home.name,
        home.currency,
        stored.revision(session),
        now.isoformat(),
        parts,
        stored.balances(session),
    )


class _Way(io.RawIOBase):
    """Where a ZIP file is written to and taken from, block by block; nobody can seek in it."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def write(self, block: object) -> int:
        """Keep a block until it is taken."""
        size = len(self._written)
        self._written += cast("bytes", block)
        return len(self._written) - size

    def size(self) -> int:
        """Count the bytes that wait."""
        return len(self._written)

    def taken(self) -> bytes:
        """Give what waits, and forget it."""
        waiting = bytes(self._written)
        self._written.clear()
        return waiting
