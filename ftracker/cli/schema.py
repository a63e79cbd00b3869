"""`ftracker migrate`: the schema brought up to date without serving."""

import typer

from ftracker import config
from ftracker.cli.opening import opened


def migrate() -> None:
    """Bring the database's schema up to date, and nothing else."""
    with opened(config.load()):
        typer.echo("The database is up to date.")
