"""`ftracker distribute`: the books spread over several servers by Citus."""

import typer

from ftracker import config, models  # noqa: F401 - the tables register themselves
from ftracker.cli.opening import opened
from ftracker.config import SettingsError
from ftracker.db import distribution, migrations

NEEDS_SERVER = (
    "The PostgreSQL that comes along is one server alone: set FTRACKER_DATABASE_URL to the"
    " database of a Citus coordinator."
)


def distribute() -> None:
    """Spread the books over the servers of a Citus cluster, each household's on one of them.

    Stop FTracker and make a backup before. A second run moves only what is new.
    """
    settings = config.load()
    if not settings.database_url:
        raise SettingsError(NEEDS_SERVER)
    with opened(settings), migrations.connection(settings.database_url) as connected:
        migrations.wait_for_others(connected)
        placed = distribution.distribute(connected)
    for name, where in placed.tables.items():
        typer.echo(f"{name}: {where}")
    typer.echo(
        "The books are distributed: start FTracker again."
        if placed.tables
        else "The books are distributed already; nothing moved."
    )
