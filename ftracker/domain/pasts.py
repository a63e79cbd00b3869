"""What happened in some days, so that any of them can be looked at with what was known on it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import TypeVar
from uuid import UUID

from ftracker.domain.findings import RECENT
from ftracker.domain.payments import LATE_DAYS
from ftracker.domain.periods import DAY
from ftracker.domain.situations import (
    Ahead,
    Bill,
    BudgetState,
    Contract,
    GoalState,
    Payment,
    PriceChange,
    Proof,
    Quiet,
    Situation,
)

HORIZON = timedelta(days=30)
_LONGEST = timedelta(days=100)
_ZERO = Decimal(0)
T = TypeVar("T", Bill, PriceChange, Payment)


@dataclass(frozen=True, slots=True)
class BudgetCourse:
    """A budget in one period, and what was spent on each day of it."""

    state: BudgetState
    spent: Mapping[date, Decimal]

    def at(self, day: date) -> BudgetState:
        """Give it as it stood at the end of a day."""
        amounts = (amount for at, amount in self.spent.items() if at <= day)
        return replace(self.state, spent=sum(amounts, _ZERO))


@dataclass(frozen=True, slots=True)
class Expected:
    """What a due day moves in an account, signed; `paid_date` is when it really came."""

    day: date
    amount: Decimal
    paid_date: date | None


@dataclass(frozen=True, slots=True)
class AccountCourse:
    """An account: what lay in it before the first day, what moved on which day, what was due.

    Moves and dues come in the order of their days.
    """

    id: UUID
    name: str
    before: Decimal
    moved: Sequence[tuple[date, Decimal]]
    dues: Sequence[Expected]

    def ahead(self, today: date, *, knows_ahead: bool) -> Ahead:
        """Tell what was expected of it on a day: what lay there, then what was due.

        `knows_ahead` takes what the books hold of later days, too. What was late was expected on
        that very day; what was later than two weeks, no more.
        """
        last = today + HORIZON
        days = {today: self.before + sum((a for at, a in self.moved if at <= today), _ZERO)}
        moves = [(at, a) for at, a in self.moved if knows_ahead and today < at <= last]
        for due in self.dues:
            is_paid = due.paid_date is not None and (knows_ahead or due.paid_date <= today)
            if not is_paid and today - timedelta(days=LATE_DAYS) <= due.day <= last:
                moves.append((max(due.day, today), due.amount))
        for at, amount in moves:
            days[at] = days.get(at, _ZERO) + amount
        order = sorted(days)
        totals = accumulate(days[at] for at in order)
        return Ahead(self.id, self.name, tuple(zip(order, totals, strict=True)))


@dataclass(frozen=True, slots=True)
class Past:
    """All that happened from a day on; what comes in days comes in their order.

    `waiting` counts what was written down on each day and waits for a category still. `goals`
    are as they stood from a day on. `booked` are the days that have transactions, by account.
    `proofs` begins with the day on which the books did.
    """

    budgets: Sequence[BudgetCourse] = ()
    bills: Sequence[Bill] = ()
    changes: Sequence[PriceChange] = ()
    contracts: Sequence[Contract] = ()
    accounts: Sequence[AccountCourse] = ()
    goals: Sequence[tuple[date, tuple[GoalState, ...]]] = ()
    payments: Sequence[Payment] = ()
    waiting: Sequence[tuple[date, int]] = ()
    booked: Mapping[UUID, tuple[str, Sequence[date]]] = field(default_factory=dict)
    proofs: Sequence[Proof] = ()
    knows_ahead: bool = False

    def at(self, today: date) -> Situation:
        """Give what was known at the end of a day."""
        goals = [states for since, states in self.goals if since <= today]
        return Situation(
            today=today,
            budgets=tuple(one.at(today) for one in self.budgets if _holds(one.state, today)),
            bills=tuple(_between(self.bills, today - _LONGEST, today + _LONGEST)),
            changes=tuple(_between(self.changes, today - RECENT, today)),
            contracts=tuple(self.contracts),
            ahead=tuple(one.ahead(today, knows_ahead=self.knows_ahead) for one in self.accounts),
            goals=goals[-1] if goals else (),
            payments=tuple(_between(self.payments, today - RECENT, today)),
            waiting=sum(n for at, n in self.waiting if self.knows_ahead or at <= today),
            accounts=tuple(self._quiet(today)),
            proof=next((one for one in reversed(self.proofs) if one.day <= today), None),
        )

    def _quiet(self, today: date) -> Iterator[Quiet]:
        for account_id, (name, days) in self.booked.items():
            place = bisect_right(days, today)
            if place:
                yield Quiet(account_id, name, days[place - 1])


def _holds(state: BudgetState, day: date) -> bool:
    return state.start <= day < state.end


def _between(found: Sequence[T], first: date, last: date) -> Sequence[T]:
    """Give those of the days from the first to the last, both included; they are in order."""
    start = bisect_left(found, first, key=lambda one: one.day)
    return found[start : bisect_left(found, last + DAY, key=lambda one: one.day)]
