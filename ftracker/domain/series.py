"""A series of payments that come again, and what can be told of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median_low
from typing import NamedTuple
from uuid import UUID

from ftracker.domain.kinds import Direction
from ftracker.domain.paces import Beat, Pace

# So sure, from 0 to 100, that nobody need look at it; and after so many payments at the least.
SURE, SURE_PAYMENTS = 80, 4
# A series is of one amount where so many of its payments equal the one before.
FIXED = 0.6
# How many of the latest payments say what the next one will be.
LATELY = 6
# How many payments must be called alike for that to be a name.
_SAME = 3
# Days after which what did not come is late, and those after which a series has ended.
_LATE = 3
_GONE = {
    Pace.WEEK: 16, Pace.FORTNIGHT: 24, Pace.MONTH: 40, Pace.QUARTER: 45, Pace.HALF_YEAR: 60,
    Pace.YEAR: 60,
}  # fmt: skip


class Payment(NamedTuple):
    """One movement that may be part of a series; the amount is positive.

    `payee` is what is said of the other side, or of the payment where nobody is named; `note` is
    one line. A transfer between own accounts has `to_account_id`. There may be a hundred thousand,
    so each is a tuple, which is the cheapest to make.
    """

    id: UUID
    date: date
    amount: Decimal
    direction: Direction
    payee: str
    account_id: UUID
    category_id: UUID
    type_id: UUID
    to_account_id: UUID | None = None
    note: str = ""

    def __hash__(self) -> int:
        """Tell payments apart by their id alone: sets of them are made again and again."""
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Change:
    """From one price to another; `payment` is the first that had the new one."""

    before: Decimal
    after: Decimal
    payment: Payment


@dataclass(frozen=True)
class Series:
    """Payments that come again, oldest first, with the due days that they fit.

    `numbers` are the due days' own, one for each payment; `confidence` is from 0 to 100.
    """

    payments: tuple[Payment, ...]
    numbers: tuple[int, ...]
    beat: Beat
    confidence: int
    today: date

    @property
    def pace(self) -> Pace:
        """How often it comes."""
        return self.beat.pace

    @property
    def last(self) -> Payment:
        """The latest payment: it says what the series is called and where it belongs."""
        return self.payments[-1]

    @property
    def payee(self) -> str:
        """Who is paid, or who pays; '' where it is called something else each time."""
        return _constant([one.payee for one in self.payments])

    @property
    def note(self) -> str:
        """What is noted each time, '' where it differs."""
        return _constant([one.note for one in self.payments])

    @property
    def missed(self) -> int:
        """How many due days between the first and the latest payment had none."""
        return self.numbers[-1] - self.numbers[0] + 1 - len(self.numbers)

    @property
    def most_off(self) -> int:
        """How many days a payment came before or after its due day at the most."""
        pairs = zip(self.payments, self.numbers, strict=True)
        return max(abs((one.date - self.beat.due(number)).days) for one, number in pairs)

    @property
    def total(self) -> Decimal:
        """What all its payments come to."""
        return sum((one.amount for one in self.payments), Decimal(0))

    @cached_property
    def is_fixed(self) -> bool:
        """Tell whether it is of one amount, which may have changed now and then."""
        return is_fixed([one.amount for one in self.payments])

    @cached_property
    def amount(self) -> Decimal:
        """What the next payment is expected to be."""
        if self.is_fixed:
            return self._lasting[-1][0]
        season = self._of_season(self.numbers[-1] + 1)
        if season is not None and self._has_seasons:
            return season
        return self._lately(len(self.payments))

    @property
    def least(self) -> Decimal:
        """The least of the payments of a year; for a fixed amount what is expected."""
        return self.amount if self.is_fixed else min(self.amount, *self._yearly)

    @property
    def most(self) -> Decimal:
        """The most of the payments of a year; for a fixed amount what is expected."""
        return self.amount if self.is_fixed else max(self.amount, *self._yearly)

    @property
    def yearly_amount(self) -> Decimal:
        """What it comes to in a year at the amount that is expected."""
        return self.amount * self.pace.per_year

    @cached_property
    def next_date(self) -> date:
        """The due day after the latest payment; before today where it did not come yet."""
        return self.beat.due(self.numbers[-1] + 1)

    @property
    def is_late(self) -> bool:
        """Tell whether the next payment should have come by now."""
        return not self.is_ended and self.next_date + timedelta(days=_LATE) < self.today

    @property
    def is_ended(self) -> bool:
        """Tell whether it did not come for so long that it will not come any more."""
        return self.next_date + timedelta(days=_GONE[self.pace]) < self.today

    @property
    def is_sure(self) -> bool:
        """Tell whether it goes on and nobody need look at it."""
        is_long = len(self.payments) >= SURE_PAYMENTS
        return is_long and self.confidence >= SURE and not self.is_ended

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes of a fixed amount, oldest first; something else for once is none."""
        return tuple(self._changes()) if self.is_fixed else ()

    def _changes(self) -> Iterator[Change]:
        for (before, _), (after, payment) in pairwise(self._lasting):
            if before != after:
                yield Change(before, after, payment)

    @cached_property
    def _has_seasons(self) -> bool:
        """Tell whether what was paid a year before came nearer than what was paid lately."""
        compared, nearer = 0, Decimal(0)
        for place in range(LATELY, len(self.payments)):
            season = self._of_season(self.numbers[place])
            if season is not None:
                amount = self.payments[place].amount
                compared += 1
                nearer += abs(amount - self._lately(place)) - abs(amount - season)
        return compared >= LATELY and nearer > 0

    def _of_season(self, number: int) -> Decimal | None:
        """Give what was paid a year before a due day."""
        return self._by_number.get(number - self.pace.per_year)

    @cached_property
    def _by_number(self) -> dict[int, Decimal]:
        amounts = [one.amount for one in self.payments]
        return dict(zip(self.numbers, amounts, strict=True))

    def _lately(self, place: int) -> Decimal:
        return median_low(one.amount for one in self.payments[max(0, place - LATELY) : place])

    @cached_property
    def _lasting(self) -> list[tuple[Decimal, Payment]]:
        """Each amount that followed another, with the first payment that had it.

        What came once between two payments of one other amount, like a bonus, is left out, and
        so is the latest payment where its amount came so before.
        """
        grouped = groupby(self.payments, key=lambda one: one.amount)
        runs = [(amount, list(group)) for amount, group in grouped]
        once = {
            n
            for n in range(1, len(runs) - 1)
            if runs[n - 1][0] == runs[n + 1][0] and len(runs[n][1]) == 1
        }
        if runs[-1][0] in {runs[n][0] for n in once}:
            once.add(len(runs) - 1)
        return [(amount, group[0]) for n, (amount, group) in enumerate(runs) if n not in once]

    @property
    def _yearly(self) -> list[Decimal]:
        return [one.amount for one in self.payments[-max(self.pace.per_year, 2) :]]


def _constant(texts: list[str]) -> str:
    """Give the text that the latest payments share."""
    return texts[-1] if len(set(texts[-_SAME:])) == 1 else ""


def equal_steps(amounts: Sequence[Decimal]) -> int:
    """Count the amounts that equal the one before them."""
    return sum(before == after for before, after in pairwise(amounts))


def is_fixed(amounts: Sequence[Decimal]) -> bool:
    """Tell whether amounts are one, which may have changed now and then."""
    return equal_steps(amounts) >= FIXED * (len(amounts) - 1)
