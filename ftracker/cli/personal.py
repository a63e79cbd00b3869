"""`ftracker user export` and `user delete`: all about one person, and a person who goes."""

from pathlib import Path
from typing import Annotated

import typer

from ftracker.cli import opening
from ftracker.cli.archives import whole
from ftracker.db import Actor
from ftracker.domain.errors import Conflict
from ftracker.domain.farewells import Fate
from ftracker.services import departures, personal_data, users

Email = Annotated[str, typer.Argument(help="The address that they sign in with.")]


def export(
    email: Email,
    output: Annotated[
        Path, typer.Option("--output", "-o", dir_okay=False, help="The file to write.")
    ],
) -> None:
    """Write all that is kept about one person as JSON."""
    with opening.books() as books:
        with books.session(Actor(steward=True)) as session:
            user_id = users.by_email(session, email).id
        whole(output, personal_data.stream(books, user_id))
    typer.echo(f"Wrote all about {email} to {output}.")


def delete(
    email: Email,
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete also the households that only they are in.")
    ] = False,
) -> None:
    """Delete a person for good; what they wrote stays with a former member."""
    with opening.steward() as session:
        user_id = users.by_email(session, email).id
        ends = [one.name for one in departures.farewells(session, user_id) if one.fate is Fate.ENDS]
        if ends and not yes:
            names = ", ".join(ends)
            raise Conflict(
                f"Nobody else is in {names}: it would be deleted too. Export it first, then say"
                " --yes. Nothing was deleted."
            )
        departures.leave(session, user_id)
    typer.echo(f"{email} is deleted.")
