"""Payments along due days: which of them belong to one order, where several run side by side."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ftracker.domain.paces import Beat
from ftracker.domain.series import Payment, is_fixed

# How far amounts of one lane may differ, as a logarithm: three times as much.
MOST_APART = 1.1
# What a day more or less between due day and payment counts, and another account.
_DAY, _ACCOUNT = 0.05, 0.3
# A price that was there before is hardly any change.
_KNOWN_PRICE = 0.02
# After so many due days without a payment a lane is not taken up again.
_PATIENCE = 3


@dataclass(slots=True)
class Lane:
    """Payments of one order, oldest first: the due days they lie at, and how many days after."""

    beat: Beat
    payments: list[Payment] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    offs: list[int] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many due days there were from the first payment to the last."""
        return self.numbers[-1] - self.numbers[0] + 1

    @property
    def is_fixed(self) -> bool:
        """Tell whether it is of one amount so far, which may have changed now and then."""
        return len(self.payments) > 1 and is_fixed([one.amount for one in self.payments])

    def add(self, payment: Payment, number: int, off: int) -> None:
        """Let it go on with one more payment."""
        self.payments.append(payment)
        self.numbers.append(number)
        self.offs.append(off)

    def cost(self, payment: Payment, off: int) -> float:
        """Tell how unlike the payments so far another one is; 0 where it is just like them."""
        last = self.payments[-1]
        cost = _DAY * abs(off - self.offs[-1]) + _ACCOUNT * (payment.account_id != last.account_id)
        if payment.amount == last.amount:
            return cost
        if any(payment.amount == one.amount for one in self.payments[-12:]):
            return cost + _KNOWN_PRICE
        return cost + abs(math.log(payment.amount / last.amount))


def lanes(payments: Sequence[Payment], beat: Beat, *, reach: int, least: int) -> list[Lane]:
    """Lay payments, oldest first, along due days, the likest to each other in a lane.

    They lie at most `reach` days off. A lane has at most one payment for a due day, and at least
    `least` payments.
    """
    places: dict[int, list[tuple[Payment, int]]] = defaultdict(list)
    first, dues = beat.around(payments[0].date, payments[-1].date)
    for one in payments:
        day = one.date.toordinal()
        later = bisect_left(dues, day, 1, len(dues) - 1)
        at = later if dues[later] - day < day - dues[later - 1] else later - 1
        if abs(day - dues[at]) <= reach:
            places[first + at].append((one, day - dues[at]))
    if len(places) < least:
        return []
    found: list[Lane] = []
    for number in sorted(places):
        _go_on(found, places[number], number, beat)
    return [lane for lane in found if len(lane.payments) >= least]


def _go_on(found: list[Lane], here: list[tuple[Payment, int]], number: int, beat: Beat) -> None:
    """Give the payments of one due day to the lanes they are likest to; others begin a lane."""
    open_ = [lane for lane in found if number - lane.numbers[-1] <= _PATIENCE]
    # Where each lane finds one payment, and amounts vary anyway, they may jump.
    is_even = len(open_) == len(here) and not any(lane.is_fixed for lane in open_)
    pairs = sorted(
        (lane.cost(payment, off), n, m)
        for n, lane in enumerate(open_)
        for m, (payment, off) in enumerate(here)
    )
    lanes_left, left = set(range(len(open_))), set(range(len(here)))
    for cost, n, m in pairs:
        if n in lanes_left and m in left and (cost <= MOST_APART or is_even):
            lanes_left.discard(n)
            left.discard(m)
            open_[n].add(here[m][0], number, here[m][1])
    for m in sorted(left):
        found.append(Lane(beat))
        found[-1].add(here[m][0], number, here[m][1])
