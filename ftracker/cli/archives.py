"""`ftracker export-household` and `import-household`: all books of a household as one file."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ftracker.cli import opening
from ftracker.db import Actor, scope
from ftracker.domain.errors import InvalidInput
from ftracker.services import archive_imports, archives, households, journals, users
from ftracker.services.archive_imports import Brought, Wanted
from ftracker.services.journals import Language

WRONG = 2
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
HouseholdName = Annotated[str, typer.Option("--household", help="Whose books.")]
Output = Annotated[Path, typer.Option("--output", "-o", dir_okay=False, help="The file to write.")]


def export_household(household: HouseholdName, output: Output) -> None:
    """Write everything that a household owns as one archive, which any FTracker takes in."""
    with opening.books() as books:
        with books.session(Actor(steward=True)) as session:
            households.enter(session, households.named(session, household))
            reader = scope.actor(session)
        whole(output, archives.stream(books, reader, now=datetime.now(UTC)))
    typer.echo(f"Wrote the books of {household} to {output}.")


def import_household(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    owner: Annotated[
        str | None, typer.Option(help="The address of who owns it here; they have an account.")
    ] = None,
    name: Annotated[str, typer.Option(help="What it is called here; else as in the file.")] = "",
    *,
    members: Annotated[
        bool, typer.Option("--members", help="Let all in again who have an account here.")
    ] = False,
) -> None:
    """Make a household of an archive: all of it, or nothing."""
    try:
        with (
            file.open("rb") as opened,
            opening.books() as books,
            books.session(Actor(steward=True)) as session,
        ):
            wanted = Wanted(name, users.by_email(session, owner) if owner else None, members)
            brought = archive_imports.bring_in(session, opened, wanted)
    except InvalidInput as bad:
        typer.echo(str(bad), err=True)
        raise typer.Exit(WRONG) from bad
    typer.echo(said(brought))


def journal(
    household: HouseholdName,
    output: Output,
    language: Annotated[Language, typer.Option("--for", help="Who reads it.")],
) -> None:
    """Write all transactions as a journal that Beancount or hledger reads."""
    with opening.books() as books:
        with books.session(Actor(steward=True)) as session:
            households.enter(session, households.named(session, household))
            reader = scope.actor(session)
        today = datetime.now(UTC).astimezone().date()
        whole(output, journals.stream(books, reader, language, today=today))
    typer.echo(f"Wrote the books of {household} to {output}.")


def whole(output: Path, blocks: Iterable[bytes]) -> None:
    """Write a file that is whole or not there, and that only its owner may read."""
    waiting = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(waiting, _NEW, 0o600), "wb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(output)
    finally:
        waiting.unlink(missing_ok=True)


def said(brought: Brought) -> str:
    """Tell what came of an archive, and what is left to do."""
    count = brought.rows["transactions"]
    many = f"{count:,} transaction{'' if count == 1 else 's'}"
    lines = [f"{brought.household.name} is here, with {many} and its history."]
    if not brought.members:
        lines.append("Nobody is in it yet: only the command line reaches it.")
    if brought.strangers:
        lines.append(f"Not let in: {', '.join(brought.strangers)}. An owner can invite them.")
    lines += brought.left_out
    lines += [one.sentence for one in brought.findings if one.level == "error"]
    return "\n".join(lines)
