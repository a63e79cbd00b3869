"""Series as a CSV file, and forecasts as one: for judging the engine on public series."""

import csv
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from ftracker.domain.errors import DomainError
from ftracker.domain.forecast.answers import Forecast

NEEDED = ("series_id", "t", "value")
WRITTEN = ("series_id", "step", "mean", "low50", "high50", "low80", "high80")
# Longer histories tell nothing more, and a step numbered a billion must not fill memory.
MOST_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Read:
    """The series of a file by their names, oldest value first; and how many rows said nothing."""

    series: Mapping[str, list[float | None]]
    left_out: int


class NoSeries(DomainError):
    """The file is none of series: a column is missing, or it is no text."""


def read(file: TextIO) -> Read:
    """Read series; a step that is missing inside one is None, a step said twice is as said last.

    Rows whose step is no whole number or whose value is no number count as left out; their series
    is there all the same. Raises NoSeries.
    """
    try:
        return _read(csv.DictReader(file))
    except (csv.Error, UnicodeDecodeError) as error:
        raise NoSeries("This file cannot be read as CSV in UTF-8.") from error


def write(file: TextIO, forecasts: Iterable[tuple[str, Forecast]]) -> None:
    """Write the steps of each series, in their order."""
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(WRITTEN)
    for name, forecast in forecasts:
        for one in forecast.steps:
            figures = (one.mean, one.low50, one.high50, one.low80, one.high80)
            rows.writerow([name, one.step, *(f"{figure:.10g}" for figure in figures)])


def _read(rows: "csv.DictReader[str]") -> Read:
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise NoSeries(f"The file has no column {missing[0]}; it needs {', '.join(NEEDED)}.")
    found: dict[str, dict[int, float]] = {}
    left_out = 0
    for row in rows:
        steps = found.setdefault(row["series_id"] or "", {})
        step, value = _number(row["t"]), _number(row["value"])
        if step is None or value is None or not step.is_integer():
            left_out += 1
        else:
            steps[int(step)] = value
    return Read({name: list(_dense(steps)) for name, steps in found.items()}, left_out)


def _dense(steps: Mapping[int, float]) -> Iterator[float | None]:
    if steps:
        last = max(steps)
        first = max(min(steps), last - MOST_STEPS + 1)
        for step in range(first, last + 1):
            yield steps.get(step)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
