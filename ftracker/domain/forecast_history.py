"""The past of a household as the books told it on a day: nothing of it was learnt later."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from ftracker.domain.cadences import Span
from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY, months_later
from ftracker.domain.series import Payment

# A row that came in so many days after its day was brought home with a statement: it counts as
# known on its own day, as statements fetched each month would have made it.
ASSUMED_DAYS = 45
# Books in which nothing was written down for longer begin anew behind that gap.
_LONGEST_GAP = timedelta(days=366)
# A first month is whole where something happened in these days of it.
_WHOLE_FROM = 5
# The books are behind when nothing came in for twice as long as usual, and a week at the least.
_SILENT_DAYS = 7
_USUAL_SHARE = 0.9
_LATELY = 60
_ZERO = Decimal(0)


class Move(NamedTuple):
    """What moved in one account on a day; a tuple, as there are many.

    `moved` is signed as the account has it, `counted` as its section has it. The books know of it
    from `known` on.
    """

    known: date
    date: date
    account_id: UUID
    category_id: UUID
    section: Section
    counted: Decimal
    moved: Decimal

    def taken_away(self) -> "Move":
        """Give what undoes it."""
        return self._replace(counted=-self.counted, moved=-self.moved)


@dataclass(frozen=True, slots=True)
class History:
    """Everything that moved up to and with `today`, and the payments that may come again.

    `sides` are the moves of each payment, by its id: a transfer has two. `balances` are what lies
    in each account at the end of `today`.
    """

    today: date
    moves: Sequence[Move]
    payments: Sequence[Payment]
    sides: Mapping[UUID, Sequence[Move]]
    balances: Mapping[UUID, Decimal]

    def at(self, day: date) -> "History":
        """Give it as the books told it before a day began; that day is its `today`."""
        moves = [one for one in self.moves if one.known < day and one.date < day]
        sides = {
            key: of
            for key, of in self.sides.items()
            if all(one.known < day and one.date < day for one in of)
        }
        balances = dict(self.balances)
        for one in self.moves:
            if one.known >= day or one.date >= day:
                balances[one.account_id] -= one.moved
        payments = [one for one in self.payments if one.id in sides]
        return replace(
            self, today=day, moves=moves, payments=payments, sides=sides, balances=balances
        )

    def without(self, payment_ids: Collection[UUID]) -> list[Move]:
        """List the moves, and what takes those of some payments away again."""
        gone = (one.taken_away() for key in payment_ids for one in self.sides.get(key, ()))
        return [*self.moves, *gone]


@dataclass(frozen=True, slots=True)
class Extent:
    """What of the books can be learnt from: the days from `begin` up to, and without, `edge`.

    `start` is the first day of the first whole month, `months` are those of which anything was
    written down, by their first days.
    """

    begin: date
    start: date
    edge: date
    months: frozenset[date]

    def knows(self, span: Span) -> bool:
        """Tell whether anything was written down around the days of a span."""
        first = span.start.replace(day=1)
        return any(first <= month < span.end for month in self.months)


def extent(history: History) -> Extent | None:
    """Tell what can be learnt from; None where there is nothing at all."""
    days = sorted({one.date for one in history.moves})
    if not days:
        return None
    start = days[0]
    for before, after in pairwise(days):
        if after - before > _LONGEST_GAP:
            start = after
    days = days[bisect_left(days, start) :]
    first = start.replace(day=1)
    if start.day > _WHOLE_FROM:
        first = months_later(start, 1)
    months = frozenset(day.replace(day=1) for day in days)
    return Extent(start, first, _edge(days, history.today), months)


def by_subject(
    moves: Iterable[Move], places: Callable[[Move], Iterable[object]]
) -> dict[object, dict[date, Decimal]]:
    """Sum by day what counts in each of the subjects that a move belongs to."""
    found: dict[object, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in moves:
        if one.counted:
            for key in places(one):
                found[key][one.date] += one.counted
    return found


def by_account(moves: Iterable[Move]) -> dict[UUID, dict[date, Decimal]]:
    """Sum by day what moved in each account, signed; days that come to nothing are left out."""
    found: dict[UUID, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in moves:
        found[one.account_id][one.date] += one.moved
    return {key: {day: sum_ for day, sum_ in of.items() if sum_} for key, of in found.items()}


def in_spans(
    days: Mapping[date, Decimal], spans: Sequence[Span], known: Extent, *, place: int = 0
) -> list[Decimal | None]:
    """Sum days over spans, from so many days after the beginning of each on; None for unknown."""
    ordered = sorted(days)
    found: list[Decimal | None] = []
    for span in spans:
        begin = bisect_left(ordered, span.start + place * DAY)
        inside = ordered[begin : bisect_left(ordered, span.end)]
        total = sum((days[day] for day in inside), _ZERO)
        found.append(total if known.knows(span) else None)
    return found


def beginning(values: Sequence[Decimal | None]) -> int:
    """Tell from which place on values tell of a habit: from the first that is not zero.

    What came only once, or in less than half of the periods since, is none: then the emptiness
    before it counts.
    """
    first = next((place for place, value in enumerate(values) if value), 0)
    since = [value for value in values[first:] if value is not None]
    used = sum(1 for value in since if value)
    return first if used != 1 and 2 * used >= len(since) else 0


def _edge(days: Sequence[date], today: date) -> date:
    """Give the first day that the books may not know all of."""
    last = days[-1]
    gaps = sorted((after - before).days for before, after in pairwise(days[-_LATELY:]))
    usual = gaps[int(_USUAL_SHARE * len(gaps))] if gaps else 0
    is_behind = (today - last).days > max(_SILENT_DAYS, 2 * usual)
    return last + DAY if is_behind else today
