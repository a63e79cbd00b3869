"""What a household looks like on one day, as far as anything is watched in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import budgets
from ftracker.domain.kinds import Flow


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A budget in one period: what it has, and what is spent of it; `end` does not belong.

    `bills` are those that it pays.
    """

    id: UUID
    name: str
    category_id: UUID | None
    section: str
    start: date
    end: date
    available: Decimal
    spent: Decimal
    bills: Sequence[budgets.Bill] = ()


@dataclass(frozen=True, slots=True)
class Bill:
    """A due day of a schedule: by the rule, and after the weekend moved it (`day`).

    `paid_date` is when it was paid, None while it is open.
    """

    schedule_id: UUID
    name: str
    due_date: date
    day: date
    amount: Decimal
    flow: Flow
    remind_days: int
    paid_date: date | None = None


@dataclass(frozen=True, slots=True)
class PriceChange:
    """That something which comes again costs something else than before, seen on a day.

    `schedule_id` is None where no schedule says that it comes again.
    """

    schedule_id: UUID | None
    name: str
    day: date
    before: Decimal
    after: Decimal
    transaction_id: UUID


@dataclass(frozen=True, slots=True)
class Contract:
    """A last day of a schedule: of its trial (`is_trial`), or to give notice."""

    schedule_id: UUID
    name: str
    day: date
    is_trial: bool
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Ahead:
    """What an account is expected to hold at the end of each day that moves it, from today on.

    Signed, in the order of days; the first one is today.
    """

    account_id: UUID
    name: str
    days: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class GoalState:
    """How a goal stands; `needed` and `pace` are amounts a month."""

    id: UUID
    name: str
    is_behind: bool
    needed: Decimal
    pace: Decimal
    due_date: date | None
    expected_date: date | None


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment, and how it compares with those to the same payee before it."""

    id: UUID
    account_id: UUID
    payee: str
    day: date
    amount: Decimal
    usual: Decimal
    score: Decimal
    earlier: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """An account, and the last day of which something is written down in it."""

    account_id: UUID
    name: str
    last_date: date


@dataclass(frozen=True, slots=True)
class Proof:
    """The day on which a backup was last proven; `is_beginning` says that none ever was.

    It is the day then on which the books were begun.
    """

    day: date
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """All of it on one day."""

    today: date
    budgets: tuple[BudgetState, ...] = ()
    bills: tuple[Bill, ...] = ()
    changes: tuple[PriceChange, ...] = ()
    contracts: tuple[Contract, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    goals: tuple[GoalState, ...] = ()
    payments: tuple[Payment, ...] = ()
    waiting: int = 0
    accounts: tuple[Quiet, ...] = ()
    proof: Proof | None = None
