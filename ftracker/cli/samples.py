"""`ftracker sample-data`: a made-up household in empty books."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from ftracker.cli import opening
from ftracker.db import Actor
from ftracker.services import sample_data as samples

MOST_YEARS = 20


def sample_data(
    household: Annotated[str, typer.Option(help="The household; a new one is started.")],
    years: Annotated[
        int, typer.Option(min=1, max=MOST_YEARS, help="How far back it goes.")
    ] = samples.YEARS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same books.")] = samples.SEED,
    currency: Annotated[str, typer.Option(help="What a new household counts in.")] = "EUR",
) -> None:
    """Fill a household without transactions with made-up ones, up to today."""
    today = datetime.now(UTC).astimezone().date()
    waiting = Console(stderr=True).status("Writing the sample …")
    with opening.books() as books, waiting, books.session(Actor(steward=True)) as session:
        samples.enter(session, household, new_currency=currency)
        count = samples.fill(session, today=today, years=years, seed=seed)
    typer.echo(f"{household} has {count:,} made-up transactions now (seed {seed}).")
