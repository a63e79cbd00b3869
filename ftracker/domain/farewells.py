"""What becomes of the households of somebody who goes for good."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a household when a person goes."""

    STAYS = "stays"
    ENDS = "ends"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Farewell:
    """A household, by its name, of somebody who goes, and what becomes of it.

    It stays where others own it, and ends with them where nobody else is in it; it waits for a
    new owner where they are its last one.
    """

    name: str
    fate: Fate
