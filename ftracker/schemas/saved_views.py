"""Saved views of reports as they come in and go out."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from ftracker.domain import searches, view_words
from ftracker.domain.kinds import Kind
from ftracker.schemas.fields import (
    FILLED_LINE,
    LINE,
    EntryDate,
    In,
    Name,
    Out,
    Stamp,
    Version,
    line,
    whole,
)
from ftracker.schemas.filters import PeriodText

MOST_VIEWS = 100
MOST_IDS = 20
MOST_PAYEES = 10


def _parted(name: str, turned: Callable[[str], str] = str) -> BeforeValidator:
    """Take apart what an address has in one word; `turned` brings each value into its form."""

    def part(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return [turned(one) for one in view_words.several({name: value}, name)]

    return BeforeValidator(part)


def _member(said: str) -> str:
    """Give nobody, whom an address has by a word, the id that stands for it."""
    return str(view_words.NOBODY) if said == view_words.NO_MEMBER else said


_ONCE = AfterValidator(lambda values: list(dict.fromkeys(values)))
Report = Annotated[
    str,
    StringConstraints(pattern="^[a-z][a-z-]{0,39}$"),
    Field(description="The report by its word in the address, such as `summary` or `trends`."),
]
Word = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{1,40}$")]
Search = Annotated[
    str, StringConstraints(min_length=1, max_length=searches.TYPED.signs, pattern=FILLED_LINE)
]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=FILLED_LINE)]
Payee = Annotated[str, StringConstraints(max_length=200, pattern=LINE)]
Bound = Annotated[str, StringConstraints(max_length=40, pattern=LINE), BeforeValidator(line)]
Ids = Annotated[list[UUID], Field(max_length=MOST_IDS), _parted("category_id"), _ONCE]
Members = Annotated[list[UUID], Field(max_length=MOST_IDS), _parted("member_id", _member), _ONCE]
Kinds = Annotated[list[Kind], Field(max_length=len(Kind)), _parted("kind", str.capitalize), _ONCE]
Payees = Annotated[list[Payee], Field(max_length=MOST_PAYEES), _parted("payee"), _ONCE]


class ViewWords(In):
    """What stands behind a report in its address; what is left out is the report's usual."""

    range: Word | None = None
    start: EntryDate | None = None
    until: EntryDate | None = None
    end: EntryDate | None = None
    period: PeriodText | None = None
    unit: Word | None = None
    compare: Word | None = None
    q: Search | None = None
    category_id: Ids = Field(default_factory=list)
    alone: Word | None = None
    account_id: Ids = Field(default_factory=list)
    type_id: Ids = Field(default_factory=list)
    member_id: Members = Field(
        default_factory=list, description="Members; an id of noughts is what none of them wrote."
    )
    kind: Kinds = Field(default_factory=list)
    payee: Payees = Field(
        default_factory=list, description="Whole payees; an empty one is what has none."
    )
    section: Word | None = None
    tag: Tag | None = None
    import_id: UUID | None = None
    min: Bound | None = None
    max: Bound | None = None
    parent: UUID | None = None
    by: Word | None = None
    shape: Word | None = None
    cadence: Word | None = None
    rows: Word | None = None
    columns: Word | None = None
    measure: Word | None = None
    show: Word | None = None

    @property
    def text(self) -> str:
        """The words in their one way, as they are kept."""
        return view_words.write({name: _said(name, value) for name, value in self if value})


def _said(name: str, value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    mark = view_words.SEVERAL[name]
    # What has no payee is a payee without a name: alone it is written as the mark itself.
    return mark.join(map(str, value)) or mark


def _of_address(value: Any) -> Any:
    """Read words that come as an address has them. Raises ValueError for one that is unknown."""
    if not isinstance(value, str):
        return value
    if len(value) > view_words.LONGEST:
        raise ValueError("This is more than can be kept of an address.")
    words = view_words.read(value)
    for name in words.keys() - view_words.WORDS:
        raise ValueError(f"No report knows the word “{name[:40]}”.")
    return words


Words = Annotated[
    ViewWords,
    BeforeValidator(_of_address),
    Field(default_factory=ViewWords, description="What is chosen for the report."),
]


class SavedViewFields(In):
    """What a person says of a saved view; a pinned one is shown on the home page."""

    name: Name
    report: Report
    words: Words
    is_pinned: bool = False


Position = Annotated[int, Field(ge=1, le=MOST_VIEWS), BeforeValidator(whole)]


class SavedViewIn(SavedViewFields):
    """A new saved view; it comes last unless `position` says otherwise."""

    id: UUID | None = None
    position: Position | None = None


class SavedViewEdit(SavedViewFields):
    """A saved view as it shall be; `version` is the one that was read.

    Without `position` it stays where it is.
    """

    version: Version
    position: Position | None = None


class ViewWordsEdit(In):
    """What a saved view shall show from now on; its name and place stay."""

    report: Report
    words: Words


class SavedView(Out):
    """A saved view as the API shows it; `href` is the page that it opens.

    `missing` names the words whose ids mean nothing any more.
    """

    id: UUID
    name: str
    report: str
    words: dict[str, str | list[str]]
    is_pinned: bool
    position: int
    href: str
    missing: list[str]
    version: int
    created_at: Stamp
    updated_at: Stamp
