"""Budgets as they come in and go out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, WithJsonSchema

from ftracker.domain.budgets import Rollover, Way
from ftracker.domain.cadences import Cadence
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
)
from ftracker.schemas.plans import Rhythm


def _not_below_zero(text: str) -> str:
    if text.startswith("-"):
        raise ValueError("Write an amount not below zero.")
    return text


Limit = Annotated[
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


class BudgetFields(In):
    """What a person says of a budget; without a category it is for all that is spent.

    The id of the category wins over its name. A Timebound category has its window as its one
    period unless another cadence is said. Without a start it counts from the present period on.
    """

    category_id: UUID | None = None
    category: Name | None = None
    cadence: Cadence | None = None
    amount: Limit = "0"
    start_date: EntryDate | None = None
    rollover: Rollover = Rollover.NONE
    cap: Limit | None = None
    note: Note = ""


class BudgetIn(BudgetFields):
    """A new budget."""

    id: UUID | None = None


class BudgetEdit(BudgetFields):
    """A budget as it shall be; `version` is the one that was read.

    Without a cadence or a start it keeps the ones it has; its category stays what it is.
    """

    version: Version


class AllotmentFields(In):
    """Which budget is meant: by its id, or by its category's id or name; none is everything."""

    budget_id: UUID | None = None
    category_id: UUID | None = None
    category: Name | None = None
    day: EntryDate = Field(description="Any day of the period.")


class AllotmentIn(AllotmentFields):
    """What a budget gets in one period; without an amount it gets its usual one again."""

    amount: BalanceText | None = None
    note: Note | None = Field(None, description="None leaves the note as it is.")


class BudgetMoveIn(In):
    """Money that goes from one budget to another in their periods that hold a day."""

    from_id: UUID
    to_id: UUID
    day: EntryDate = Field(description="Any day of the period.")
    amount: AmountText


class CopyIn(In):
    """Which budgets get what they had in the period before the one that holds a day.

    Without ids it is every budget of the cadence.
    """

    cadence: Rhythm = Cadence.MONTH
    day: EntryDate
    ids: list[UUID] = Field(default_factory=list, max_length=1000)


class FillIn(CopyIn):
    """Which budgets get what was usual in the periods before the one that holds a day."""

    way: Way = Way.MEDIAN
    periods: int = Field(6, ge=1, le=12)


class StandingsQuery(In):
    """Which day is meant; today where none is said."""

    day: EntryDate | None = Field(None, description="Any day of the periods; today if left out.")


class Budget(Out):
    """A budget as the API shows it; amounts have the decimals of the currency."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    category_id: UUID | None
    category: str | None
    cadence: Cadence
    amount: str
    start_date: date
    rollover: Rollover
    cap: str | None
    note: str
    version: int
    created_at: Stamp
    updated_at: Stamp


class BudgetStanding(Out):
    """A budget in the period that holds a day: left = carried + budgeted − spent.

    Of an income budget `spent` is what came, and `left` what is still expected.
    """

    budget_id: UUID
    category_id: UUID | None
    name: str
    cadence: Cadence
    start: date = Field(description="Its first day.")
    end: date = Field(description="The first day after it.")
    budgeted: str
    carried: str
    spent: str
    left: str
    section: str
