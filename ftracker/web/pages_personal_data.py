"""What the page says that asks somebody whether they mean to go for good."""

from dataclasses import dataclass

from ftracker.domain.farewells import Farewell, Fate
from ftracker.web.forms import Form

_WORDS = {
    Fate.STAYS: "It stays. What you wrote stays too, and says that a former member wrote it.",
    Fate.ENDS: "Nobody else is in it: it is deleted with you, for good. Take its archive first.",
    Fate.WAITS: "You are its last owner: make another member its owner first, or remove them.",
}


@dataclass(frozen=True, slots=True)
class FarewellLine:
    """A household, and what becomes of it; `waits` where something must be done before."""

    name: str
    text: str
    ends: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class LeavePage:
    """The form, and each household of the person who goes; they can where none waits."""

    form: Form
    households: tuple[FarewellLine, ...]
    can_go: bool


def page(farewells: list[Farewell], form: Form) -> LeavePage:
    """Say what becomes of the households of a person."""
    lines = tuple(map(line, farewells))
    return LeavePage(form, lines, not any(one.waits for one in lines))


def line(farewell: Farewell) -> FarewellLine:
    """Say what becomes of a household."""
    fate = farewell.fate
    return FarewellLine(farewell.name, _WORDS[fate], fate is Fate.ENDS, fate is Fate.WAITS)
