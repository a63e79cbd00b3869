"""What many pages show, ready to be written: figures, changes, periods, badges."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

Tone = Literal["income", "spending", "set_aside", "transfer", "net", ""]


class Proof(StrEnum):
    """What the address of a cell proves: the list behind it sums to the cell, or counts to it.

    DERIVED leads to the transactions that an average, a median or a share was reckoned from;
    BALANCE to the statement of the account that stood so at the end of a day.
    """

    NONE = ""
    SUM = "sum"
    COUNT = "count"
    DERIVED = "derived"
    BALANCE = "balance"


class Option(NamedTuple):
    """One choice of a select: what is sent, and what is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Change:
    """A figure against the period before: `12 % more` `than in June`; `tone` says how it feels."""

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
    value: Decimal | None = None
    proof: Proof = Proof.NONE


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


def counted(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun; `many` where it is more than `one` with an s."""
    return f"1 {one}" if count == 1 else f"{count:,} {many or one + 's'}"


def change(now: Decimal, then: Decimal, words: str, *, more_is_good: bool) -> Change | None:
    """Compare a figure with the one before; None where there was nothing to compare with."""
    if then <= 0:
        return None
    percent = ((now - then) / then * 100).quantize(Decimal(1))
    if not percent:
        return Change("the same", "flat", words.replace("than", "as", 1))
    good = (percent > 0) is more_is_good
    text = f"{abs(percent)} % {'more' if percent > 0 else 'less'}"
    return Change(text, "good" if good else "bad", words)
