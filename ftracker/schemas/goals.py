"""Goals as they come in and go out."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, WithJsonSchema

from ftracker.schemas.fields import (
    AmountText,
    BalanceText,
    EntryDate,
    In,
    Name,
    Out,
    Stamp,
    Version,
)


def _not_below_zero(text: str) -> str:
    if text.startswith("-"):
        raise ValueError("Write an amount not below zero.")
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
            "description": "What there is now, zero or above.",
        }
    ),
]


def _given(field: str) -> dict[str, Any]:
    return {"properties": {field: {"type": "string"}}, "required": [field]}


class GoalFields(In):
    """What a person says of a goal; the id of the category wins over its name.

    `current_amount` is what there is now: it settles the starting amount, as the rest is
    computed from the ledger.
    """

    name: Name | None = None
    category_id: UUID | None = None
    category: Name | None = None
    target_amount: AmountText
    current_amount: Present | None = None
    start_date: EntryDate | None = None
    due_date: EntryDate | None = None


class GoalIn(GoalFields):
    """A new goal; it is named after its category and starts today unless it says otherwise."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [_given("category_id"), _given("category")]}
    )

    id: UUID | None = None


class GoalEdit(GoalFields):
    """A goal as it shall be; `version` is the one that was read.

    Without a name, a category, a start or a current amount the goal keeps the ones it has.
    """

    version: Version


class Goal(Out):
    """A goal as the API shows it; amounts have the decimals of the currency."""

    id: UUID
    name: str
    category_id: UUID
    category: str
    target_amount: str
    current_amount: str
    starting_amount: str
    start_date: date
    due_date: date | None
    version: int
    created_at: Stamp
    updated_at: Stamp
