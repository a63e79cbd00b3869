"""`ftracker backup`, `verify` and `restore`: the whole installation in one file."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from ftracker import config
from ftracker.cli import archives
from ftracker.cli.opening import opened
from ftracker.config import Settings, SettingsError
from ftracker.domain.backups import Manifest
from ftracker.services import archive_restores, backup_keeping, backups
from ftracker.services.backup_files import Locked
from ftracker.services.backup_plans import Plan

Answer = TypeVar("Answer")
AS_THEN = (
    "Everybody signs in again, and what waited to be sent is not sent. People, passwords and keys"
    " are as they were then: what was taken away since is back, so look at Settings, Members."
)
Existing = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The backup.")
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        exists=True, dir_okay=False, help="A file with the passphrase of a sealed backup."
    ),
]


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="The file; else one more in the folder of backups.")
    ] = None,
) -> None:
    """Write all that FTracker holds into one file, and prove it by restoring it aside."""
    settings = config.load()
    plan = Plan.of(settings)
    with opened(settings) as ready, Console(stderr=True).status("Backing up …"):
        made = backup_keeping.by_command(ready.database_url, plan, path=file, now=datetime.now(UTC))
    typer.echo(
        f"{made.path} holds {_described(made.manifest)}. It was restored aside and is whole."
    )
    if not plan.passphrase:
        typer.echo("It is not encrypted; FTRACKER_BACKUP_PASSPHRASE seals the next one.")
    if not plan.secret:
        typer.echo("FTRACKER_SECRET is not in it: keep that yourself.")


def verify(file: Existing, passphrase_file: PassphraseFile = None) -> None:
    """Prove a backup: restore it into a database of its own, and compare every row and sum."""

    def prove(passphrase: str) -> Manifest:
        with Console(stderr=True).status("Restoring it aside …"):
            return backups.verify(file, passphrase=passphrase)

    found = _opening(config.load(), passphrase_file, prove)
    typer.echo(f"{file} is whole: {_described(found)}, of {found.made_at:%Y-%m-%d %H:%M} UTC.")


def restore(
    file: Existing,
    passphrase_file: PassphraseFile = None,
    household: Annotated[
        str | None, typer.Option(help="Bring back this household alone, beside those here.")
    ] = None,
    name: Annotated[str, typer.Option(help="What that household is called here.")] = "",
) -> None:
    """Put a backup back into an empty installation, whole or not at all."""
    settings = config.load()
    if household is not None:
        _opening(settings, passphrase_file, partial(_one, settings, file, household, name))
        return

    def bring_back(passphrase: str) -> backups.Restored:
        keep = partial(_keep_secret, settings)
        with (
            opened(settings, to_restore=True) as ready,
            Console(stderr=True).status("Restoring …"),
        ):
            return backup_keeping.bring_back(
                ready.database_url, file, passphrase=passphrase, keep=keep
            )

    found = _opening(settings, passphrase_file, bring_back)
    typer.echo(
        f"Restored {_described(found.manifest)}, of {found.manifest.made_at:%Y-%m-%d %H:%M} UTC."
    )
    typer.echo(_secret(settings, found.secret))
    typer.echo(AS_THEN)


def _one(settings: Settings, file: Path, household: str, name: str, passphrase: str) -> None:
    with opened(settings) as ready, Console(stderr=True).status("Restoring it aside …"):
        brought = archive_restores.bring_back(
            ready.database_url, file, household=household, name=name, passphrase=passphrase,
            now=datetime.now(UTC),
        )  # fmt: skip
    typer.echo(archives.said(brought))


def _keep_secret(settings: Settings, secret: str) -> None:
    """Take the backup's secret over, where the settings leave it to the data folder."""
    if settings.secret is None:
        try:
            config.keep_secret(settings.data_dir, secret)
        except OSError as bad:
            raise SettingsError(
                f"The secret of the backup cannot be kept in {settings.data_dir} ({bad.strerror})."
                " Nothing was restored."
            ) from bad


def _secret(settings: Settings, secret: str) -> str:
    """Say what became of the secret."""
    if secret and settings.secret is None:
        return "The secret came back with it: second factors and links go on as they were."
    if secret and settings.secret and settings.secret.get_secret_value() == secret:
        return "FTRACKER_SECRET is the secret of the backup."
    if secret:
        return (
            "FTRACKER_SECRET is not the secret of the backup: second factors have to be set up"
            " anew."
        )
    return (
        "The backup does not hold the secret. Second factors work with the FTRACKER_SECRET that"
        " was set where it was made."
    )


def _opening(
    settings: Settings, passphrase_file: Path | None, do: Callable[[str], Answer]
) -> Answer:
    """Do something with a backup, and ask for the passphrase where it turns out to be sealed."""
    passphrase = Plan.of(settings).passphrase
    if passphrase_file is not None:
        passphrase = _read(passphrase_file)
    try:
        return do(passphrase)
    except Locked:
        if passphrase or not sys.stdin.isatty():
            raise
    return do(str(typer.prompt("Passphrase of the backup", hide_input=True)))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"The passphrase in {file} cannot be read.") from None


def _described(manifest: Manifest) -> str:
    homes = len(manifest.contents.households)
    count = sum(one.transactions for one in manifest.contents.households.values())
    return (
        f"{homes:,} {'household' if homes == 1 else 'households'}, {count:,} transactions,"
        f" {manifest.rows:,} rows in {len(manifest.contents.tables)} tables"
    )
