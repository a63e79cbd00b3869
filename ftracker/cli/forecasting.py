"""`ftracker forecast-file`: forecasts of the series in a file, without books or a database."""

from pathlib import Path
from typing import Annotated

import typer

from ftracker.domain.forecast import files
from ftracker.domain.forecast.answers import Forecast


def forecast_file(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, readable=True, help="A CSV of series_id, t, value."
        ),
    ],
    horizon: Annotated[int, typer.Option(min=1, max=120, help="How many steps ahead.")] = 12,
    season: Annotated[int, typer.Option(min=1, max=60, help="How many steps a year has.")] = 12,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file; else standard output.")
    ] = None,
) -> None:
    """Forecast each series of a file, with the ranges that hold 50 and 80 of 100.

    A series that was never below zero stays at zero or above.
    """
    # What reckons takes a while to load, and no other command needs it.
    from ftracker.domain.forecast import signs

    with file.open(newline="", encoding="utf-8-sig") as opened:
        read = files.read(opened)
    found = signs.forecast(read.series, horizon=horizon, season=season)
    known = [(name, one) for name, one in found.items() if isinstance(one, Forecast)]
    if output is None:
        files.write(typer.get_text_stream("stdout"), known)
    else:
        with output.open("w", newline="", encoding="utf-8") as opened:
            files.write(opened, known)
    for name in (name for name, one in found.items() if not isinstance(one, Forecast)):
        typer.echo(f"{name}: not enough yet; one value at least is needed.", err=True)
    if read.left_out:
        typer.echo(f"{read.left_out} rows say no number and were left out.", err=True)
