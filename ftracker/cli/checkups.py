"""`ftracker doctor`: the installation and the books of every household looked over."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from ftracker import config
from ftracker.cli import opening
from ftracker.config import Settings
from ftracker.db import Actor, Database
from ftracker.domain.checkups import Check, Level
from ftracker.models import Household
from ftracker.services import doctor as checks
from ftracker.services import health, households


def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend first what can be mended by itself.")
    ] = False,
    household: Annotated[
        str | None, typer.Option("--household", help="Whose books; else those of all.")
    ] = None,
) -> None:
    """Check installation, totals, history and references; ends with 1 when something is wrong."""
    settings = config.load()
    with opening.books() as books:
        levels = set(_installation(books, settings, repair=repair))
        with books.session(Actor(steward=True)) as session:
            found = (
                checks.households(session)
                if household is None
                else [households.named(session, household)]
            )
        screen = Console(stderr=True)
        watched = track(found, "Looking …", console=screen, transient=True)
        levels |= {level for home in watched for level in _examine(books, home, repair=repair)}
    if Level.ERROR in levels:
        raise typer.Exit(1)


def _installation(books: Database, settings: Settings, *, repair: bool) -> list[Level]:
    """Look over all that does not lie in books, and say what was found."""
    if repair:
        with books.outside() as outside:
            health.repair(outside)
    with books.outside() as outside, books.session(Actor(steward=True)) as session:
        return _tell(health.look(outside, session, settings, now=datetime.now(UTC)).checks)


def _examine(books: Database, household: Household, *, repair: bool) -> list[Level]:
    """Look one household over, and say what was found."""
    with books.session(Actor(steward=True)) as session:
        households.enter(session, household)
        if repair:
            checks.repair(session)
        found: list[Check] = checks.examine(session)
    typer.echo(household.name)
    return _tell(found)


def _tell(found: list[Check]) -> list[Level]:
    for check in found:
        typer.echo(f"{check.level:<5}  {check.sentence}")
        if check.repair:
            typer.echo(f"       {check.repair}")
    return [check.level for check in found]
