"""What is budgeted, carried on and left, period by period; how fast it is spent; what is usual."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from uuid import UUID

from ftracker.domain import cadences
from ftracker.domain.cadences import Cadence, Clock, Span
from ftracker.domain.kinds import Section
from ftracker.domain.payments import LATE_DAYS
from ftracker.domain.periods import DAY

ZERO = Decimal(0)
_PLACES = Decimal("0.0001")


class Method(StrEnum):
    """How a household works: a plan held against what happens, or money put into envelopes."""

    PLAN = "plan"
    ENVELOPES = "envelopes"


class Rollover(StrEnum):
    """What goes on into the next period: nothing, what was left, what was overspent, or both."""

    NONE = "none"
    LEFT = "left"
    OVERSPENT = "overspent"
    BOTH = "both"


class IncomeRule(StrEnum):
    """What counts as the income of a period: what is expected, what came, or the larger."""

    EXPECTED = "expected"
    CAME = "came"
    LARGER = "larger"


class Way(StrEnum):
    """How the usual amount is read off past periods."""

    MEDIAN = "median"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides a budget's periods and amounts.

    `amount` counts in each period from `start` on that was given nothing of its own; None where
    only what is given counts, as in envelopes. `window` is the one period of a WINDOW budget.
    """

    cadence: Cadence
    start: date
    amount: Decimal | None
    rollover: Rollover = Rollover.NONE
    cap: Decimal | None = None
    window: Span | None = None


class Cell(NamedTuple):
    """One budget in one period; all signed. `is_given` says that the period has its own amount.

    Ten years of budgets have thousands of them, so each is a tuple, which is the cheapest to make.
    """

    span: Span
    budgeted: Decimal = ZERO
    carried: Decimal = ZERO
    spent: Decimal = ZERO
    is_given: bool = False

    @property
    def there(self) -> Decimal:
        """What can be spent in the period."""
        return self.carried + self.budgeted

    @property
    def left(self) -> Decimal:
        """What can be spent still; below zero where it was overspent."""
        return self.carried + self.budgeted - self.spent


@dataclass(frozen=True, slots=True)
class Standing:
    """A budget in the period that holds a day; without a category it is for everything spent.

    For an income budget `spent` is what came, and `left` what is still expected.
    """

    budget_id: UUID
    category_id: UUID | None
    name: str
    cadence: Cadence
    span: Span
    budgeted: Decimal
    carried: Decimal
    spent: Decimal
    left: Decimal
    section: Section


@dataclass(frozen=True, slots=True)
class Bill:
    """A due day that a budget pays for: what is expected of it, and what came of it and when.

    Amounts are positive; the last two are None while nothing has come.
    """

    day: date
    amount: Decimal
    paid_amount: Decimal | None = None
    paid_date: date | None = None

    def paid_in(self, span: Span, today: date) -> Decimal:
        """Give what of a period's spending went to it up to a day."""
        if self.paid_amount is None or self.paid_date is None or self.paid_date > today:
            return ZERO
        return self.paid_amount if span.holds(self.paid_date) else ZERO

    def due_in(self, span: Span, today: date) -> Decimal:
        """Give what it will take of a period still; what is later than late comes no more."""
        is_open = self.paid_date is None or self.paid_date > today
        patience = timedelta(days=LATE_DAYS)
        return self.amount if is_open and today - patience <= self.day < span.end else ZERO


@dataclass(frozen=True, slots=True)
class Available:
    """What envelopes are filled from, up to the end of the present period.

    `span` holds the days whose income counts, None before the first envelope.
    `returned` is what was left and not carried on, less what was overspent and not carried on;
    `loose` is what was spent or set aside without an envelope.
    """

    income: Decimal
    assigned: Decimal
    returned: Decimal
    loose: Decimal
    span: Span | None = None

    @property
    def amount(self) -> Decimal:
        """What no envelope has yet; below zero where more was assigned than there is."""
        return self.income - self.assigned + self.returned - self.loose


