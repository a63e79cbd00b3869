"""What a check found: how it went, in a sentence, and what mends it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a check went: a note needs no mending."""

    OK = "ok"
    NOTE = "note"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, and what mends it; '' where nothing has to be mended."""

    level: Level
    sentence: str
    repair: str = ""


def well(sentence: str) -> Check:
    """Say that a check went well."""
    return Check(Level.OK, sentence)


def note(sentence: str, repair: str = "") -> Check:
    """Say what is worth knowing."""
    return Check(Level.NOTE, sentence, repair)


def error(sentence: str, repair: str) -> Check:
    """Say what is wrong, and what mends it."""
    return Check(Level.ERROR, sentence, repair)


def worst(checks: list[Check]) -> Level:
    """Give the gravest level of some checks; OK when there are none."""
    order = list(Level)
    return max((one.level for one in checks), key=order.index, default=Level.OK)
