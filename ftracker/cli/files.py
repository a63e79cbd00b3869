"""`ftracker import` and `ftracker export`: files in and out, from the shell."""

import json
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console

from ftracker import config
from ftracker.cli import opening
from ftracker.db import Actor, Session, scope
from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.statements.sources import Opened
from ftracker.queries.transactions import Filter
from ftracker.schemas import sentences
from ftracker.schemas.imports import ImportOptions
from ftracker.services import exporter, households, importer, previews
from ftracker.services.importer import Upload

WRONG = 2
_SHOWN = 20
HouseholdName = Annotated[str, typer.Option("--household", help="Whose books.")]


def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    household: HouseholdName,
    mapping: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A mapping as JSON.")
    ] = None,
    account: Annotated[
        str | None, typer.Option(help="The account of every row; a new one is created.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen.")] = False,
) -> None:
    """Book the rows of a file: all of them, or none and a sentence for each that is wrong."""
    try:
        with (
            file.open("rb") as opened,
            opening.books() as books,
            books.session(Actor(steward=True)) as session,
        ):
            sent = _upload(opened, file.name, mapping, account)
            households.enter(session, households.named(session, household))
            with Console(stderr=True).status(f"Reading {file.name} …"):
                said = _tried(session, sent) if dry_run else _taken_in(session, sent)
    except InvalidInput as bad:
        for error in bad.errors:
            typer.echo(_sentence(error), err=True)
        typer.echo("Nothing was imported.", err=True)
        raise typer.Exit(WRONG) from bad
    typer.echo(said)


def export_file(
    household: HouseholdName,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file; else standard output.")
    ] = None,
) -> None:
    """Write all transactions as CSV: date, amount, type, category, account, payee, note."""
    with opening.books() as books:
        with books.session(Actor(steward=True)) as session:
            households.enter(session, households.named(session, household))
            reader = scope.actor(session)
        blocks = exporter.stream(books, reader, Filter())
        if output is None:
            for block in blocks:
                typer.echo(block, nl=False)
            return
        with output.open("wb") as file:
            file.writelines(blocks)


def _upload(file: BinaryIO, name: str, mapping: Path | None, account: str | None) -> Upload:
    given: dict[str, object] = {}
    if mapping is not None:
        try:
            given["mapping"] = json.loads(mapping.read_text(encoding="utf-8"))
        except ValueError as bad:
            raise InvalidInput("mapping", f"{mapping.name} is no JSON.") from bad
    if account is not None:
        given["account"] = account
    options = sentences.read(ImportOptions, given)
    return Upload(
        name,
        Opened(file),
        options.mapping.mapping(),
        options.account,
        config.load().import_row_limit,
    )


def _taken_in(session: Session, sent: Upload) -> str:
    found = importer.take_in(session, sent)
    return (
        f"{found.rows:,} rows: {found.added:,} added, "
        f"{found.duplicates:,} were there already from an earlier file."
    )


def _tried(session: Session, sent: Upload) -> str:
    tried = previews.trial(session, sent)
    fresh = len(tried.rows) - tried.duplicates
    lines = [_sentence(error) for error in tried.count.errors[:_SHOWN]]
    lines.append(
        f"{tried.count.rows:,} rows: {fresh:,} would be added, {tried.duplicates:,} are there "
        f"already, {tried.count.invalid:,} cannot be read. Nothing was imported."
    )
    return "\n".join(lines)


def _sentence(error: FieldError) -> str:
    place = f"Line {error.row}, {error.field}: " if error.row else f"{error.field}: "
    return place + error.message