def spans(
    cadence: Cadence, first: date, *, window: Span | None, clock: Clock, until: date
) -> tuple[Span, ...]:
    """List a budget's periods from the one that holds a day on, those that begin before `until`.

    Oldest first; with a window there is only that.
    """
    if window is not None:
        return (window,) if window.start < until else ()
    return tuple(cadences.cut(first, until, cadence, clock))


def cells(
    terms: Terms,
    its: Sequence[Span],
    given: Mapping[date, Decimal],
    spent: Callable[[Span], Decimal],
) -> list[Cell]:
    """Follow a budget through its periods, oldest first.

    What was given counts in the period that holds its day, so that nothing of it is lost where
    periods begin on other days than they once did.
    """
    found: list[Cell] = []
    own = _own(terms, its, given)
    is_carried, carried = terms.rollover is not Rollover.NONE, ZERO
    for span in its:
        is_given = span.start in own
        budgeted = own[span.start] if is_given else _usual(terms, span)
        cell = Cell(span, budgeted, carried, spent(span), is_given)
        found.append(cell)
        if is_carried:
            carried = carry(cell.left, terms.rollover, terms.cap)
    return found


def carry(left: Decimal, rollover: Rollover, cap: Decimal | None) -> Decimal:
    """Give what goes on of what was left, where something does, signed; `cap` is the most of it."""
    if rollover is Rollover.OVERSPENT:
        left = min(left, ZERO)
    if rollover is Rollover.LEFT:
        left = max(left, ZERO)
    return left if cap is None else max(-cap, min(left, cap))


def returned(followed: Sequence[Cell]) -> Decimal:
    """Sum what was left in each period and did not go on into the next, signed.

    What was budgeted is what was spent, what is left in the last period, and this.
    """
    return sum((one.left - after.carried for one, after in pairwise(followed)), ZERO)


def pace(span: Span, today: date) -> Decimal:
    """Tell how much of a period is gone, today included: 0 before it, 1 after it."""
    gone = (today + DAY - span.start).days
    return (Decimal(max(0, min(gone, span.days))) / span.days).quantize(_PLACES)


def projected(
    spent: Decimal, span: Span, today: date, bills: Iterable[Bill] = ()
) -> Decimal | None:
    """Give what a period ends with if it goes on as it went so far; None before it begins.

    Bills have no rate: what went to them stays as it is, and what is still due is added.
    """
    gone = min((today + DAY - span.start).days, span.days)
    if gone <= 0:
        return None
    known = tuple(bills)
    paid = sum((one.paid_in(span, today) for one in known), ZERO)
    coming = sum((one.due_in(span, today) for one in known), ZERO)
    return (paid + coming + (spent - paid) * span.days / gone).quantize(_PLACES)


def usual(amounts: Sequence[Decimal], way: Way) -> Decimal:
    """Give the median or the average of some amounts; zero for none."""
    if not amounts:
        return ZERO
    return median(amounts) if way is Way.MEDIAN else sum(amounts, ZERO) / len(amounts)


def income(expected: Decimal, came: Decimal, rule: IncomeRule) -> Decimal:
    """Give what counts as the income of a period."""
    if rule is IncomeRule.LARGER:
        return max(expected, came)
    return expected if rule is IncomeRule.EXPECTED else came


def _own(terms: Terms, its: Sequence[Span], given: Mapping[date, Decimal]) -> dict[date, Decimal]:
    """Sum what was given by the first day of the period that holds it; a window holds it all."""
    if not given:
        return {}
    if terms.window:
        return {span.start: sum(given.values(), ZERO) for span in its}
    found: dict[date, Decimal] = {}
    starts = {span.start for span in its}
    for day, amount in given.items():
        span = None if day in starts else _holding(its, day)
        if span or day in starts:
            start = span.start if span else day
            found[start] = found.get(start, ZERO) + amount
    return found


def _holding(its: Sequence[Span], day: date) -> Span | None:
    return next((span for span in its if span.holds(day)), None)


def _usual(terms: Terms, span: Span) -> Decimal:
    """Give what a period has that was given nothing; before the start that is nothing."""
    return ZERO if terms.amount is None or span.end <= terms.start else terms.amount
