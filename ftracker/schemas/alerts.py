"""Alerts, what they say, and where it goes, as they come in and go out."""

import re
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from ftracker.schemas.fields import In, Name, Out, Stamp, Version

_LEVEL = re.compile(r"(0|[1-9][0-9]{0,12})(\.[0-9]{1,4})?")

TopicName = Literal[
    "budget_pace",
    "budget_limit",
    "bill_due",
    "bill_late",
    "bill_changed",
    "contract_end",
    "low_balance",
    "goal_behind",
    "unusual_amount",
    "uncategorised",
    "quiet_account",
    "backup_late",
]
# All but those that watch the household as a whole.
NarrowTopic = Literal[
    "budget_pace",
    "budget_limit",
    "bill_due",
    "bill_late",
    "bill_changed",
    "contract_end",
    "low_balance",
    "goal_behind",
    "unusual_amount",
    "quiet_account",
]


def _level(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = f"{value:d}" if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _LEVEL.fullmatch(text):
        raise ValueError("Write a number not below zero, such as 110 or 12.50.")
    return text


Level = Annotated[
    str,
    BeforeValidator(_level),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^{_LEVEL.pattern}$"},
                {"type": "integer", "minimum": 0, "maximum": 10**13 - 1},
            ],
            "description": "From where on it speaks: percent, an amount, a count, days or times, "
            "as the topic says in `unit`. One beyond the bounds of its topic is answered with 409; "
            "1 to 60 suit all.",
        }
    ),
]


def _given(field: str) -> dict[str, Any]:
    return {"properties": {field: {"type": "string"}}, "required": [field]}


class AlertFields(In):
    """What an alert watches; the id of the subject wins over its name."""

    topic: NarrowTopic
    subject_id: UUID | None = None
    subject: Name | None = None
    level: Level


class AlertIn(AlertFields):
    """A new alert, narrowed to one budget, schedule, account or goal."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [_given("subject_id"), _given("subject")]}
    )

    id: UUID | None = None
    is_muted: bool = False


class AlertEdit(In):
    """An alert as it shall be; its topic and subject stay. `version` is the one that was read."""

    level: Level
    is_muted: bool = False
    version: Version


class RehearsalIn(In):
    """An alert to try on the past; without a subject it watches all of its topic."""

    topic: TopicName
    subject_id: UUID | None = None
    subject: Name | None = None
    level: Level


class Alert(Out):
    """An alert as the API shows it."""

    id: UUID
    topic: TopicName
    title: str
    unit: Literal["percent", "amount", "count", "days", "times"]
    level: str
    subject_id: UUID | None
    subject: str | None
    is_general: bool
    is_muted: bool
    version: int
    created_at: Stamp | None
    updated_at: Stamp | None


class SpokenOut(Out):
    """One thing that would have been said, and on which day."""

    day: date
    title: str
    body: str


class Rehearsal(Out):
    """How often an alert would have spoken in the days from `start` up to, and without, `end`.

    `note` says what could not be known any more.
    """

    start: date
    end: date
    count: int
    note: str
    items: list[SpokenOut]


class FactOut(Out):
    """One number behind what was said."""

    label: str
    value: str
    kind: Literal["money", "percent", "number", "day", "text"]
    href: str


class Notice(Out):
    """One thing that was said; `gone_at` is when it ceased to be true."""

    id: UUID
    alert_id: UUID
    topic: TopicName
    subject_id: UUID | None
    title: str
    body: str
    facts: list[FactOut]
    href: str
    said_at: Stamp
    gone_at: Stamp | None
    read_at: Stamp | None
    snoozed_until: Stamp | None


class ReadingIn(In):
    """What I did about a notice: read it or not, or put it off for some time, which unreads it."""

    read: bool = True
    snooze: Literal["day", "week", "period"] | None = None


class NoticeQuery(In):
    """Which notices are asked for."""

    gone: Annotated[
        bool | None, Field(description="Those that are true no more, or those that still are.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str | None, Field(pattern=r"^[0-9]{1,17}\.[0-9a-f]{32}$")] = None
