"""`ftracker repack`: each household's rows laid side by side on the disk."""

import typer
from rich.console import Console
from rich.progress import track

from ftracker.cli import opening
from ftracker.db import repacking
from ftracker.domain.health import size


def repack() -> None:
    """Lay each household's rows side by side on the disk, and give free what tables take too much.

    For installations with many households, now and then: pages wait for a table as long as it is
    written anew. Every row stays, also where it is interrupted.
    """
    with opening.books() as books:
        tables, screen = len(repacking.tables()), Console(stderr=True)
        running = repacking.repack(books)
        done = list(track(running, "Repacking …", tables, console=screen, transient=True))
    before, after = sum(one.before for one in done), sum(one.after for one in done)
    typer.echo(f"The books lie in order: they took {size(before)}, and take {size(after)} now.")
