"""What can be watched, what its level means, and the words in which something is said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

Say = Callable[[Decimal], str]
"""Writes an amount as the household does."""


class Topic(StrEnum):
    """What an alert watches."""

    BUDGET_PACE = "budget_pace"
    BUDGET_LIMIT = "budget_limit"
    BILL_DUE = "bill_due"
    BILL_LATE = "bill_late"
    BILL_CHANGED = "bill_changed"
    CONTRACT_END = "contract_end"
    LOW_BALANCE = "low_balance"
    GOAL_BEHIND = "goal_behind"
    UNUSUAL_AMOUNT = "unusual_amount"
    UNCATEGORISED = "uncategorised"
    QUIET_ACCOUNT = "quiet_account"
    BACKUP_LATE = "backup_late"


class Subject(StrEnum):
    """What an alert may be narrowed to; NONE cannot be narrowed."""

    BUDGET = "budget"
    SCHEDULE = "schedule"
    ACCOUNT = "account"
    GOAL = "goal"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a topic is called, what its level counts, and within which bounds (both included)."""

    title: str
    sentence: str
    unit: str
    level: Decimal
    least: Decimal
    most: Decimal
    subject: Subject
    icon: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One number behind what was said; `kind` is money, percent, number, day or text."""

    label: str
    value: Decimal | date | int | str
    kind: str = "text"
    href: str = ""

    @property
    def as_json(self) -> dict[str, str]:
        """The fact as it is kept: its value exact, as text."""
        return {
            "label": self.label, "value": str(self.value), "kind": self.kind, "href": self.href,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is true today and worth saying.

    `key` tells it from everything else that the same topic ever finds: what was said under a key
    is never said again. `href` opens the rows behind it.
    """

    topic: Topic
    subject_id: UUID | None
    key: str
    title: str
    body: str
    day: date
    href: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """An alert as a finder needs it: its topic, its level, and what it is narrowed to."""

    id: UUID
    topic: Topic
    level: Decimal
    subject_id: UUID | None = None
    is_muted: bool = False
    apart: frozenset[UUID] = field(default_factory=frozenset)

    def takes(self, subject_id: UUID | None) -> bool:
        """Tell whether a subject is this alert's, and not another's that was narrowed to it."""
        if self.subject_id is not None:
            return self.subject_id == subject_id
        return subject_id not in self.apart


def watches(alerts: Iterable[Any]) -> list[Watch]:
    """Read alerts; each general one leaves the subjects out that have an alert of their own."""
    rows = list(alerts)
    apart: dict[str, set[UUID]] = {}
    for row in rows:
        if row.subject_id is not None:
            apart.setdefault(row.topic, set()).add(row.subject_id)
    return [
        Watch(
            row.id, Topic(row.topic), row.level, row.subject_id, row.is_muted,
            frozenset() if row.subject_id else frozenset(apart.get(row.topic, ())),
        )
        for row in rows
    ]  # fmt: skip


def rows_at(**words: Any) -> str:
    """Give the address of the list of transactions that these words narrow."""
    return "/?" + urlencode({name: value for name, value in words.items() if value})


def said(day: date) -> str:
    """Write a day in words: `12 November 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_days(count: int) -> str:
    """Write how far away a day is: `today`, `tomorrow`, `in 3 days`."""
    return {0: "today", 1: "tomorrow"}.get(count, f"in {count} days")


def counted(count: int, noun: str) -> str:
    """Write a count with its noun: `1 day`, `3 days`."""
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _meaning(title: str, sentence: str, level: tuple[str, int, int, int], *more: Any) -> Meaning:
    unit, usual, least, most = level
    return Meaning(title, sentence, unit, Decimal(usual), Decimal(least), Decimal(most), *more)


MEANINGS: dict[Topic, Meaning] = {
    Topic.BUDGET_PACE: _meaning(
        "Budget spent too fast",
        "When a budget, at the rate of its period so far, would end above this share of itself.",
        ("percent", 110, 1, 1000), Subject.BUDGET, "graph-up",
    ),
    Topic.BUDGET_LIMIT: _meaning(
        "Budget used up",
        "When this share of a budget is spent.",
        ("percent", 100, 1, 1000), Subject.BUDGET, "pie-chart",
    ),
    Topic.BILL_DUE: _meaning(
        "Bill due soon",
        "This many days before a bill is due; 0 takes the days that each schedule says itself.",
        ("days", 0, 0, 60), Subject.SCHEDULE, "receipt",
    ),
    Topic.BILL_LATE: _meaning(
        "Payment late",
        "When a bill or an income has not come this many days after it was due.",
        ("days", 3, 1, 60), Subject.SCHEDULE, "exclamation-circle",
    ),
    Topic.BILL_CHANGED: _meaning(
        "Price changed",
        "When a bill or subscription costs this many percent more, or less, than before.",
        ("percent", 1, 0, 1000), Subject.SCHEDULE, "arrow-up-right",
    ),
    Topic.CONTRACT_END: _meaning(
        "Trial or notice date",
        "This many days before a trial ends, or before the last day to give notice.",
        ("days", 14, 0, 365), Subject.SCHEDULE, "calendar-event",
    ),
    Topic.LOW_BALANCE: _meaning(
        "Low balance ahead",
        "When an account is expected to fall below this amount within 30 days.",
        ("amount", 0, 0, 10**12), Subject.ACCOUNT, "wallet2",
    ),
    Topic.GOAL_BEHIND: _meaning(
        "Goal behind",
        "When a goal lacks at least this amount a month to be met in time.",
        ("amount", 0, 0, 10**12), Subject.GOAL, "bullseye",
    ),
    Topic.UNUSUAL_AMOUNT: _meaning(
        "Unusual amount",
        "When a payment is this many times further from what its payee usually gets than usual.",
        ("times", 5, 1, 1000), Subject.ACCOUNT, "question-circle",
    ),
    Topic.UNCATEGORISED: _meaning(
        "Transactions without a category",
        "When this many imported transactions wait for a category.",
        ("count", 20, 1, 10**6), Subject.NONE, "inbox",
    ),
    Topic.QUIET_ACCOUNT: _meaning(
        "Account without news",
        "When nothing was written down in an account for this many days.",
        ("days", 45, 1, 3650), Subject.ACCOUNT, "clock-history",
    ),
    Topic.BACKUP_LATE: _meaning(
        "Backup late",
        "When no backup of FTracker was made and proven for this many days.",
        ("days", 2, 1, 60), Subject.NONE, "archive",
    ),
}  # fmt: skip
