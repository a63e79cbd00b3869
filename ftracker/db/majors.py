"""The books of an older major version of PostgreSQL, carried over into the present one.

What the old server holds is written out and read into a new folder, and every row is compared. The
new folder gets its name only then; the old one stays as it was, for whoever runs FTracker to
delete.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL

from ftracker.db import cluster, dumps, fingerprints, migrations
from ftracker.db.cluster import SUPERUSER, VERSION, Cluster
from ftracker.db.scope import APP_ROLE
from ftracker.db.unavailable import Unavailable

_PREFIX = "postgresql-"


def older(folder: Path) -> int | None:
    """Tell which older version kept the books in a folder; None where the present one does.

    Raises Unavailable for a newer version.
    """
    found = {_number(path.parent) for path in folder.glob(f"{_PREFIX}*/PG_VERSION")}
    if not found or VERSION in found:
        return None
    newest = max(found)
    if newest > VERSION:
        raise Unavailable(
            f"The books in {folder} are kept by PostgreSQL {newest}, and this FTracker brings"
            f" {VERSION}: install the newer FTracker again that wrote them."
        )
    return newest


def carry_over(folder: Path, version: int) -> None:
    """Carry the books of an older version over; whoever calls is alone in the folder.

    An interruption leaves the old books as they are, and the next start begins anew. Raises
    Unavailable, with nothing changed, where that version's programs did not come along.
    """
    if not cluster.brings(version):
        raise Unavailable(
            f"The books in {folder} were kept by PostgreSQL {version}, which this FTracker does not"
            " bring any more: start the FTracker that wrote them once more, let it write a file"
            ' with "ftracker backup", and restore that into an empty folder with this one.'
        )
    draft = folder / f".{_PREFIX}{VERSION}.carried"
    shutil.rmtree(draft, ignore_errors=True)
    old, new = Cluster(folder / f"{_PREFIX}{version}", version), Cluster(draft)
    try:
        with _running(old) as source:
            new.make()
            with _running(new) as target:
                _copy(source, target, version)
        draft.rename(folder / f"{_PREFIX}{VERSION}")
        _sync(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Let the new name be on the disk before anything is written under it.

    Else a power cut could bring the draft's name back, and drafts are thrown away.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(source: str, target: str, version: int) -> None:
    with migrations.connection(target) as connected:
        connected.execute(text(f"create role {APP_ROLE} nologin"))
    with dumps.moment(source) as (connected, snapshot):
        with (
            dumps.dumping(source, snapshot=snapshot, server=version) as dump,
            dumps.loading(target, server=VERSION, with_rights=True) as load,
        ):
            shutil.copyfileobj(dump, load)
        before = fingerprints.tables(connected)
    with migrations.connection(target) as connected:
        after = fingerprints.tables(connected)
    if before != after:
        names = ", ".join(sorted({name for name, _ in before.items() ^ after.items()}))
        raise Unavailable(
            f"The books could not be carried over from PostgreSQL {version} to {VERSION}: the"
            f" tables {names} differ. Nothing was changed."
        )


@contextmanager
def _running(one: Cluster) -> Iterator[str]:
    """Run a server that nobody else may find, and give its address."""
    with tempfile.TemporaryDirectory(prefix="ftracker-", ignore_cleanup_errors=True) as name:
        sockets = Path(name)
        if one.owner:
            shutil.chown(sockets, one.owner)
        one.forget_dead(sockets)
        one.start(sockets)
        try:
            query = {"host": str(sockets)}
            url = URL.create("postgresql+psycopg", SUPERUSER, database="postgres", query=query)
            yield url.render_as_string()
        finally:
            one.stop()


def _number(folder: Path) -> int:
    number = folder.name.removeprefix(_PREFIX)
    return int(number) if number.isdigit() else 0
