"""Scenarios and what they change, as they come in and go out."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from ftracker.domain.kinds import Direction
from ftracker.domain.scenario_changes import MOST_CHANGES, MOST_PERCENT, MOST_TIMES
from ftracker.domain.schedules import Every
from ftracker.schemas.fields import (
    AmountText,
    BalanceText,
    EntryDate,
    In,
    Name,
    Note,
    Out,
    Payee,
    Stamp,
    Version,
    whole,
)
from ftracker.schemas.schedules import Many

MOST_SCENARIOS = 50
_ALL = Decimal(-100)


def _percent(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError('Write per cent as a string, such as "3.5".')  # noqa: TRY004
    return value.strip().removesuffix("%").strip().replace(",", ".").replace("−", "-")


def _in_bounds(percent: Decimal) -> Decimal:
    if not percent or not _ALL <= percent <= MOST_PERCENT:
        raise ValueError("Write per cent from -100 to 1000, and not zero.")
    return percent


def _not_zero(text: str) -> str:
    if not Decimal(text):
        raise ValueError("Write an amount that is more or less than before.")
    return text


Percent = Annotated[
    Decimal,
    Field(max_digits=8, decimal_places=4, allow_inf_nan=False),
    AfterValidator(_in_bounds),
    BeforeValidator(_percent),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^-?([1-9][0-9]?|100)(\.0{1,4})?$"},
                {"type": "integer", "minimum": 1, "maximum": 1000},
                {"type": "integer", "minimum": -100, "maximum": -1},
            ],
            "description": "So many per cent more, or below zero less; from -100 to 1000.",
        }
    ),
]
By = Annotated[
    BalanceText,
    AfterValidator(_not_zero),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^-?[1-9][0-9]{0,14}(\.[0-9]{1,2})?$"},
                {"type": "integer", "minimum": 1, "maximum": 10**15 - 1},
                {"type": "integer", "minimum": -(10**15) + 1, "maximum": -1},
            ],
            "description": "So much more, or below zero less.",
        }
    ),
]
Times = Annotated[int, Field(ge=1, le=MOST_TIMES), BeforeValidator(whole)]


class StopIn(In):
    """Nothing more of a schedule, or of what comes again from a payee, from `start` on."""

    what: Literal["stop"]
    schedule_id: UUID | None = None
    payee: Payee = ""
    start: EntryDate


class RepriceIn(In):
    """A schedule, or what comes again from a payee, changes its amount from `start` on.

    Either `by` or `percent` says by how much; `is_yearly` does it again each year on that day.
    """

    what: Literal["reprice"]
    schedule_id: UUID | None = None
    payee: Payee = ""
    by: By | None = None
    percent: Percent | None = None
    start: EntryDate
    is_yearly: Annotated[bool, Field(strict=True)] = False


class OneOffIn(In):
    """Something that is bought or comes in once."""

    what: Literal["one_off"]
    name: Name
    amount: AmountText
    direction: Direction
    start: EntryDate
    account_id: UUID
    category_id: UUID


class RepeatIn(In):
    """Something that is paid or comes in every `every` `unit`s from `start` on, `times` or ever."""

    what: Literal["repeat"]
    name: Name
    amount: AmountText
    direction: Direction
    start: EntryDate
    every: Many = 1
    unit: Every = Every.MONTH
    times: Times | None = None
    account_id: UUID
    category_id: UUID


class UsualIn(In):
    """What usually comes of a category in a month is more or less from the month of `start` on."""

    what: Literal["usual"]
    category_id: UUID
    by: By | None = None
    percent: Percent | None = None
    start: EntryDate


class PauseGoalIn(In):
    """Nothing is set aside for a goal from `start` up to, and without, `until`."""

    what: Literal["pause_goal"]
    goal_id: UUID
    start: EntryDate
    until: EntryDate | None = None


class GoalAmountIn(In):
    """So much is set aside for a goal each month from `start` on."""

    what: Literal["goal_amount"]
    goal_id: UUID
    amount: AmountText
    start: EntryDate


ChangeIn = Annotated[
    StopIn | RepriceIn | OneOffIn | RepeatIn | UsualIn | PauseGoalIn | GoalAmountIn,
    Field(discriminator="what"),
]
Changes = Annotated[list[ChangeIn], Field(max_length=MOST_CHANGES)]


def kept(change: In) -> dict[str, Any]:
    """Give a change as `domain/scenario_changes` keeps it."""
    said = change.model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in said.items() if value not in ("", False)}


class ScenarioFields(In):
    """What a person says of a scenario; the changes are made in their order."""

    name: Name
    note: Note = ""
    changes: Changes = Field(default_factory=list)


class ScenarioIn(ScenarioFields):
    """A new scenario."""

    id: UUID | None = None


class ScenarioEdit(ScenarioFields):
    """A scenario as it shall be; `version` is the one that was read."""

    version: Version


class ScenarioName(In):
    """Another name for a scenario, and a note; its changes stay."""

    name: Name
    note: Note = ""
    version: Version


class Outcome(Out):
    """What lies in all that can be spent from, as expected: as it is, and if it were otherwise."""

    base: str
    scenario: str
    difference: str
    base_date: date
    scenario_date: date


class GoalOutcome(Out):
    """The day on which a goal is reached as it is, and if the changes were made."""

    goal_id: UUID
    base_date: date | None
    scenario_date: date | None


class Outcomes(Out):
    """What a scenario comes to beside the forecast of the books, as of a day.

    The chances are those of falling below zero within twelve months, 0 to 1. `is_current` says
    that nothing changed since.
    """

    as_of: date
    made_at: Stamp
    is_current: bool
    lowest: Outcome
    year_end: Outcome
    last: Outcome
    chance_base: float
    chance_scenario: float
    goals: list[GoalOutcome]


class Scenario(Out):
    """A scenario as the API shows it; `told` says each change in words, `href` is its page.

    `outcomes` is null until they are worked out, and in lists. `applied_set_id` is the change that
    made real schedules, budgets and goals of it.
    """

    id: UUID
    name: str
    note: str
    changes: list[ChangeIn]
    told: list[str]
    href: str
    link: str
    applied_set_id: UUID | None
    outcomes: Outcomes | None
    version: int
    created_at: Stamp
    updated_at: Stamp


class ScenarioApplied(Out):
    """What applying a scenario did: so many changes, as one that can be undone."""

    changed: int
    change_set_id: UUID
