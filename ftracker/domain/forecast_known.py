"""What is known to come: due days, what comes again unsaid, what goals are promised.

What a known thing explains of the past is no habit beside it, and must not be counted again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.due_days import Due
from ftracker.domain.forecast_inputs import DUE, GOAL, PATTERN, Coming
from ftracker.domain.goals import Facts
from ftracker.domain.kinds import Direction, Flow, Section
from ftracker.domain.paces import Pace
from ftracker.domain.periods import DAY, months_later
from ftracker.domain.series import Series, is_fixed

# Where a schedule was paid less often, its amount is what is expected.
_LEAST_PAID = 3
_MONTHLY_DAYS = 31
_MONTHS = 12
_ZERO = Decimal(0)
# Gives the section and the sign of a type and category.
Place = Callable[[UUID, UUID], tuple[Section, int]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What comes, by day; and which payments of the past it explains.

    `learnt` are those of `known` that monthly sums hold as well, as they differ each time.
    `explained` are the payments of all of them, `steady` those of all that is not learnt.
    """

    known: tuple[Coming, ...] = ()
    learnt: tuple[Coming, ...] = ()
    explained: frozenset[UUID] = frozenset()
    steady: frozenset[UUID] = frozenset()

    def and_(self, other: "Knowledge") -> "Knowledge":
        """Put two of them together."""
        known = sorted((*self.known, *other.known), key=lambda one: (one.date, one.name.casefold()))
        return Knowledge(
            tuple(known),
            (*self.learnt, *other.learnt),
            self.explained | other.explained,
            self.steady | other.steady,
        )


@dataclass(frozen=True, slots=True)
class Paid:
    """What is known of a schedule's payments: the days between them, and whether they differ.

    `differs` is None where nothing tells it but what paid its due days. `yearly` is how often a
    year it goes on behind the days that are looked at.
    """

    gap: int
    differs: bool | None = None
    yearly: Decimal = _ZERO

    def is_learnt(self, amounts: Sequence[Decimal]) -> bool:
        """Tell whether monthly sums tell more than the amount of the schedule."""
        if self.differs is not None:
            return self.differs
        is_often = len(amounts) >= _LEAST_PAID and self.gap <= _MONTHLY_DAYS
        return is_often and not is_fixed(amounts)


def of_dues(dues: Iterable[Due], place: Place, paid: Mapping[UUID, Paid], today: date) -> Knowledge:
    """Tell what schedules make known; what is late is expected today."""
    by_schedule: dict[UUID, list[Due]] = defaultdict(list)
    for due in dues:
        by_schedule[due.schedule_id].append(due)
    known: list[Coming] = []
    learnt: list[Coming] = []
    explained: set[UUID] = set()
    steady: set[UUID] = set()
    for key, mine in by_schedule.items():
        yearly = paid[key].yearly
        coming = [side for due in mine if due.is_open for side in _due(due, place, today, yearly)]
        ids = {due.transaction_id for due in mine if due.transaction_id}
        amounts = [due.paid_amount for due in mine if due.paid_amount is not None]
        known += coming
        explained |= ids
        if paid[key].is_learnt(amounts):
            learnt += coming
        else:
            steady |= ids
    return Knowledge(tuple(known), tuple(learnt), frozenset(explained), frozenset(steady))


def of_series(
    going_on: Iterable[tuple[Series, str]], ended: Iterable[Series], place: Place, *, end: date
) -> Knowledge:
    """Tell what comes again without a schedule up to, and without, a day; each with its name.

    What has ended comes no more, but explains what it came to.
    """
    known: list[Coming] = []
    learnt: list[Coming] = []
    explained: set[UUID] = set()
    steady: set[UUID] = set()
    for series, name in going_on:
        coming = [one for day in _days(series, end) for one in _sides(series, name, day, place)]
        ids = {payment.id for payment in series.payments}
        known += coming
        explained |= ids
        if is_learnt(series):
            learnt += coming
        else:
            steady |= ids
    gone = {payment.id for series in ended for payment in series.payments}
    return Knowledge(
        tuple(known), tuple(learnt), frozenset(explained | gone), frozenset(steady | gone)
    )


def is_learnt(series: Series) -> bool:
    """Tell whether monthly sums tell more of a series than its next amount does."""
    return not series.is_fixed and series.pace.days <= Pace.MONTH.days


@dataclass(frozen=True, slots=True)
class Promise:
    """What is meant to be set aside for a goal each month, beyond what is set aside anyhow."""

    facts: Facts
    monthly: Decimal
    category_id: UUID
    from_account_id: UUID
    place: tuple[Section, int]


def of_promises(promises: Iterable[Promise], *, today: date, end: date) -> Knowledge:
    """Tell what goals are meant to get at the end of each month, until they are reached or due."""
    known = [one for promise in promises for one in _promised(promise, today, end)]
    return Knowledge(tuple(known))


def _due(due: Due, place: Place, today: date, yearly: Decimal) -> Iterator[Coming]:
    into = due.amount if due.flow is Flow.IN else -due.amount
    section, sign = place(due.type_id, due.category_id)
    side = Coming(
        date=max(due.date, today),
        name=due.name,
        amount=into,
        account_id=due.account_id,
        kind=DUE,
        id=due.schedule_id,
        category_id=due.category_id,
        section=section,
        sign=sign,
        goal_id=due.goal_id,
        yearly=yearly,
    )
    yield side
    if due.to_account_id is not None:
        yield _other_side(side, due.to_account_id)


def _sides(series: Series, name: str, day: date, place: Place) -> Iterator[Coming]:
    last = series.last
    into = series.amount if last.direction is Direction.IN else -series.amount
    section, sign = place(last.type_id, last.category_id)
    side = Coming(
        date=day,
        name=name,
        amount=into,
        account_id=last.account_id,
        kind=PATTERN,
        category_id=last.category_id,
        section=section,
        sign=sign,
        yearly=Decimal(series.pace.per_year),
    )
    yield side
    if last.to_account_id is not None:
        yield _other_side(side, last.to_account_id)


def _other_side(side: Coming, account_id: UUID) -> Coming:
    """Give the other side of a transfer."""
    return replace(side, account_id=account_id, amount=-side.amount, sign=0)


def _days(series: Series, end: date) -> Iterator[date]:
    """Give the due days from today on; of those that did not come yet the last one is today's."""
    number = series.numbers[-1] + 1
    day = series.beat.due(number)
    if day < series.today:
        yield series.today
    while day < end:
        if day >= series.today:
            yield day
        number += 1
        day = series.beat.due(number)


def _promised(promise: Promise, today: date, end: date) -> Iterator[Coming]:
    facts, left = promise.facts, promise.facts.remaining
    last = end if facts.due_date is None else min(end, facts.due_date + DAY)
    month = months_later(today, 1)
    section, sign = promise.place
    yearly = _ZERO if last < end else Decimal(_MONTHS)
    while (day := month - DAY) < last and left > 0:
        amount = min(promise.monthly, left)
        left -= amount
        month = months_later(month, 1)
        side = Coming(
            date=day,
            name=facts.name,
            amount=-amount,
            account_id=promise.from_account_id,
            kind=GOAL,
            id=facts.goal_id,
            category_id=promise.category_id,
            section=section,
            sign=sign,
            goal_id=facts.goal_id,
            yearly=yearly,
        )
        yield side
        if facts.account_id is not None:
            yield _other_side(side, facts.account_id)
