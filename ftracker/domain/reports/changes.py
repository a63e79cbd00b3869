"""What changed so much that it is worth saying: of each category, against what is usual."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.kinds import Section
from ftracker.domain.periods import Unit, containing
from ftracker.domain.reports.comparisons import Held, Mean
from ftracker.domain.reports.ranges import Compare, Range, up_to
from ftracker.domain.reports.sums import ZERO, Sum, total

MOST = 4
FEWEST_DAYS = 7
FEWEST_RANGES = 3
LONGEST_WHOLE = 100
# A change of less than a quarter is no news, nor is one of what hardly weighs in its section.
LEAST_CHANGE = Decimal("0.25")
LEAST_WEIGHT = Decimal("0.03")
# What is new has no usual sum to be measured by: it must weigh more.
LEAST_WEIGHT_OF_NEW = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Change:
    """A category in a section, and what it usually is; amounts signed as the section counts."""

    key: UUID
    section: Section
    amount: Decimal
    count: int
    then: Mean

    @property
    def difference(self) -> Decimal:
        """How much more it is than then; below zero for less."""
        return self.amount - self.then.amount

    @property
    def percent(self) -> int | None:
        """The difference in per cent of then; None for what is new."""
        return round(self.difference / self.then.amount * 100) if self.then.amount > 0 else None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in some days, and what they are held against.

    `whole` are the days as they are asked for, `days` those of them up to and with today.
    """

    whole: Range
    days: Range
    held: Held
    biggest: tuple[Change, ...] = ()


def stretch(days: Range, unit: Unit, compare: Compare, *, today: date) -> Range | None:
    """Give the days whose changes are worth saying: the whole range, or its last period.

    A long range that is compared with nothing is told of by its last week, month or year. Of a
    period that has begun at least seven days must be over, else the one before it is meant. None
    where there are no such days.
    """
    if compare is not Compare.NONE or days.days <= LONGEST_WHOLE:
        candidates = [days]
    else:
        candidates = [_whole(cut.start, unit) for cut in reversed(days.cut(unit))]
        reaches_today = days.until == today
        candidates = [
            one
            for one in candidates
            if one.start >= days.start and (one.end <= days.end or reaches_today)
        ]
    return next((one for one in candidates if up_to(one, today).days >= FEWEST_DAYS), None)


def biggest(found: Iterable[Sum], held: Held, key: Callable[[Sum], UUID]) -> tuple[Change, ...]:
    """List at most four categories that changed most, the largest difference first.

    Left out is what changed by less than a quarter, what hardly weighs in its section, and what
    moves by as much from range to range anyway. What is usual takes three ranges to tell.
    """
    if not held.ranges or (held.compare is Compare.USUAL and len(held.ranges) < FEWEST_RANGES):
        return ()
    rows = list(found)
    then = held.by(key)
    now = Held(Compare.BEFORE, held.ranges[:1], (rows,)).by(key)
    weights = _weights(rows, held)
    changed = [
        Change(name[1], name[0], here.amount, int(here.count), then.get(name, Mean()))
        for name in {**now, **then}
        for here in [now.get(name, Mean())]
    ]
    worth = [one for one in changed if _is_worth_saying(one, weights[one.section])]
    worth.sort(key=lambda one: (-abs(one.difference), one.section, one.key))
    return tuple(worth[:MOST])


def _whole(day: date, unit: Unit) -> Range:
    period = containing(day, unit)
    return Range(period.start, period.end)


def _weights(found: Iterable[Sum], held: Held) -> dict[Section, Decimal]:
    """Tell what a section weighs: what it usually is, or what it is now where that is more."""
    now, then = total(found), held.sums
    return {
        section: max(now.of(section), then.of(section))
        for section in Section
        if section is not Section.NONE
    }


def _is_worth_saying(one: Change, weight: Decimal) -> bool:
    then = one.then.amount
    if then <= ZERO:
        return one.amount > 0 and not then and one.amount >= weight * LEAST_WEIGHT_OF_NEW
    is_heavy = then >= weight * LEAST_WEIGHT
    is_large = abs(one.difference) >= then * LEAST_CHANGE
    return is_heavy and is_large and abs(one.difference) > one.then.spread
