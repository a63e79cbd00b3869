"""What the page of what is safe to spend shows."""

from dataclasses import dataclass

from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.pages_transactions import StaleView


@dataclass(frozen=True, slots=True)
class SafeRow:
    """One thing that a line is made of, and where it is looked at."""

    name: str
    text: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class SafeLine:
    """One line of the sum; its rows come to it exactly."""

    word: str
    label: str
    text: str
    lead: str
    rows: tuple[SafeRow, ...]


@dataclass(frozen=True, slots=True)
class LowestView:
    """How low the balance is expected to get before the next income, when, and its range."""

    text: str
    day: str
    range: str


@dataclass(frozen=True, slots=True)
class SafeFigure:
    """The number by itself; `is_short` says that something will be missing.

    `lowest` is what the forecast says of the days until then, None while there is none.
    """

    text: str
    label: str
    note: str
    is_short: bool
    lowest: LowestView | None = None


@dataclass(frozen=True, slots=True)
class SafePage:
    """The sum line by line, and the form that says what it starts from."""

    figure: SafeFigure
    why: str
    lines: tuple[SafeLine, ...]
    form: Form
    accounts: tuple[Option, ...]
    stale: StaleView | None = None
