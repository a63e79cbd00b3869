"""Rules as they are written down: what a transaction must look like, and what is set then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from ftracker.domain.patterns import Pattern

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Draft(NamedTuple):
    """A transaction as rules see it: names, not ids.

    The amount is positive. `type` None is the flow's default one, `category` and `account` '' are
    the household's default ones.
    """

    date: date
    amount: Decimal
    direction: str
    type: str | None
    category: str
    account: str
    payee: str
    note: str
    tags: tuple[str, ...]


class Field(StrEnum):
    """What of a transaction a condition looks at; `text` is payee or note."""

    TEXT = "text"
    PAYEE = "payee"
    NOTE = "note"
    AMOUNT = "amount"
    FLOW = "flow"
    TYPE = "type"
    CATEGORY = "category"
    ACCOUNT = "account"
    DATE = "date"
    DAY = "day"
    WEEKDAY = "weekday"
    TAG = "tag"


class Operator(StrEnum):
    """How it is compared; the bounds of `between` belong to it."""

    CONTAINS = "contains"
    STARTS = "starts"
    ENDS = "ends"
    EQUALS = "equals"
    MATCHES = "matches"
    ABOVE = "above"
    BELOW = "below"
    BETWEEN = "between"
    IS = "is"


_TEXTUAL = (
    Operator.CONTAINS,
    Operator.STARTS,
    Operator.ENDS,
    Operator.EQUALS,
    Operator.MATCHES,
)
_ORDERED = (Operator.EQUALS, Operator.ABOVE, Operator.BELOW, Operator.BETWEEN)
_CHOSEN = (Operator.IS,)
OPERATORS: dict[Field, tuple[Operator, ...]] = {
    Field.TEXT: _TEXTUAL,
    Field.PAYEE: _TEXTUAL,
    Field.NOTE: _TEXTUAL,
    Field.AMOUNT: _ORDERED,
    Field.DATE: _ORDERED,
    Field.DAY: _ORDERED,
    Field.FLOW: _CHOSEN,
    Field.TYPE: _CHOSEN,
    Field.CATEGORY: _CHOSEN,
    Field.ACCOUNT: _CHOSEN,
    Field.WEEKDAY: _CHOSEN,
    Field.TAG: _CHOSEN,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; `values` are one text, or the two bounds of `between`.

    The value of a type, category or account is its name.
    """

    field: Field
    operator: Operator
    values: tuple[str, ...]
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Actions:
    """What a rule sets; None leaves a thing as it is. `add_note` goes behind the note."""

    category: str | None = None
    payee: str | None = None
    type: str | None = None
    account: str | None = None
    note: str | None = None
    add_note: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions, of which all (or, with `needs_all` False, any) must hold, and what is set."""

    conditions: tuple[Condition, ...]
    actions: Actions
    needs_all: bool = True


@dataclass(frozen=True, slots=True)
class Tried:
    """A transaction that a rule fits, and what it would become."""

    id: UUID
    before: Draft
    after: Draft

    @property
    def is_changed(self) -> bool:
        """Whether the rule would change anything."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do: how many it fits of all, how many would change, and the newest.

    With `since` only what is newer than that day was looked at.
    """

    matching: int
    changing: int
    total: int
    rows: list[Tried]
    since: date | None = None


def check(condition: Condition) -> None:
    """Raise ValueError with a sentence for a wrong expression, or bounds in the wrong order."""
    if condition.operator is Operator.MATCHES:
        Pattern(condition.values[0])
    if condition.operator is Operator.BETWEEN:
        low, high = (READ[condition.field](value) for value in condition.values)
        if high < low:
            raise ValueError("Write two values, the smaller first.")


# How the values of what has an order are read.
READ: dict[Field, Callable[[str], Any]] = {
    Field.AMOUNT: Decimal,
    Field.DATE: date.fromisoformat,
    Field.DAY: int,
}


def described(rule: Rule) -> str:
    """Say a rule in a sentence: “If the payee contains “lidl”: category Groceries.”."""
    if not rule.conditions:
        return "It fits nothing."
    joint = " and " if rule.needs_all else " or "
    wanted = joint.join(_said(condition) for condition in rule.conditions)
    return f"If {wanted}: {'; '.join(_done(rule.actions))}."


def _said(condition: Condition) -> str:
    words = [f"“{value}”" for value in condition.values]
    said = _VERBS[condition.operator][condition.is_negated]
    return f"{_SUBJECTS[condition.field]} {said} {' and '.join(words)}"


def _done(actions: Actions) -> list[str]:
    names = ("category", "payee", "type", "account", "note")
    done = [f"{name} “{value}”" for name in names if (value := getattr(actions, name)) is not None]
    if actions.add_note:
        done.append(f"add “{actions.add_note}” to the note")
    return done + [f"tag “{tag}”" for tag in actions.tags]


_VERBS = {
    Operator.CONTAINS: ("contains", "does not contain"),
    Operator.STARTS: ("starts with", "does not start with"),
    Operator.ENDS: ("ends with", "does not end with"),
    Operator.EQUALS: ("is", "is not"),
    Operator.MATCHES: ("matches", "does not match"),
    Operator.ABOVE: ("is above", "is not above"),
    Operator.BELOW: ("is below", "is not below"),
    Operator.BETWEEN: ("is between", "is not between"),
    Operator.IS: ("is", "is not"),
}
_SUBJECTS = {
    Field.TEXT: "payee or note",
    Field.PAYEE: "payee",
    Field.NOTE: "note",
    Field.AMOUNT: "amount",
    Field.FLOW: "direction",
    Field.TYPE: "type",
    Field.CATEGORY: "category",
    Field.ACCOUNT: "account",
    Field.DATE: "date",
    Field.DAY: "day of the month",
    Field.WEEKDAY: "day of the week",
    Field.TAG: "tag",
}
