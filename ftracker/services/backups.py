"""Backups of a whole installation: made, proven by restoring them, and restored."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path

from ftracker.db import dumps, migrations, restoring, rights, scratch
from ftracker.domain import backups
from ftracker.domain.backups import Manifest
from ftracker.domain.errors import Conflict
from ftracker.queries import backups as stored
from ftracker.services import backup_files
from ftracker.services import restored as afterwards
from ftracker.services.backup_files import DUMP, MANIFEST, SECRET, Damaged, Reader
from ftracker.services.backup_plans import Plan

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the manifest of the backup, and its secret, '' where it holds none."""

    manifest: Manifest
    secret: str


def make(url: str, path: Path, plan: Plan, *, reason: str, now: datetime) -> Manifest:
    """Write all that a database holds at one moment into a file, which gets its name when whole.

    Raises Unavailable when the database cannot be read, OSError when the file cannot be written.
    """
    with (
        dumps.moment(url) as (connected, snapshot),
        backup_files.writing(path, plan.passphrase) as file,
    ):
        server = dumps.major(connected)
        with dumps.dumping(url, snapshot=snapshot, server=server) as source:
            file.add(DUMP, source)
        if plan.secret:
            file.add(SECRET, io.BytesIO(plan.secret.encode()))
        manifest = Manifest(
            made_at=now,
            reason=reason,
            version=metadata.version("ftracker"),
            server=server,
            contents=stored.contents(connected),
            parts=dict(file.parts),
        )
        file.add(MANIFEST, io.BytesIO(json.dumps(manifest.as_json).encode()))
    return manifest


def verify(path: Path, *, passphrase: str, url: str | None = None) -> Manifest:
    """Prove a backup: restore it into a scratch database, and compare all rows and sums.

    The scratch database stands beside that of `url` where that is allowed, else on a server of its
    own. Raises Damaged when the file or what came out of it is not what was backed up.
    """
    with restored(path, passphrase=passphrase, url=url) as (manifest, scratched):
        _compare(scratched, manifest)
    return manifest


@contextmanager
def restored(path: Path, *, passphrase: str, url: str | None) -> Iterator[tuple[Manifest, str]]:
    """Restore a backup into a scratch database, and give its manifest and the address.

    The schema is the backup's, which may be older than this version. Raises as `verify`.
    """
    with backup_files.reading(path, passphrase) as file:
        _refuse_newer(file.manifest)
        with scratch.database(url) as scratched:
            _load(scratched, file)
            yield file.manifest, scratched


def restore(
    url: str, path: Path, *, passphrase: str, keep: Callable[[str], None] = lambda _: None
) -> Restored:
    """Put a backup back into an installation in which nothing was begun, whose schema is new.

    `keep` is given the backup's secret, if it holds one, before there are books that need it.
    Raises Damaged, Locked or Conflict before anything is touched. What is wrong later leaves the
    installation as empty as it was; what is killed leaves one that refuses to start, and may be
    restored into anew.
    """
    with backup_files.reading(path, passphrase) as file:
        _refuse_newer(file.manifest)
        secret = file.text(SECRET) if SECRET in file.manifest.parts else ""
        granted = _begin(url)
        try:
            if secret:
                keep(secret)
            _empty(url)
            _load(url, file)
            _compare(url, file.manifest)
        except BaseException:
            _empty(url)
            migrations.upgrade(url, is_restoring=True)
            with migrations.connection(url) as connected:
                restoring.end(connected)
            raise
    _end(url, granted)
    return Restored(file.manifest, secret)


def is_half(url: str) -> bool:
    """Tell whether a restore into this database was interrupted."""
    with migrations.connection(url) as connected:
        return restoring.is_half(connected)


def _begin(url: str) -> list[str]:
    """Mark an empty installation as one that is restored into; gives what its role may do."""
    with migrations.connection(url) as connected:
        is_again = restoring.is_half(connected)
        _refuse_full(not is_again and stored.has_books(connected), stored.others(connected))
    if is_again:
        _empty(url)
        migrations.upgrade(url, is_restoring=True)
    with migrations.connection(url) as connected:
        restoring.begin(connected)
        return rights.read(connected)


def _end(url: str, granted: list[str]) -> None:
    """Bring what was restored up to date, and let it be an installation at once."""
    migrations.upgrade(url, is_restoring=True)
    with migrations.connection(url) as connected:
        rights.give(connected, granted)
        afterwards.settle(connected)
        restoring.end(connected)


def _load(url: str, file: Reader) -> None:
    with migrations.connection(url) as connected:
        server = dumps.major(connected)
    with dumps.loading(url, server=server) as target:
        file.copy(DUMP, target)


def _compare(url: str, manifest: Manifest) -> None:
    with migrations.connection(url) as connected:
        found = stored.contents(connected)
    said = backups.differences(manifest.contents, found)
    if said:
        more = f" And {len(said) - _SHOWN:,} more." if len(said) > _SHOWN else ""
        raise Damaged(
            f"What came out of the backup is not what went in. {' '.join(said[:_SHOWN])}{more}"
        )


def _refuse_newer(manifest: Manifest) -> None:
    known = migrations.revisions(migrations.configuration())
    if manifest.contents.schema not in known:
        raise Damaged(
            f"This backup was written by a newer FTracker ({manifest.version}, schema"
            f" {manifest.contents.schema}): install that version, then restore it. Nothing was"
            " changed."
        )


def _refuse_full(has_books: bool, others: int) -> None:  # noqa: FBT001 - the answer to a question
    if has_books:
        raise Conflict(
            "There are books here already. A backup is restored into an empty installation: choose"
            " another folder with FTRACKER_DATA_DIR, or another database with"
            " FTRACKER_DATABASE_URL. Nothing was changed."
        )
    if others:
        raise Conflict(
            f"Something else is connected to this database ({others} in all): stop FTracker first."
            " Nothing was changed."
        )


def _empty(url: str) -> None:
    """Take the schema away, which holds nothing."""
    migrations.downgrade(url, "base")
    migrations.forget(url)
