"""The page of backups, ready to be written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from babel.dates import format_datetime
from babel.numbers import format_decimal

from ftracker.domain.backups import DEMO, State
from ftracker.queries.backups import BackupLine

_REASONS = {"nightly": "by itself", "command": "asked for", "upgrade": "before an upgrade"}
_STEP = 1024
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


@dataclass(frozen=True, slots=True)
class Row:
    """One backup: when and why it was made, what it holds, and what became of its proof."""

    made: str
    reason: str
    file_name: str
    size: str
    rows: str
    proof: str
    tone: Literal["good", "bad", "flat"]


@dataclass(frozen=True, slots=True)
class BackupsPage:
    """How it stands with backups; `notice` says so in the tone of a message."""

    tone: Literal["success", "warning", "info"]
    notice: str
    rows: list[Row]
    can_make: bool


def page(state: State, lines: Iterable[tuple[BackupLine, bool]], *, locale: str) -> BackupsPage:
    """Make the page; each line comes with whether its file lies in the folder of backups."""
    tone, notice = _said(state, locale)
    rows = [_row(line, locale, is_there=is_there) for line, is_there in lines]
    return BackupsPage(tone, notice, rows, can_make=state.is_on)


def last_proof(state: State, *, locale: str) -> str:
    """Say in a few words when a backup was last proven, for where there is no room for more."""
    if state.is_demo:
        return "none of a demonstration"
    if not state.is_on:
        return "switched off"
    if state.verified_at is None:
        return "none yet"
    return f"{'late: ' if state.is_late else ''}last proven {_moment(state.verified_at, locale)}"


def _said(state: State, locale: str) -> tuple[Literal["success", "warning", "info"], str]:
    if state.is_demo:
        return "info", DEMO
    if not state.is_on:
        return "warning", (
            "Backups are switched off (FTRACKER_BACKUPS). Whoever runs FTracker has to see to them."
        )
    if state.problem and not state.is_late:
        last = _moment(state.verified_at, locale) if state.verified_at else "none"
        return "warning", (
            f"The newest backup did not work. {state.problem} The last one that was proven: {last}."
        )
    if state.verified_at is None and not state.is_late:
        return "info", "There is no backup yet. The first one is made in the coming night."
    proven = _moment(state.verified_at, locale) if state.verified_at else "never"
    if state.is_late:
        return "warning", (
            f"The last backup that was proven is too old: {proven}. Tell whoever runs FTracker."
            f" {state.problem}"
        ).rstrip()
    return "success", f"The last backup was restored aside and compared, row by row: {proven}."


def _row(line: BackupLine, locale: str, *, is_there: bool) -> Row:
    proof: str = line.problem
    tone: Literal["good", "bad", "flat"] = "bad"
    if line.verified_at is not None:
        proof, tone = f"proven {_moment(line.verified_at, locale)}", "good"
        if not is_there:
            proof, tone = f"{proof}; not in the folder of backups", "flat"
    return Row(
        made=_moment(line.made_at, locale),
        reason=_REASONS[line.reason],
        file_name=line.file_name,
        size=_size(line.size, locale),
        rows=format_decimal(line.rows, locale=locale.replace("-", "_")),
        proof=proof or "not proven",
        tone=tone,
    )


def _size(count: int, locale: str) -> str:
    """Write a number of bytes with the unit that leaves three digits at most."""
    value, unit = float(count), 0
    while value >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    digits = "0.0" if unit and value < 10 else "0"  # noqa: PLR2004 - one digit before the point
    written = format_decimal(value, format=digits, locale=locale.replace("-", "_"))
    return f"{written} {_UNITS[unit]}"


def _moment(at: datetime, locale: str) -> str:
    day = format_datetime(at, "d MMM y, HH:mm", locale=locale.replace("-", "_"))
    return f"{day} UTC"
