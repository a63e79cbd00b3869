"""`ftracker user` and `ftracker token`: people and keys, from the shell."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ftracker import config
from ftracker.cli.opening import opened
from ftracker.db import Actor, Database, Role, Session
from ftracker.domain.errors import InvalidInput
from ftracker.schemas import sentences
from ftracker.schemas.users import RegistrationIn, TokenIn
from ftracker.services import api_tokens, registrations, second_factors, users

user = typer.Typer(help="Add people, shut them out, let them in again.", no_args_is_help=True)
token = typer.Typer(help="Make keys for programs.", no_args_is_help=True)
Email = Annotated[str, typer.Argument(help="The address that they sign in with.")]


@user.command("add")
def add(
    email: Email,
    household: Annotated[str, typer.Option(help="The household; a new one is started.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    role: Annotated[
        Role | None, typer.Option(help="Their role in a household that exists; else editor.")
    ] = None,
    currency: Annotated[str, typer.Option(help="What a new household counts in.")] = "EUR",
) -> None:
    """Add a person to a household; a household that is new is theirs."""
    password = _password(from_stdin=password_stdin)
    given = {"email": email, "password": password, "household": household, "currency": currency}
    data = sentences.read(RegistrationIn, given)
    with _steward() as session:
        registrations.add(session, data, role=role)
    typer.echo(f"{email} can sign in now.")


@user.command("disable")
def disable(email: Email) -> None:
    """Shut a person out at once: their sessions end, their keys are gone."""
    with _steward() as session:
        users.disable(session, email)
    typer.echo(f"{email} is shut out.")


@user.command("enable")
def enable(email: Email) -> None:
    """Let a person in again who was shut out."""
    with _steward() as session:
        users.enable(session, email)
    typer.echo(f"{email} can sign in again.")


@user.command("reset-second-factor")
def reset_second_factor(email: Email) -> None:
    """Help a person who is locked out: their app, codes and passkeys do not count any more."""
    with _steward() as session:
        second_factors.reset(session, email)
    typer.echo(f"{email} signs in with the password alone now, and is signed out everywhere.")


@token.command("add")
def add_token(
    email: Email,
    name: Annotated[str, typer.Option(help="Which program the key is for.")],
    household: Annotated[
        str | None, typer.Option(help="Which of their households; else the first one.")
    ] = None,
) -> None:
    """Make a key for one of somebody's programs, and print it this once."""
    data = sentences.read(TokenIn, {"name": name})
    with _steward() as session:
        made = api_tokens.add_for(session, email, name=data.name, household=household)
    typer.echo(made)


@contextmanager
def _steward() -> Iterator[Session]:
    """Open the database as the one who runs FTracker."""
    with opened(config.load()) as settings:
        books = Database(settings.database_url)
        try:
            with books.session(Actor(steward=True)) as session:
                yield session
        finally:
            books.close()


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InvalidInput("password", "Give the password with --password-stdin.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
