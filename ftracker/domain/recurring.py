"""Payments that come again, found among all others.

What counts is how unlikely it is that the days fit by chance. A payee whose payments came at
random would hit a due day, give or take some days, with a probability that follows from how many
of the same size there were; that all due days were hit has a probability too, and how many zeros
it has is the evidence. So a bill of twelve months needs no equal amounts, and the same shop each
Saturday is no bill: week by week only what has one amount is taken.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import payees
from ftracker.domain.cadences import Weekend
from ftracker.domain.kinds import Direction
from ftracker.domain.lanes import Lane, lanes
from ftracker.domain.paces import LAST_DAY, Beat, Pace
from ftracker.domain.series import Payment, Series, equal_steps

# An amount that is equal to the one before is worth so many zeros more, for three at the most.
EQUAL, MOST_EQUAL = 0.6, 3
# How many due days in a hundred may have had no payment.
MISSED = 20
HABIT, HABIT_HITS = 4.0, 0.3
# A group that is larger is a shop: only what repeats its amount is looked at.
CROWD = 150
MOST_PARALLEL = 2
_SATURDAY = 5
_TWO, _TIMES_ALIKE = 2, 3
# Where there are more payments for each due day, bills that vary are lost among them.
_MOST_PER_DUE = 4
# A payment more that a series explains outweighs some doubt about its day.
_EXPLAINS = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """What a series of some pace must be: payments at the least, and days from the due one.

    `fixed`, `steady` and `varying` are the least payments by how amounts behave; 0 is never.
    `zeros` are those of the probability of chance that a fixed amount needs, and any other.
    """

    fixed: int
    steady: int
    varying: int
    reach: int
    zeros: tuple[float, float]


_LIMITS = {
    Pace.MONTH: Limits(3, 4, 5, 7, (2.5, 5)),
    Pace.QUARTER: Limits(3, 3, 4, 10, (2.5, 5)),
    Pace.HALF_YEAR: Limits(3, 3, 0, 10, (2.5, 5)),
    Pace.YEAR: Limits(2, 2, 3, 10, (2.5, 2.5)),
    Pace.FORTNIGHT: Limits(6, 0, 0, 3, (4, 4)),
    Pace.WEEK: Limits(10, 0, 0, 2, (6, 6)),
}
# Amounts are steady within the first, and varying within the second: the larger to the smaller.
_STEADY, _TWICE, _VARYING = Decimal("1.25"), Decimal("1.06"), 12
# Amounts that vary must come on their days, give or take so much on the average.
_OFF = 1
_WITHIN = (0, 1, 2, 3, 5, 7, 10)


def find(payments: Iterable[Payment], *, today: date) -> list[Series]:
    """Find all series, those with the nearest next day first; a payment is in one at the most.

    Series that have ended are among them.
    """
    found = [
        one
        for group in _groups(payments)
        for one in _of_group(sorted(group, key=lambda p: (p.date, p.id)), today)
    ]
    return sorted(found, key=lambda one: (one.next_date, one.last.id))


def party(payment: Payment) -> str:
    """Give what tells the other side of a payment from all others."""
    if payment.to_account_id:
        return payment.to_account_id.hex
    return payees.clean(payment.payee).casefold()


def _groups(payments: Iterable[Payment]) -> Iterator[list[Payment]]:
    # By what stands there first: of a shop's many payments few write its name in another way.
    written: dict[tuple[str, UUID | None, Direction], list[Payment]] = defaultdict(list)
    for one in payments:
        written[one.payee, one.to_account_id, one.direction].append(one)
    groups: dict[tuple[str, Direction], list[Payment]] = defaultdict(list)
    for alike in written.values():
        groups[party(alike[0]), alike[0].direction] += alike
    return (group for group in groups.values() if len(group) > 1)


def _of_group(group: list[Payment], today: date) -> Iterator[Series]:
    """Take the likeliest series out of one payee's payments, then the next of what is left."""
    left = _without_habits(group)
    found: list[Series] = []
    while len(left) > 1 and (best := _best(left)):
        taken = {one.id for one in best.lane.payments}
        left = [one for one in left if one.id not in taken]
        found.append(best.series(today))
    times = Counter(one.pace for one in found)
    is_daily = times[Pace.WEEK] + times[Pace.FORTNIGHT] > MOST_PARALLEL
    return iter([] if is_daily else found)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Payments along due days, and the zeros of the probability that they came by chance."""

    lane: Lane
    zeros: float

    @property
    def rank(self) -> float:
        """Weigh how sure it is against how many payments it explains."""
        return self.zeros + _EXPLAINS * len(self.lane.payments)

    def series(self, today: date) -> Series:
        hits = len(self.lane.payments) / self.lane.length
        confidence = round(100 * (1 - 0.5 ** (self.zeros / 2.2)) * hits)
        return Series(
            tuple(self.lane.payments), tuple(self.lane.numbers), self.lane.beat, confidence, today
        )


def _best(left: list[Payment]) -> _Candidate | None:
    again = _repeated(left, _TWO)
    candidates = (
        _Candidate(lane, zeros)
        for pace, limits in _LIMITS.items()
        for pool in [_pool(left, again, pace)]
        for beat, reach in _beats(pool, pace, limits.reach)
        for lane in lanes(pool, beat, reach=reach, least=limits.fixed)
        if _fits(lane, limits, left)
        and (zeros := _zeros(lane, left)) >= limits.zeros[not lane.is_fixed]
    )
    return max(candidates, key=lambda one: one.rank, default=None)


def _pool(left: list[Payment], again: list[Payment], pace: Pace) -> list[Payment]:
    """Give the payments that may be of a pace: of many only those whose amount came again."""
    if not pace.months:
        return again
    dues = (left[-1].date - left[0].date).days / pace.days + 1
    return left if len(left) <= _MOST_PER_DUE * dues else again


def _repeated(left: list[Payment], least: int) -> list[Payment]:
    times = Counter(one.amount for one in left)
    return [one for one in left if times[one.amount] >= least]


def _beats(left: list[Payment], pace: Pace, reach: int) -> Iterator[tuple[Beat, int]]:
    """Give due days worth trying: those that most payments lie on, exactly and nearly."""
    if len(left) < _LIMITS[pace].fixed:
        return
    if (left[-1].date - left[0].date).days < pace.days * (_LIMITS[pace].fixed - 1) - reach:
        return
    exact = _days(left, pace)
    weekends = [one for one in left if one.date.weekday() >= _SATURDAY]
    policies = [Weekend.KEEP] if weekends or not pace.months else list(Weekend)
    for beat in exact[:4]:
        for weekend in policies:
            yield Beat(pace, beat.first, beat.day, weekend), 0
    for beat in exact[:3]:
        for weekend in policies:
            yield Beat(pace, beat.first, beat.day, weekend), reach


def _days(left: list[Payment], pace: Pace) -> list[Beat]:
    """List the due days that payments suggest, by how many lie on them, then near them."""
    beats: dict[tuple[int, int], Beat] = {}
    weights: Counter[tuple[int, int]] = Counter()
    for one in left:
        for key, day in _places(one.date, pace):
            beats.setdefault(key, Beat(pace, one.date, day))
            weights[key] += 1
    near = {
        key: 3 * count + weights[key[0], key[1] - 1] + weights[key[0], key[1] + 1]
        for key, count in weights.items()
    }
    return [beats[key] for key in sorted(near, key=lambda key: (-near[key], key))]


def _places(day: date, pace: Pace) -> Iterator[tuple[tuple[int, int], int]]:
    """Name the due day that a payment lies on: which month of its pace, and which day of it."""
    if not pace.months:
        yield (0, day.toordinal() % pace.days), 0
        return
    month = (day.year * 12 + day.month) % pace.months
    yield (month, day.day), day.day
    if day.day < LAST_DAY and (date.fromordinal(day.toordinal() + 1)).day == 1:
        yield (month, LAST_DAY), LAST_DAY


def _fits(lane: Lane, limits: Limits, left: Sequence[Payment]) -> bool:
    """Tell whether a lane is long, full and even enough for its pace."""
    amounts = [one.amount for one in lane.payments]
    count, pace = len(amounts), lane.beat.pace
    if (lane.length - count) * 100 > MISSED * lane.length:
        return False
    if pace.months > 1 and not (lane.is_fixed and pace is Pace.QUARTER) and count * 2 < len(left):
        # Who is paid oftener is a shop, of which some visits lie so far apart.
        return False
    if lane.is_fixed:
        return count >= limits.fixed
    if sum(map(abs, lane.offs)) > _OFF * count:
        return False
    low, high = _bulk(amounts)
    if high <= low * (_STEADY if count > 2 else _TWICE):  # noqa: PLR2004 (two say little)
        return 0 < limits.steady <= count
    return 0 < limits.varying <= count and high <= low * _VARYING


def _bulk(amounts: list[Decimal]) -> tuple[Decimal, Decimal]:
    """Give the least and the most without the tenth at either end."""
    ordered, cut = sorted(amounts), len(amounts) // 10
    return ordered[cut], ordered[-1 - cut]


def _zeros(lane: Lane, left: list[Payment]) -> float:
    """Tell how unlikely it is that payments at random would lie so near the due days."""
    amounts = [one.amount for one in lane.payments]
    span = (lane.payments[-1].date - lane.payments[0].date).days + lane.beat.pace.days
    density = _alike(lane, left) / span
    equal = EQUAL * min(equal_steps(amounts), MOST_EQUAL)
    tries = math.log10(lane.beat.pace.days * (1 if lane.beat.weekend is Weekend.KEEP else 3))
    offs = Counter(abs(off) for off in lane.offs)
    best, hits = 0.0, 0
    for within in _WITHIN:
        hits = sum(count for off, count in offs.items() if off <= within)
        chance = 1 - math.exp(-density * (2 * within + 1))
        zeros = hits * -math.log10(chance) - math.log10(math.comb(lane.length, hits))
        best = max(best, zeros)
    return best - tries + equal


def _alike(lane: Lane, left: Sequence[Payment]) -> int:
    """Count the payments that could have been mistaken for one of the lane by their amount."""
    amounts = {one.amount for one in lane.payments}
    start, end = lane.payments[0].date, lane.payments[-1].date
    within = [one for one in left if start <= one.date <= end]
    if lane.is_fixed:
        return sum(one.amount in amounts for one in within)
    low, high = min(amounts) * 9 / 10, max(amounts) * 11 / 10
    return sum(low <= one.amount <= high for one in within)


def _without_habits(group: list[Payment]) -> list[Payment]:
    """Leave out what is bought on the same day of each week, and of a crowd all but equal amounts.

    Amounts that come again stay: an allowance each Friday is no shopping.
    """
    times = Counter(one.amount for one in group)
    varied = [one for one in group if times[one.amount] < _TIMES_ALIKE]
    habits = _habits(varied) if len(group) <= CROWD else set(varied)
    return [one for one in group if one not in habits] if habits else group


def _habits(varied: list[Payment]) -> set[Payment]:
    found: set[Payment] = set()
    if len(varied) <= 2 * _LIMITS[Pace.WEEK].fixed:
        return found
    days = (varied[-1].date - varied[0].date).days + 7
    chance = 1 - math.exp(-len(varied) / days)
    for weekday, hits in Counter(one.date.weekday() for one in varied).items():
        weeks = max(days // 7, hits)
        zeros = hits * -math.log10(chance) - math.log10(math.comb(weeks, hits))
        if hits >= HABIT_HITS * weeks and zeros >= HABIT:
            found |= {one for one in varied if one.date.weekday() == weekday}
    return found
