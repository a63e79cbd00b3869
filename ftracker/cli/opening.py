"""Opens the database for a command, whichever one the settings choose."""

from collections.abc import Iterator
from contextlib import contextmanager

from ftracker import config
from ftracker.config import Settings
from ftracker.db import Database, migrations
from ftracker.db.embedded import EmbeddedServer


@contextmanager
def opened(settings: Settings) -> Iterator[Settings]:
    """Give the settings with the address of a database that answers and is up to date.

    Without a database of the user's own, the one that comes along runs as long as the block.
    Raises SettingsError or Unavailable.
    """
    config.prepare(settings.data_dir)
    if settings.database_url:
        migrations.upgrade(settings.database_url)
        yield settings
        return
    with EmbeddedServer(settings.data_dir) as server:
        migrations.upgrade(server.url)
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
