"""What the sample books are made of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ftracker.domain.kinds import Flow, Kind
from ftracker.domain.paces import Pace

Price = Callable[[Decimal], Decimal]
EVERYDAY = ""
SAVINGS_ACCOUNT = "Savings account"
CARD = "Credit card"
MIRA = "mira"
JONAS = "jonas"


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """An account that is opened beside the household's own first one."""

    name: str
    kind: str
    opening_balance: Decimal


@dataclass(frozen=True, slots=True)
class SampleCategory:
    """A category; `end_date` is the last day of a Timebound one."""

    name: str
    kind: Kind
    icon: str
    colour: str
    parent: str = ""
    start_date: date | None = None
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class SampleGoal:
    """What the household saves for."""

    name: str
    category: str
    target_amount: Decimal
    starting_amount: Decimal
    start_date: date
    due_date: date
    icon: str
    colour: str

    def priced(self, price: Price) -> "SampleGoal":
        """Give it in other money."""
        target, starting = price(self.target_amount), price(self.starting_amount)
        return replace(self, target_amount=target, starting_amount=starting)


@dataclass(frozen=True, slots=True)
class Standing:
    """An order, bill or income that comes again: it is told from others by its name."""

    name: str
    pace: Pace = Pace.MONTH


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of money, with names instead of ids; `EVERYDAY` is the first account.

    Moves of one purchase share a `split`. A transfer leaves `account` and reaches `to_account`.
    `standing` is what the household knows it to come again by; the books do not say it.
    """

    date: date
    amount: Decimal
    category: str
    payee: str
    note: str = ""
    tags: tuple[str, ...] = ()
    account: str = EVERYDAY
    to_account: str = EVERYDAY
    flow: Flow = Flow.OUT
    split: str = ""
    standing: Standing | None = None

    def again(self, pace: Pace = Pace.MONTH) -> "Move":
        """Say that it comes again: what it says of itself tells it from other orders."""
        said = (self.payee or self.to_account, self.category, self.note, *self.tags)
        name = " ".join(word for word in said if word)
        return replace(self, standing=Standing(name, pace))
