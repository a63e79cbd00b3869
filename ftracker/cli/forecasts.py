"""`ftracker forecast`: what will probably be, worked out and kept for the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from ftracker import config
from ftracker.cli import opening
from ftracker.db import Actor, Database, Door, Session
from ftracker.domain.errors import InvalidInput
from ftracker.models import Household
from ftracker.queries import households as stored
from ftracker.services import doctor, forecasting, households


def forecast(
    household: Annotated[
        str | None, typer.Option("--household", help="Whose books; else those of all.")
    ] = None,
    household_id: Annotated[
        UUID | None, typer.Option("--household-id", help="The same, by the household's id.")
    ] = None,
    score: Annotated[
        bool, typer.Option("--score", help="Repeat the past too, to tell how good forecasts are.")
    ] = False,
) -> None:
    """Work forecasts out anew where something changed since, or another day has begun."""
    with _books() as books:
        with books.session(Actor(steward=True)) as session:
            found = [(home.id, home.name) for home in _wanted(session, household, household_id)]
        for key, name in found:
            typer.echo(f"{name}: {_work(books, key, score=score)}")


@contextmanager
def _books() -> Iterator[Database]:
    """Open the books; those behind an address that is given are there and up to date.

    So that a job that works on a database in use neither looks over its schema nor makes a folder.
    """
    settings = config.load()
    if not settings.database_url:
        with opening.books() as books:
            yield books
        return
    books = Database(settings.database_url, pool_size=1)
    try:
        yield books
    finally:
        books.close()


def _wanted(session: Session, name: str | None, key: UUID | None) -> list[Household]:
    if key is not None:
        one = stored.one(session, key)
        if one is None:
            raise InvalidInput("household_id", "There is no household of this id.")
        return [one]
    if name is not None:
        return [households.named(session, name)]
    return list(doctor.households(session))


def _work(books: Database, key: UUID, *, score: bool) -> str:
    """Work on one household, in a transaction of its own; say what became of it."""
    now = datetime.now(UTC)
    today = now.astimezone().date()
    with books.session(Actor(steward=True, door=Door.JOB)) as session:
        home = stored.one(session, key)
        if home is None:
            return "gone meanwhile."
        households.enter(session, home)
        is_new = forecasting.recompute(session, today=today, now=now, score=score)
    seconds = (datetime.now(UTC) - now).total_seconds()
    return f"worked out in {seconds:.1f} s." if is_new else "nothing changed since."
