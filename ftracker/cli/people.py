"""`ftracker user` and `ftracker token`: people and keys, from the shell."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from ftracker import config
from ftracker.cli import opening
from ftracker.db import Role, Scope
from ftracker.domain.errors import InvalidInput
from ftracker.schemas import sentences
from ftracker.schemas.users import RegistrationIn, TokenIn
from ftracker.services import (
    api_tokens,
    password_resets,
    registrations,
    second_factors,
    users,
)
from ftracker.services.api_tokens import Reach

user = typer.Typer(
    help="Add people, list them, shut them out, let them in again.", no_args_is_help=True
)
token = typer.Typer(help="Make keys for programs, list them, take them away.", no_args_is_help=True)
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
    with opening.steward() as session:
        registrations.add(session, data, role=role)
    typer.echo(f"{email} can sign in now.")


@user.command("disable")
def disable(email: Email) -> None:
    """Shut a person out at once: their sessions end, their keys are gone."""
    with opening.steward() as session:
        users.disable(session, email)
    typer.echo(f"{email} is shut out.")


@user.command("enable")
def enable(email: Email) -> None:
    """Let a person in again who was shut out."""
    with opening.steward() as session:
        users.enable(session, email)
    typer.echo(f"{email} can sign in again.")


@user.command("list")
def list_users() -> None:
    """List everybody: address, since when, whether they are shut out, and where they belong."""
    with opening.steward() as session:
        for one in users.listing(session):
            homes = ", ".join(f"{home.name} ({home.role})" for home in one.homes) or "nowhere"
            state = "shut out" if one.is_disabled else "may sign in"
            typer.echo(f"{one.email}  since {one.created_at:%Y-%m-%d}, {state}, {homes}")


@user.command("sign-out")
def sign_out(email: Email) -> None:
    """Sign a person out of every browser; the keys of their programs keep working."""
    with opening.steward() as session:
        users.sign_out(session, email)
    typer.echo(f"{email} is signed out everywhere.")


@user.command("reset-link")
def reset_link(email: Email) -> None:
    """Print a link by which a person sets a new password; it works once, for half an hour."""
    settings = config.load()
    with opening.steward() as session:
        made = password_resets.link_for(session, email, now=datetime.now(UTC))
    where = settings.url or f"http://{settings.host}:{settings.port}"
    typer.echo(f"{where}/sign-in/new-password/{made}")


@user.command("reset-second-factor")
def reset_second_factor(email: Email) -> None:
    """Help a person who is locked out: their app, codes and passkeys do not count any more."""
    with opening.steward() as session:
        second_factors.reset(session, email)
    typer.echo(f"{email} signs in with the password alone now, and is signed out everywhere.")


@token.command("add")
def add_token(
    email: Email,
    name: Annotated[str, typer.Option(help="Which program the key is for.")],
    household: Annotated[
        str | None, typer.Option(help="Which of their households; else the first one.")
    ] = None,
    scope: Annotated[
        Scope, typer.Option(help="What it may do at most: look, look and write, or all.")
    ] = Scope.MANAGE,
    days: Annotated[int, typer.Option(help="How long it lasts: 30, 90, 365; 0 is for ever.")] = 0,
) -> None:
    """Make a key for one of somebody's programs, and print it this once."""
    data = sentences.read(TokenIn, {"name": name, "scope": scope, "days": str(days)})
    reach = Reach.lasting(data.scope, data.lasts, now=datetime.now(UTC))
    with opening.steward() as session:
        made = api_tokens.add_for(session, email, name=data.name, household=household, reach=reach)
    typer.echo(made)


@token.command("list")
def list_tokens(email: Email) -> None:
    """List the keys of somebody's programs, newest first."""
    with opening.steward() as session:
        for one in api_tokens.listing_for(session, email):
            ends = f"until {one.expires_at:%Y-%m-%d}" if one.expires_at else "for ever"
            used = f"last used {one.used_at:%Y-%m-%d}" if one.used_at else "never used"
            typer.echo(f"{one.name}  {one.household}, {one.scope}, {ends}, {used}")


@token.command("revoke")
def revoke_token(
    email: Email,
    name: Annotated[str, typer.Option(help="Which program the key was for.")],
) -> None:
    """Take the keys of one of somebody's programs away: they open nothing any more."""
    with opening.steward() as session:
        count = api_tokens.revoke_for(session, email, name)
    typer.echo("Took the key away." if count == 1 else f"Took {count} keys away.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InvalidInput("password", "Give the password with --password-stdin.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
