"""Which transactions a list or an export means, as its address says it."""

import re
from collections.abc import Callable
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from ftracker.domain import periods, searches
from ftracker.domain.kinds import Kind
from ftracker.schemas.fields import NO_NUL, EntryDate, In, Payee, days

LONGEST_PAGE = 500
MOST = 100
_EXAMPLE = "category:food amount>50 -payee:lidl after:2025-01"
T = TypeVar("T")
_CURSOR = f"^{days('')}\\.[0-9a-f]{{32}}$"
_BOUND = r"^[0-9]{1,15}(\.[0-9]{1,4})?$"
_PERIOD = r"^(19|20|21)[0-9]{2}(-((0[1-9]|1[0-2])|W(0[1-9]|[1-4][0-9]|5[0-2])))?$"


def _fits(pattern: str, sentence: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(sentence)
        return text

    return check


def _a_period(text: str) -> str:
    periods.parse(text)
    return text


def _a_search(text: str) -> str:
    if text.strip():
        searches.parse(text)
    return text.strip()


def _without_repeats(given: list[T]) -> list[T]:
    return list(dict.fromkeys(given))


PeriodText = Annotated[
    str,
    AfterValidator(_a_period),
    WithJsonSchema({"type": "string", "pattern": _PERIOD, "examples": ["2025-07"]}),
]
Bound = Annotated[
    str,
    AfterValidator(_fits(_BOUND, "Write a positive number such as 12.50.")),
    WithJsonSchema({"type": "string", "pattern": _BOUND, "examples": ["12.50"]}),
]
Place = Annotated[
    str,
    AfterValidator(_fits(_CURSOR, "Take the `next_cursor` of the page before, as it is.")),
    WithJsonSchema({"type": "string", "pattern": _CURSOR}),
]
Ids = Annotated[list[UUID], Field(max_length=MOST), AfterValidator(_without_repeats)]
Kinds = Annotated[list[Kind], Field(max_length=MOST), AfterValidator(_without_repeats)]
Payees = Annotated[list[Payee], Field(max_length=MOST), AfterValidator(_without_repeats)]
Words = Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)]

SectionName = Literal["income", "spending", "set_aside", "net", "transfer"]
SearchText = Annotated[
    str,
    StringConstraints(max_length=searches.WIDEST.signs, pattern=NO_NUL),
    AfterValidator(_a_search),
    # A language is no pattern.
    WithJsonSchema({"type": "string", "format": "search", "examples": [_EXAMPLE]}),
]


class RowFilter(In):
    """Which transactions a list or a report means: those that fit everything that is given."""

    start: EntryDate | None = Field(None, description="The first day that belongs.")
    end: EntryDate | None = Field(None, description="The first day that does not belong any more.")
    period: PeriodText | None = Field(
        None, description="A year, a month or a week, `2025`, `2025-07`, `2025-W30`."
    )
    q: SearchText = Field(
        "",
        description="A search: words and “phrases” of the payee or the note, without regard to "
        "case, and terms such as `category:food`, `amount>50`, `after:2025-01`, `has:note`; "
        "beside each other all must hold; `or`, `-` and brackets as one expects.",
    )
    type_id: Ids = Field(default_factory=list, description="One of these types.")
    category_id: Ids = Field(default_factory=list, description="One of these categories.")
    account_id: Ids = Field(default_factory=list, description="One of these accounts.")
    member_id: Ids = Field(
        default_factory=list,
        description="Written down by one of these members; an id of noughts is nobody.",
    )
    kind: Kinds = Field(default_factory=list, description="In a category of one of these kinds.")
    payee: Payees = Field(
        default_factory=list, description="One of these whole payees; an empty one is none."
    )
    tag: Words = Field("", description="Carries exactly this tag.")
    min: Bound | None = Field(None, description="Not less than this amount.")
    max: Bound | None = Field(None, description="Not more than this amount.")
    section: SectionName | None = Field(
        None,
        description="Counts there: `net` is income and spending, `transfer` what counts nowhere.",
    )


class TransactionFilter(RowFilter):
    """Which transactions are meant, also by what they are a part of."""

    split_id: UUID | None = Field(None, description="The parts of one purchase.")
    transfer_id: UUID | None = Field(None, description="The two sides of one transfer.")
    import_id: UUID | None = Field(None, description="Came in with this file.")
    active: bool = Field(default=True, description="False: the deleted ones.")


class TransactionQuery(TransactionFilter):
    """One page of a list of transactions."""

    limit: int = Field(50, ge=1, le=LONGEST_PAGE, description="How many at most.")
    cursor: Place | None = Field(None, description="The `next_cursor` of the page before.")
