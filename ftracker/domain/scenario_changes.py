"""What may be changed in a scenario: each change as plain facts, and as JSON keeps it.

Whose amount is changed says `by`, signed, or `percent`, signed; one of the two, never zero.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from ftracker.domain.kinds import Direction
from ftracker.domain.periods import FIRST, LAST
from ftracker.domain.schedules import Every

MOST_CHANGES = 40
MOST_TIMES = 1_200
MOST_PERCENT = Decimal(1_000)
LONGEST_NAME = 200
_ALL = Decimal(100)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_LARGEST = Decimal(10) ** 15
_MOST_EVERY = 400


class What(StrEnum):
    """The word of each change."""

    STOP = "stop"
    REPRICE = "reprice"
    ONE_OFF = "one_off"
    REPEAT = "repeat"
    USUAL = "usual"
    PAUSE_GOAL = "pause_goal"
    GOAL_AMOUNT = "goal_amount"


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing more of a schedule, or of what comes again from a payee, from `start` on."""

    what: ClassVar[What] = What.STOP
    start: date
    schedule_id: UUID | None = None
    payee: str = ""


@dataclass(frozen=True, slots=True)
class Reprice:
    """A schedule, or what comes again from a payee, costs or brings more or less from `start` on.

    With `is_yearly` it changes again each year on that day, by as much of what it is then.
    """

    what: ClassVar[What] = What.REPRICE
    start: date
    schedule_id: UUID | None = None
    payee: str = ""
    by: Decimal | None = None
    percent: Decimal | None = None
    is_yearly: bool = False


@dataclass(frozen=True, slots=True)
class OneOff:
    """An amount that comes in or goes out once; always positive."""

    what: ClassVar[What] = What.ONE_OFF
    name: str
    amount: Decimal
    direction: Direction
    start: date
    account_id: UUID
    category_id: UUID


@dataclass(frozen=True, slots=True)
class Repeat:
    """An amount that comes in or goes out every so many units from `start` on; always positive.

    `times` counts how often, None for ever.
    """

    what: ClassVar[What] = What.REPEAT
    name: str
    amount: Decimal
    direction: Direction
    start: date
    account_id: UUID
    category_id: UUID
    every: int = 1
    unit: Every = Every.MONTH
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Usual:
    """What usually comes of a category in a month is more or less from `start` on, a month's first.

    An amount is that of a month.
    """

    what: ClassVar[What] = What.USUAL
    category_id: UUID
    start: date
    by: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PauseGoal:
    """Nothing is set aside for a goal from `start` up to, and without, `until`, else for ever."""

    what: ClassVar[What] = What.PAUSE_GOAL
    goal_id: UUID
    start: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class GoalAmount:
    """So much is set aside for a goal each month from `start` on."""

    what: ClassVar[What] = What.GOAL_AMOUNT
    goal_id: UUID
    amount: Decimal
    start: date


Change = Stop | Reprice | OneOff | Repeat | Usual | PauseGoal | GoalAmount
KINDS: Mapping[str, type[Change]] = {
    kind.what: kind for kind in (Stop, Reprice, OneOff, Repeat, Usual, PauseGoal, GoalAmount)
}


def write(change: Change) -> dict[str, Any]:
    """Write a change as JSON keeps it; what is left out says nothing."""
    said = {one.name: getattr(change, one.name) for one in fields(change)}
    kept = {name: value for name, value in said.items() if value not in (None, "", False)}
    return {"what": change.what.value} | {name: _plain(value) for name, value in kept.items()}


def read(data: Mapping[str, Any]) -> Change:
    """Read a change as it was written. Raises ValueError, with a sentence, for any other thing."""
    kind = KINDS.get(str(data.get("what")))
    if kind is None:
        raise ValueError("There is no such change.")
    names = {one.name for one in fields(kind)}
    said = {name: value for name, value in data.items() if name != "what" and value is not None}
    if not said.keys() <= names:
        raise ValueError("A change says something that does not belong to it.")
    try:
        change: Change = kind(**{name: _VALUES[name](value) for name, value in said.items()})
    except (TypeError, ValueError, InvalidOperation) as bad:
        raise ValueError("A change is not written as it should be.") from bad
    check(change)
    return change


def read_all(data: Any) -> tuple[Change, ...]:
    """Read a list of changes, in its order. Raises ValueError as `read` does, and for too many."""
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise ValueError("Changes are a list.")
    if len(data) > MOST_CHANGES:
        raise ValueError(f"A scenario has at most {MOST_CHANGES} changes.")
    return tuple(read(one) for one in data)


def text(changes: Sequence[Change]) -> str:
    """Write changes on one line: the same changes are the same text."""
    return json.dumps([write(one) for one in changes], separators=(",", ":"), sort_keys=True)


def check(change: Change) -> None:
    """Raise ValueError, with a sentence, for a change that makes no sense by itself."""
    for name, sound in _CHECKS.items():
        if hasattr(change, name):
            sound(getattr(change, name))
    if isinstance(change, Stop | Reprice) and (change.schedule_id is None) is not bool(
        change.payee
    ):
        raise ValueError("Choose what it is that changes.")
    if isinstance(change, Reprice | Usual) and (change.by is None) is (change.percent is None):
        raise ValueError("Write an amount or per cent.")
    if isinstance(change, PauseGoal) and change.until and change.until <= change.start:
        raise ValueError("A pause ends after it begins.")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


def _number(value: Any) -> Decimal:
    found = Decimal(_text(value))
    if not found.is_finite():
        raise ValueError
    return found


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _id(value: Any) -> UUID:
    return UUID(_text(value))


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "start": _day,
    "until": _day,
    "schedule_id": _id,
    "category_id": _id,
    "account_id": _id,
    "goal_id": _id,
    "payee": _text,
    "name": _text,
    "amount": _number,
    "by": _number,
    "percent": _number,
    "is_yearly": _flag,
    "every": _whole,
    "times": _whole,
    "direction": Direction,
    "unit": Every,
}


def _check_day(day: date | None) -> None:
    if day is not None and not FIRST <= day < LAST:
        raise ValueError("Write a date between 1900 and 2199.")


def _check_name(name: str) -> None:
    if not 0 < len(name) <= LONGEST_NAME or _CONTROL.search(name):
        raise ValueError("Write a name on one line.")


def _check_payee(payee: str) -> None:
    if payee:
        _check_name(payee)


def _check_amount(amount: Decimal) -> None:
    if not 0 < amount < _LARGEST:
        raise ValueError("Write an amount above zero.")


def _check_by(by: Decimal | None) -> None:
    if by is not None and not 0 < abs(by) < _LARGEST:
        raise ValueError("Write an amount that is more or less than before.")


def _check_percent(percent: Decimal | None) -> None:
    if percent is not None and (not percent or not -_ALL <= percent <= MOST_PERCENT):
        raise ValueError("Write per cent from -100 to 1000, and not zero.")


def _check_every(every: int) -> None:
    if not 1 <= every <= _MOST_EVERY:
        raise ValueError("It comes every 1 to 400 days, weeks, months or years.")


def _check_times(times: int | None) -> None:
    if times is not None and not 1 <= times <= MOST_TIMES:
        raise ValueError(f"It comes 1 to {MOST_TIMES:,} times, or for ever.")


_CHECKS: Mapping[str, Callable[[Any], None]] = {
    "start": _check_day,
    "until": _check_day,
    "name": _check_name,
    "payee": _check_payee,
    "amount": _check_amount,
    "by": _check_by,
    "percent": _check_percent,
    "every": _check_every,
    "times": _check_times,
}
