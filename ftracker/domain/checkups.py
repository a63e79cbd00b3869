"""What a check found: how it went, in a sentence, and what mends it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a check went: a note needs no mending."""

    OK = "ok"
    NOTE = "note"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what mends it; '' where nothing has to be mended."""

    level: Level
    sentence: str
    repair: str = ""


def well(sentence: str) -> Finding:
    """Say that a check went well."""
    return Finding(Level.OK, sentence)


def note(sentence: str, repair: str = "") -> Finding:
    """Say what is worth knowing."""
    return Finding(Level.NOTE, sentence, repair)


def error(sentence: str, repair: str) -> Finding:
    """Say what is wrong, and what mends it."""
    return Finding(Level.ERROR, sentence, repair)


def worst(findings: list[Finding]) -> Level:
    """Give the gravest level of some findings; OK when there are none."""
    order = list(Level)
    return max((one.level for one in findings), key=order.index, default=Level.OK)
