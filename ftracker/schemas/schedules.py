"""Schedules and their due days as they come in and go out."""

import datetime as dt
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from ftracker.domain.cadences import Weekend
from ftracker.domain.payments import State
from ftracker.domain.schedules import Every
from ftracker.schemas.fields import (
    AmountText,
    EntryDate,
    In,
    Name,
    Note,
    Out,
    Payee,
    Stamp,
    Tags,
    Version,
    whole,
)

MOST_TIMES = 10_000
_LAST = -1


def _of_month(day: int) -> int:
    if day != _LAST and not 1 <= day <= 31:  # noqa: PLR2004 - what a calendar shows
        raise ValueError("Write a day from 1 to 31, or -1 for the last day of the month.")
    return day


def _of_four(nth: int) -> int:
    if nth != _LAST and not 1 <= nth <= 4:  # noqa: PLR2004 - a month has four weeks for sure
        raise ValueError("Write 1 to 4, or -1 for the last one of the month.")
    return nth


def _numbers(most: int, text: str) -> dict[str, Any]:
    ways = [{"type": "integer", "const": _LAST}, {"type": "integer", "minimum": 1, "maximum": most}]
    return {"anyOf": ways, "description": text}


MonthDay = Annotated[
    int,
    AfterValidator(_of_month),
    BeforeValidator(whole),
    WithJsonSchema(_numbers(31, "A day of the month; -1 is the last one.")),
]
Nth = Annotated[
    int,
    AfterValidator(_of_four),
    BeforeValidator(whole),
    WithJsonSchema(_numbers(4, "Which of the weekdays of a month; -1 is the last one.")),
]
Weekday = Annotated[
    int,
    Field(ge=0, le=6, description="Monday is 0; goes with `nth`."),
    BeforeValidator(whole),
]
Many = Annotated[int, Field(ge=1, le=400), BeforeValidator(whole)]
Times = Annotated[int, Field(ge=1, le=MOST_TIMES), BeforeValidator(whole)]
RemindDays = Annotated[int, Field(ge=0, le=60), BeforeValidator(whole)]


class ScheduleFields(In):
    """What a person says of what comes again; ids win over names, neither means the default.

    `to_account` makes it a transfer. It falls due every `every` `unit`s from `start_date`, by
    month or year on `month_day` or on the `nth` `weekday` of the month, else as on the start.
    `amount` is what is expected; `least` and `most` bound what is taken for it.
    """

    name: Name
    type_id: UUID | None = None
    type: Name | None = None
    category_id: UUID | None = None
    category: Name | None = None
    account_id: UUID | None = None
    account: Name | None = None
    to_account_id: UUID | None = None
    to_account: Name | None = None
    goal_id: UUID | None = None
    goal: Name | None = None
    payee: Payee = ""
    note: Note = ""
    tags: Tags = Field(default_factory=list)
    amount: AmountText
    least: AmountText | None = None
    most: AmountText | None = None
    start_date: EntryDate
    every: Many = 1
    unit: Every = Every.MONTH
    month_day: MonthDay | None = None
    nth: Nth | None = None
    weekday: Weekday | None = None
    weekend: Weekend = Weekend.KEEP
    end_date: EntryDate | None = None
    times: Times | None = None
    is_posted: Annotated[bool, Field(strict=True)] = False
    remind_days: RemindDays = 3
    is_subscription: Annotated[bool, Field(strict=True)] = False
    trial_end_date: EntryDate | None = None
    cancel_date: EntryDate | None = None
    is_paused: Annotated[bool, Field(strict=True)] = False


class ScheduleIn(ScheduleFields):
    """A new schedule."""

    id: UUID | None = None


class ScheduleEdit(ScheduleFields):
    """A schedule as it shall be; `version` is the one that was read."""

    version: Version


class OccurrenceIn(In):
    """What is said of one due day of a schedule, which is named by the day of the rule.

    `skipped`: it is left out this time. `paid`: with `transaction_id` by that transaction, else
    it is booked now, on `date` and with `amount` where they differ from what is expected.
    """

    due_date: EntryDate
    state: Literal["paid", "skipped"]
    transaction_id: UUID | None = None
    amount: AmountText | None = None
    date: EntryDate | None = None


class Schedule(Out):
    """A schedule as the API shows it; amounts are positive, the flow tells the way."""

    id: UUID
    name: str
    type_id: UUID
    type: str
    flow: Literal["in", "out", "transfer"]
    category_id: UUID
    category: str
    account_id: UUID
    account: str
    to_account_id: UUID | None
    to_account: str | None
    goal_id: UUID | None
    payee: str
    note: str
    tags: list[str]
    amount: str
    least: str | None
    most: str | None
    start_date: date
    every: int
    unit: Every
    month_day: int | None
    nth: int | None
    weekday: int | None
    weekend: Weekend
    end_date: date | None
    times: int | None
    is_posted: bool
    remind_days: int
    is_subscription: bool
    trial_end_date: date | None
    cancel_date: date | None
    is_paused: bool
    version: int
    created_at: Stamp
    updated_at: Stamp


class Due(Out):
    """One due day: `due_date` by the rule, `date` after the weekend moved it.

    `late` is not paid yet, `missed` was not paid for so long that it hardly will be. What paid it
    is `transaction_id`, with the amount and the day of that.
    """

    schedule_id: UUID
    name: str
    due_date: date
    date: date
    amount: str
    flow: Literal["in", "out", "transfer"]
    type_id: UUID
    category_id: UUID
    account_id: UUID
    to_account_id: UUID | None
    goal_id: UUID | None
    payee: str
    is_subscription: bool
    state: State
    transaction_id: UUID | None
    paid_amount: str | None
    paid_date: dt.date | None
