"""Goals as they come in and go out."""

from datetime import date, datetime
from uuid import UUID

from ftracker.schemas.fields import AmountText, BalanceText, EntryDate, In, Name, Out, Version


class GoalFields(In):
    """What a person says of a goal; the id of the category wins over its name.

    `current_amount` is what there is now: it settles the starting amount, as the rest is
    computed from the ledger.
    """

    name: Name | None = None
    category_id: UUID | None = None
    category: Name | None = None
    target_amount: AmountText
    current_amount: BalanceText | None = None
    start_date: EntryDate | None = None
    due_date: EntryDate | None = None


class GoalIn(GoalFields):
    """A new goal; it is named after its category and starts today unless it says otherwise."""

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
    created_at: datetime
    updated_at: datetime
