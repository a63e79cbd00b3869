"""Opens the database for a command, whichever one the settings choose."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ftracker import config
from ftracker.config import Settings
from ftracker.db import Actor, Database, Session, migrations
from ftracker.db.embedded import EmbeddedServer
from ftracker.services import backup_keeping, backups
from ftracker.services.backup_keeping import Made
from ftracker.services.backup_plans import Plan


@contextmanager
def opened(settings: Settings, *, to_restore: bool = False) -> Iterator[Settings]:
    """Give the settings with the address of a database that answers and is up to date.

    Without a database of the user's own, the one that comes along runs as long as the block.
    One that half a restore was left in is given only `to_restore` it. Raises SettingsError or
    Unavailable.
    """
    config.prepare(settings.data_dir)
    if settings.database_url:
        _bring_up_to_date(settings, settings.database_url, to_restore=to_restore)
        yield settings
        return
    with EmbeddedServer(settings.data_dir) as server:
        _bring_up_to_date(settings, server.url, to_restore=to_restore)
        yield settings.model_copy(update={"database_url": server.url})


@contextmanager
def books() -> Iterator[Database]:
    """Give the database that the settings choose, for a command that works on the books."""
    with opened(config.load()) as settings:
        found = Database(settings.database_url, pool_size=1)
        try:
            yield found
        finally:
            found.close()


@contextmanager
def steward() -> Iterator[Session]:
    """Open the books as the one who runs FTracker, for a command that is one transaction."""
    with books() as database, database.session(Actor(steward=True)) as session:
        yield session


def _bring_up_to_date(settings: Settings, url: str, *, to_restore: bool) -> None:
    """Change the schema if it is older, after a backup of the books as they are."""
    if to_restore and backups.is_half(url):
        return
    made: list[Made] = []

    def back_up(address: str) -> None:
        plan = Plan.of(settings)
        found = backup_keeping.before_upgrade(address, plan, now=datetime.now(UTC))
        made.extend([found] if found else [])

    migrations.upgrade(url, before=back_up)
    for one in made:
        database = Database(url, pool_size=1)
        backup_keeping.note(database, one, reason="upgrade")
        database.close()
