"""What can be spent until the next income without missing anything, each thing counted once.

What a bill takes, no budget asks for again; what a scheduled contribution brings, no goal does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.cadences import Span

_ZERO = Decimal(0)


class Part(StrEnum):
    """The lines of the sum, in their order."""

    CASH = "cash"
    AHEAD = "ahead"
    BILLS = "bills"
    KEPT = "kept"
    GOALS = "goals"
    BUDGETS = "budgets"
    BUFFER = "buffer"


class Until(StrEnum):
    """What the next income is known from: a schedule, the plan's payday, or the end of a month."""

    SCHEDULE = "schedule"
    PAYDAY = "payday"
    MONTH_END = "month_end"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a line is made of, signed: its name, the day it is due, and its own id.

    `days` says of a budget for how many of its days the amount is: those before the income, and
    all that are left.
    """

    name: str
    amount: Decimal
    id: UUID | None = None
    day: date | None = None
    days: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum; its amount is that of its rows."""

    part: Part
    rows: tuple[Row, ...]

    @property
    def amount(self) -> Decimal:
        """What the line adds, below zero where it takes away."""
        return sum((row.amount for row in self.rows), _ZERO)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is safe to spend from today up to, and without, the day of the next income.

    `income` names the schedule that brings it, '' where there is none.
    """

    today: date
    until: date
    why: Until
    income: str
    lines: tuple[Line, ...]

    @property
    def amount(self) -> Decimal:
        """What is safe to spend; below zero where something would be missing."""
        return sum((line.amount for line in self.lines), _ZERO)

    @property
    def days(self) -> int:
        """How many days it has to last."""
        return (self.until - self.today).days

    def per_day(self, currency: str) -> Decimal:
        """Give what each day may cost, rounded down; zero where nothing is left."""
        step = Decimal(1).scaleb(-money.decimals(currency))
        return max(self.amount / self.days, _ZERO).quantize(step, rounding=ROUND_FLOOR)


@dataclass(frozen=True, slots=True)
class Bill:
    """What is due: its amount, positive, and what it is for.

    `is_spending` says that budgets of spending count it, `to_account_id` where a transfer goes.
    """

    id: UUID
    name: str
    day: date
    amount: Decimal
    category_id: UUID
    is_spending: bool = True
    goal_id: UUID | None = None
    to_account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Pot:
    """A budget in its present period; without a category it is for everything spent.

    `family` are the categories that it counts, `parent_id` the category above its own. `coming`
    is what its next period is given, nothing where there is none.
    """

    id: UUID
    name: str
    category_id: UUID | None
    parent_id: UUID | None
    family: frozenset[UUID]
    span: Span
    left: Decimal
    coming: Decimal


@dataclass(frozen=True, slots=True)
class Want:
    """What a goal still asks for in its period, and where its money is set aside."""

    id: UUID
    name: str
    due: Decimal
    account_id: UUID | None
    family: frozenset[UUID]


def contributions(wants: Sequence[Want], bills: Sequence[Bill]) -> list[Row]:
    """List what goals still ask for beyond what is scheduled for them; they come by priority.

    A scheduled contribution is for the goal that it names, else for one on the account that it
    goes to, else for one in its category; it is used up once.
    """
    left = [bill.amount for bill in bills]
    asked = {want.id: want.due for want in wants}
    for is_named in (True, False):
        for want in wants:
            for number, bill in enumerate(bills):
                if (bill.goal_id is not None) is is_named and _is_for(want, bill):
                    used = min(left[number], asked[want.id])
                    left[number] -= used
                    asked[want.id] -= used
    return [Row(want.name, -asked[want.id], want.id) for want in wants if asked[want.id] > 0]


def needs(
    pots: Sequence[Pot], bills: Sequence[Bill], *, today: date, until: date, currency: str
) -> list[Row]:
    """List what budgets still need before the next income, less the bills that they count.

    `bills` may lie behind `until`: what they take is kept for them. Of a budget whose period goes
    on after the income only the days before it count; where it ends before, its next one counts
    as what it is given. A category and the one above it share what they spend: the larger of
    both needs counts, and so with the budget for everything.
    """
    rows = {pot.id: _need(pot, bills, today=today, until=until, currency=currency) for pot in pots}
    groups: dict[UUID, list[Pot]] = {}
    for pot in pots:
        if pot.category_id is not None:
            groups.setdefault(pot.parent_id or pot.category_id, []).append(pot)
    tops: list[Row] = []
    for top, members in groups.items():
        own = next((rows[pot.id] for pot in members if pot.category_id == top), None)
        tops += _larger(own, [rows[pot.id] for pot in members if pot.category_id != top])
    whole = next((rows[pot.id] for pot in pots if pot.category_id is None), None)
    return [row for row in _larger(whole, tops) if row.amount]


def _is_for(want: Want, bill: Bill) -> bool:
    if bill.goal_id is not None:
        return bill.goal_id == want.id
    if want.account_id is not None:
        return bill.to_account_id == want.account_id
    is_moved = bill.to_account_id is not None or bill.is_spending
    return not is_moved and bill.category_id in want.family


def _larger(whole: Row | None, parts: Sequence[Row]) -> list[Row]:
    """Choose what asks for more: the whole, or its parts; amounts are below zero."""
    if whole is None or -whole.amount < sum((-part.amount for part in parts), _ZERO):
        return list(parts)
    return [whole]


def _need(pot: Pot, bills: Sequence[Bill], *, today: date, until: date, currency: str) -> Row:
    counted = [b for b in bills if b.is_spending and _counts(pot, b)]
    now = _sum(b for b in counted if b.day < pot.span.end)
    rest = max(pot.left - now, _ZERO)
    all_days = max((pot.span.end - today).days, 1)
    days = min((until - today).days, all_days)
    need = rest * days / all_days
    if until > pot.span.end:
        later = _sum(b for b in counted if pot.span.end <= b.day < until)
        part = pot.coming * (until - pot.span.end).days / pot.span.days
        need += max(part - later, _ZERO)
    partly = (days, all_days) if days < all_days else None
    return Row(pot.name, -money.quantise(need, currency), pot.id, days=partly)


def _counts(pot: Pot, bill: Bill) -> bool:
    return pot.category_id is None or bill.category_id in pot.family


def _sum(bills: Iterable[Bill]) -> Decimal:
    return sum((bill.amount for bill in bills), _ZERO)
