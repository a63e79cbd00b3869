"""`ftracker doctor`: the books of every household looked over."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from ftracker import config
from ftracker.cli import opening
from ftracker.db import Actor, Database, migrations
from ftracker.models import Household
from ftracker.services import backup_keeping, households
from ftracker.services import doctor as checks
from ftracker.services.backup_plans import Plan
from ftracker.services.doctor import Finding, Level


def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Sum the monthly totals up anew first.")
    ] = False,
    household: Annotated[
        str | None, typer.Option("--household", help="Whose books; else those of all.")
    ] = None,
) -> None:
    """Check that totals, history and references agree; ends with 1 when something is wrong."""
    with opening.books() as books:
        newest = migrations.revisions(migrations.configuration())[0]
        typer.echo(f"ok     The schema is up to date ({newest}).")
        with books.session(Actor(steward=True)) as session:
            plan = Plan.of(config.load())
            backed_up = backup_keeping.checked(session, plan, now=datetime.now(UTC))
            typer.echo(f"{backed_up.level:<5}  {backed_up.sentence}")
            found = (
                checks.households(session)
                if household is None
                else [households.named(session, household)]
            )
        screen = Console(stderr=True)
        watched = track(found, "Looking …", console=screen, transient=True)
        levels = {level for home in watched for level in _examine(books, home, repair=repair)}
    if Level.ERROR in {*levels, backed_up.level}:
        raise typer.Exit(1)


def _examine(books: Database, household: Household, *, repair: bool) -> list[Level]:
    """Look one household over, and say what was found."""
    with books.session(Actor(steward=True)) as session:
        households.enter(session, household)
        if repair:
            checks.repair(session)
        findings: list[Finding] = checks.examine(session)
    typer.echo(household.name)
    for finding in findings:
        typer.echo(f"{finding.level:<5}  {finding.sentence}")
    return [finding.level for finding in findings]
