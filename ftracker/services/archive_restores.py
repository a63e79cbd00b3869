"""One household out of a backup of everything, beside the households that are there."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from ftracker.db import Actor, Database, migrations, rights, scope
from ftracker.services import archive_imports, archives, backups, households
from ftracker.services.archive_imports import Brought, Wanted

_STEWARD = Actor(steward=True)


def bring_back(
    url: str, path: Path, *, household: str, name: str = "", passphrase: str, now: datetime
) -> Brought:
    """Restore a backup aside, and bring the household of this name in from there.

    Whoever belonged to it and has an account of the same address here belongs to it again. `name`
    is what it is called here, '' as it was. Raises what a backup's restore and an archive raise.
    """
    with (
        backups.restored(path, passphrase=passphrase, url=url) as (_, scratched),
        TemporaryFile() as file,
    ):
        _open_up(url, scratched)
        aside = Database(scratched, pool_size=1)
        try:
            with aside.session(_STEWARD) as session:
                households.enter(session, households.named(session, household))
                reader = scope.actor(session)
            file.writelines(archives.stream(aside, reader, now=now))
        finally:
            aside.close()
        books = Database(url, pool_size=1)
        try:
            with books.session(_STEWARD) as session:
                return archive_imports.bring_in(session, file, Wanted(name, members=True))
        finally:
            books.close()


def _open_up(url: str, scratched: str) -> None:
    """Let the application read what was restored: its schema may be old, and it holds no rights.

    The rights are those that it has here.
    """
    migrations.upgrade(scratched)
    with migrations.connection(url) as connected:
        granted = rights.read(connected)
    with migrations.connection(scratched) as connected:
        rights.give(connected, granted)
