"""The archive of a household with a million transactions, out and in: its memory and its time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from tempfile import TemporaryFile
from time import perf_counter
from typing import BinaryIO, cast

import psutil

from benchmarks.results import Result
from benchmarks.stores import Store
from ftracker.db import Actor
from ftracker.services import archive_imports, archives, journals
from ftracker.services.archive_imports import Wanted
from ftracker.services.journals import Language

MEMORY_MIB = 32.0
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def measure(store: Store) -> Iterator[Result]:
    """Write the archive to a file, bring it in as a second household, and write a journal."""
    with TemporaryFile() as file:
        yield from _told("Archiving 1,000,000", lambda high: _out(store, file, high))
        size = f"{file.tell() / 2**20:.0f} MiB"
        yield from _told("Bringing 1,000,000 in", lambda high: _in(store, file, high), size)
    yield from _told("A journal of 1,000,000", lambda high: _journal(store, high))


def _told(
    name: str, work: Callable[[Callable[[], None]], None], detail: str = ""
) -> Iterator[Result]:
    process = psutil.Process()
    start = highest = process.memory_info().rss

    def look() -> None:
        nonlocal highest
        highest = max(highest, process.memory_info().rss)

    began = perf_counter()
    work(look)
    took = perf_counter() - began
    look()
    grown = (highest - start) / 2**20
    yield Result(f"{name}, memory at its highest", grown, MEMORY_MIB, detail, "MiB")
    yield Result(f"{name}, time", took, None, detail, "s")


def _out(store: Store, file: BinaryIO, look: Callable[[], None]) -> None:
    for block in archives.stream(store.database, store.many, now=NOW):
        file.write(block)
        look()


def _in(store: Store, file: BinaryIO, look: Callable[[], None]) -> None:
    with store.database.session(Actor(steward=True)) as session:
        watched = cast("BinaryIO", _Watched(file, look))
        archive_imports.bring_in(session, watched, Wanted("Brought in"))


def _journal(store: Store, look: Callable[[], None]) -> None:
    for _ in journals.stream(store.database, store.many, Language.HLEDGER, today=NOW.date()):
        look()


class _Watched:
    """A file that looks at the memory each time it is read."""

    def __init__(self, file: BinaryIO, look: Callable[[], None]) -> None:
        self._file = file
        self._look = look

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""
        self._look()
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to another place."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Tell the place."""
        return self._file.tell()

    def seekable(self) -> bool:
        """Tell that places can be gone to."""
        return True
