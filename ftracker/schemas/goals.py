"""Goals as they come in and go out."""

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from ftracker.domain.goals import Aim, State
from ftracker.domain.outlooks import Status, Way
from ftracker.schemas.categories import Colour, Icon
from ftracker.schemas.fields import (
    AmountText,
    BalanceText,
    EntryDate,
    In,
    Name,
    Note,
    Out,
    Stamp,
    Version,
    whole,
)

MOST_GOALS = 9999
_RATE = re.compile(r"100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?")


def _not_below_zero(text: str) -> str:
    if text.startswith("-"):
        raise ValueError("Write an amount not below zero.")
    return text


def _percent(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _RATE.fullmatch(text):
        raise ValueError('Write percent a year as a string from "0" to "100", such as "2.5".')
    return text


Present = Annotated[
    BalanceText,
    AfterValidator(_not_below_zero),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$"},
                {"type": "integer", "minimum": 0, "maximum": 10**15 - 1},
            ],
            "description": "An amount, zero or above.",
        }
    ),
]
Rate = Annotated[
    str,
    BeforeValidator(_percent),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)$"},
                {"type": "integer", "minimum": 0, "maximum": 100},
            ],
            "description": "Interest or growth in percent a year.",
        }
    ),
]
Priority = Annotated[
    int,
    Field(ge=0, le=MOST_GOALS, description="The least comes first."),
    BeforeValidator(whole),
]


def _given(field: str) -> dict[str, Any]:
    return {"properties": {field: {"type": "string"}}, "required": [field]}


class GoalFields(In):
    """What a person says of a goal; the id of a category or account wins over its name.

    `current_amount` is what there is now: it settles the starting amount, as the rest is
    computed from the ledger. A goal on an account owns its `earmark`, or without one what the
    other goals there leave; a debt is the account's own balance below zero.
    """

    name: Name | None = None
    aim: Aim = Aim.SAVE
    category_id: UUID | None = None
    category: Name | None = None
    account_id: UUID | None = None
    account: Name | None = None
    target_amount: AmountText
    current_amount: Present | None = None
    earmark: Present | None = None
    monthly_amount: AmountText | None = None
    rate: Rate | None = None
    start_date: EntryDate | None = None
    due_date: EntryDate | None = None
    priority: Priority | None = None
    icon: Icon = "flag"
    colour: Colour = "cyan"
    note: Note = ""
    state: State = State.ACTIVE


class GoalIn(GoalFields):
    """A new goal; it is named after its category and starts today unless it says otherwise.

    Without a priority it comes last.
    """

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [_given("category_id"), _given("category")]}
    )

    id: UUID | None = None


class GoalEdit(GoalFields):
    """A goal as it shall be; `version` is the one that was read.

    Without a due date there is none. All else that is left out stays as it is; null takes an
    account, an earmark, a monthly amount or a rate away.
    """

    version: Version


class Switched(In):
    """What a household does about a goal from now on."""

    do: State


class Postponed(In):
    """Another day for a goal."""

    due_date: EntryDate


class AdviceOut(Out):
    """One way back: `amount` a month, a later `due_date`, or which goal to let wait."""

    way: Way
    amount: str | None
    extra: str | None
    due_date: date | None
    other_id: UUID | None
    other_name: str | None


class OutlookOut(Out):
    """How a goal stands, and what becomes of it at the pace of the last 90 days."""

    status: Status
    remaining: str
    needed_monthly: str | None
    pace_monthly: str
    expected_date: date | None
    due_this_month: str
    advice: list[AdviceOut]


class Goal(Out):
    """A goal as the API shows it; amounts have the decimals of the currency.

    A goal that is completed or archived has no outlook.
    """

    id: UUID
    name: str
    aim: Aim
    category_id: UUID
    category: str
    account_id: UUID | None
    account: str | None
    target_amount: str
    current_amount: str
    starting_amount: str
    earmark: str | None
    monthly_amount: str | None
    rate: str | None
    start_date: date
    due_date: date | None
    priority: int
    icon: str
    colour: str
    note: str
    state: State
    outlook: OutlookOut | None
    version: int
    created_at: Stamp
    updated_at: Stamp
