"""What a goal is: what is there, what it needs each month, and when it is reached."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from ftracker.domain import annuities
from ftracker.domain.periods import DAY

PACE_DAYS = 90
_ZERO = Decimal(0)


class Aim(StrEnum):
    """Whether money is saved up, or a debt paid off."""

    SAVE = "save"
    PAY_OFF = "pay_off"


class State(StrEnum):
    """What a household does about a goal; the last two own nothing of an account any more."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ARCHIVED = "archived"


LIVE = (State.ACTIVE, State.PAUSED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a household says of a goal, and what is there; `rate` is yearly, in percent."""

    goal_id: UUID
    name: str
    aim: Aim
    target: Decimal
    current: Decimal
    account_id: UUID | None = None
    due_date: date | None = None
    monthly_amount: Decimal | None = None
    rate: Decimal | None = None
    is_paused: bool = False

    @property
    def source(self) -> UUID:
        """What its money is seen in: an account that goals may share, or the goal itself."""
        return self.account_id or self.goal_id

    @property
    def remaining(self) -> Decimal:
        """What is still missing, never below zero."""
        return max(self.target - self.current, _ZERO)

    @property
    def present(self) -> Decimal:
        """What grows by the rate: what is there, or the debt below zero."""
        return self.current if self.aim is Aim.SAVE else self.current - self.target

    @property
    def future(self) -> Decimal:
        """What `present` shall become."""
        return self.target if self.aim is Aim.SAVE else _ZERO

    @property
    def is_waiting(self) -> bool:
        """Tell whether money still goes to it: it is neither paused nor reached."""
        return not self.is_paused and self.remaining > 0


def pace_start(today: date) -> date:
    """Give the first of the 90 days that end with today."""
    return today - (PACE_DAYS - 1) * DAY


def needed(facts: Facts, *, start: date) -> Decimal | None:
    """Tell what a goal needs each month from a day on: by its day, else what is meant to be added.

    None where it has neither, zero where nothing is missing.
    """
    if not facts.remaining:
        return _ZERO
    if facts.due_date is None:
        return facts.monthly_amount
    months = annuities.months_between(start, facts.due_date)
    return annuities.payment(facts.present, facts.future, months, facts.rate)


def expected(facts: Facts, monthly: Decimal, *, today: date) -> date | None:
    """Tell the day on which a goal is reached at a pace; None if never, or not before 2200."""
    months = annuities.months_until(facts.present, facts.future, monthly, facts.rate)
    return annuities.day_after(today, months)
