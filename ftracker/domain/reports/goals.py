"""How goals were filled, period by period, beside the way that leads to their day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from ftracker.domain import earmarks, goal_paths
from ftracker.domain.earmarks import Claim
from ftracker.domain.goal_paths import Way
from ftracker.domain.goals import Aim, Facts
from ftracker.domain.periods import DAY, Period
from ftracker.domain.reports.sums import ZERO


@dataclass(frozen=True, slots=True)
class Step:
    """A goal in one period, cut to the days since it began.

    `moved` is what came to it, signed; `there` what it had at the end; `needed` what it should
    have had to reach its target by its day, None where it has none.
    """

    period: Period
    moved: Decimal
    there: Decimal
    needed: Decimal | None


@dataclass(frozen=True, slots=True)
class Filled:
    """One goal over the periods of a report; what it had is seen in its account, if it has one."""

    goal_id: UUID
    name: str
    icon: str
    colour: str
    aim: Aim
    target: Decimal
    start: date
    category_id: UUID
    account_id: UUID | None
    steps: tuple[Step, ...]

    @property
    def moved(self) -> Decimal:
        """What came to it in all periods."""
        return sum((step.moved for step in self.steps), ZERO)

    @property
    def last(self) -> Step:
        """How it stood at the end."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a goal's money is seen: its way, and what its source held at the ends of periods.

    `ends` are those of the periods, before the first of which lay `before`. `part` tells what
    of an amount in the source is the goal's.
    """

    way: Way
    before: Decimal
    ends: Sequence[Decimal]
    part: Callable[[Decimal], Decimal] = lambda amount: amount


def steps(facts: Facts, source: Source, start: date, cuts: Sequence[Period]) -> tuple[Step, ...]:
    """Follow a goal through the periods from its first day on, without what was there before."""
    shares = [source.part(amount) for amount in (source.before, *source.ends)]
    beginning = source.part(source.way.beginning)
    return tuple(
        Step(
            Period(max(cut.start, start), cut.end, cut.unit),
            after - (beginning if cut.start < source.way.start else before),
            after,
            goal_paths.needed(facts, source.way, beginning, cut.end - DAY),
        )
        for cut, (before, after) in zip(cuts, pairwise(shares), strict=True)
        if start < cut.end
    )


def aside(
    beginning: Decimal, start: date, moved: Mapping[date, Decimal], cuts: Sequence[Period]
) -> Source:
    """Give the source of a goal that is filled by its category: what was set aside, day by day."""
    days = {day: amount for day, amount in moved.items() if day >= start}

    def before(end: date) -> Decimal:
        return beginning + sum((amount for day, amount in days.items() if day < end), ZERO)

    ends = [before(cut.end) for cut in cuts]
    return Source(Way(start, beginning, {}), before(cuts[0].start), ends)


def share(
    goal_id: UUID, aim: Aim, target: Decimal, claims: Sequence[Claim]
) -> Callable[[Decimal], Decimal]:
    """Give what tells the part of an account's balance that is a goal's, as claims stand today."""

    def part(balance: Decimal) -> Decimal:
        if aim is Aim.PAY_OFF:
            return target - max(-balance, ZERO)
        return earmarks.held(balance, claims).get(goal_id, ZERO)

    return part
