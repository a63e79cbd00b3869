"""The `ftracker` command: each of its words calls a service or a job."""

import sys

import typer

from ftracker.cli import (
    archives,
    backups,
    checkups,
    doors,
    files,
    forecasting,
    forecasts,
    people,
    personal,
    repacking,
    samples,
    schema,
    serving,
    spreading,
    working,
)
from ftracker.config import SettingsError
from ftracker.db.unavailable import Unavailable
from ftracker.domain.errors import DomainError

WRONG = 2

app = typer.Typer(
    name="ftracker",
    help="A self-hosted tracker for a household's money.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serving.serve)
app.command("migrate")(schema.migrate)
app.command("sample-data")(samples.sample_data)
app.command("import")(files.import_file)
app.command("export")(files.export_file)
app.command("export-household")(archives.export_household)
app.command("import-household")(archives.import_household)
app.command("journal")(archives.journal)
app.command("forecast")(forecasts.forecast)
app.command("forecast-file")(forecasting.forecast_file)
app.command("work")(working.work)
app.command("distribute")(spreading.distribute)
app.command("repack")(repacking.repack)
app.command("backup")(backups.backup)
app.command("verify")(backups.verify)
app.command("restore")(backups.restore)
app.command("doctor")(checkups.doctor)
app.command("routes")(doors.routes)
people.user.command("export")(personal.export)
people.user.command("delete")(personal.delete)
app.add_typer(people.user, name="user")
app.add_typer(people.token, name="token")


def main() -> None:
    """Run the command; what is wrong and can be put right ends in a sentence, not a traceback."""
    try:
        app()
    except (SettingsError, Unavailable, DomainError) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(WRONG) from None
    except KeyboardInterrupt:
        raise SystemExit(0) from None
