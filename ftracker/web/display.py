"""What many pages show, ready to be written: figures, changes, periods, badges."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Tone = Literal["income", "spending", "set_aside", "transfer", "net", ""]


class Option(NamedTuple):
    """One choice of a select: what is sent, and what is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Change:
    """A figure against the period before: `+12 %` `than in June`; `tone` says how it feels."""

    text: str
    tone: Literal["good", "bad", "flat"]
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One sum with its name, and the address of the transactions that it is made of."""

    label: str
    text: str
    href: str
    tone: Tone = ""
    change: Change | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Week, month or year, as a way to look at the same day."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PeriodSwitch:
    """The chosen period, the ones around it, and today's (empty when it is the chosen one)."""

    label: str
    units: tuple[Unit, ...]
    previous_href: str
    next_href: str
    today_href: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """One condition of a filter, and the address of the page without it."""

    label: str
    remove_href: str


@dataclass(frozen=True, slots=True)
class CategoryMark:
    """A category as it is drawn; `href` may be empty."""

    name: str
    icon: str
    colour: str
    href: str = ""
