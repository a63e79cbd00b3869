"""What the pages of files show: the way in, a file that waits, one under way, what came of it."""

from dataclasses import dataclass
from datetime import datetime

from ftracker.models import Import
from ftracker.web.display import Option, Tone
from ftracker.web.forms import Form

FIELDS = ("date", "amount", "type", "category", "account", "payee", "note")


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One file in the list of those that came in."""

    href: str
    file_name: str
    at: datetime
    text: str
    is_open: bool
    undo_id: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """The way in, the way out, and the files that came in before."""

    form: Form
    accounts: tuple[Option, ...]
    waiting: list[ImportLine]
    imports: list[ImportLine]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: its text, the sentence of what is wrong, and marks."""

    text: str
    error: str = ""
    is_new: bool = False
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a row: a state for its looks, words, a link behind them, what to choose."""

    state: str
    text: str
    href: str = ""
    link: str = ""
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One row of a file: its line, its cells by field, and what becomes of it.

    `typed` and `wrong` hold the cells by field; they can be typed over while `is_editing`.
    """

    row: int
    cells: dict[str, Cell]
    fate: Fate
    edit_href: str
    is_editing: bool
    typed: dict[str, str]
    wrong: dict[str, str]


@dataclass(frozen=True, slots=True)
class Forms:
    """What was typed on the page of a file and could not be done, and the line it was about."""

    mapping: Form | None = None
    row: Form | None = None
    confirm: Form | None = None
    line: int = 0
    back: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One count of what a file holds; `tone` is `good`, `warn`, `bad` or nothing."""

    label: str
    text: str
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One sentence that was checked, such as a balance; `tone` is `good`, `bad` or `quiet`."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be answered before a file can be read, and the field that answers it."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What can be done after an import."""

    href: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A part of the rows of a file, and the way to the others."""

    has_accounts: bool
    lines: list[PreviewLine]
    tabs: list[tuple[str, str, bool]]
    nothing: str
    edit_back: str
    lists: dict[str, list[str]]
    newer_href: str
    older_href: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A file that waits to be confirmed.

    `leave_out` names the box for what cannot be read, if anything cannot; `has_choices` is whether
    something was said of rows that look like those in the books.
    """

    found: Import
    here: str
    lead: str
    form: Form
    question: Question | None
    is_clear: bool
    is_table: bool
    is_open: bool
    facts: list[Fact]
    checks: list[Check]
    as_said: str
    new_categories: list[str]
    new_accounts: list[str]
    fresh: int
    has_choices: bool
    leave_out: str
    why: dict[str, str]
    columns: list[Option]
    dates: list[Option]
    delimiters: list[Option]
    decimals: tuple[Option, ...]
    encodings: list[Option]
    modes: tuple[Option, ...]
    accounts: tuple[Option, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """A file that is being taken in."""

    found: Import
    here: str
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What came of a file."""

    found: Import
    here: str
    lead: str
    title: str
    form: Form
    undo_id: str
    facts: list[Fact]
    checks: list[Check]
    next_steps: list[NextStep]
    can_read_again: bool
    rows: Rows
