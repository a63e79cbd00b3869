"""Payees: what was paid to each, or came from each, and what is left for all others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import ZERO, Sum

# How many are listed, and how many where all are asked for.
MOST, ALL = 50, 1_000


@dataclass(frozen=True, slots=True)
class PayeeSum:
    """A payee in one section, signed as that section counts; '' is what has none.

    `spellings` are all ways that it is written, which differ in large and small letters only, the
    usual one first. `date` is the last day that it was there.
    """

    spellings: tuple[str, ...]
    amount: Decimal
    count: int
    date: date

    @property
    def name(self) -> str:
        """How it is usually written."""
        return self.spellings[0]


@dataclass(frozen=True, slots=True)
class Rest:
    """What some payees come to, and how many those are."""

    amount: Decimal = ZERO
    count: int = 0
    parties: int = 0


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest payees first, and the whole that they are a part of."""

    payees: tuple[PayeeSum, ...]
    whole: Rest

    def rest(self, shown: Sequence[PayeeSum]) -> Rest:
        """Give what is left of the whole without some payees."""
        return Rest(
            self.whole.amount - sum((one.amount for one in shown), ZERO),
            self.whole.count - sum(one.count for one in shown),
            self.whole.parties - len(shown),
        )


@dataclass(frozen=True, slots=True)
class Before:
    """What payees came to in other ranges, by name, and the whole: a sum or an average.

    `ranges` are those that it was reckoned from, newest first; more than one make an average.
    """

    ranges: tuple[Range, ...]
    amounts: Mapping[str, Decimal]
    whole: Decimal
    is_average: bool

    @property
    def days(self) -> Range:
        """The days from the first to the last of all ranges."""
        return Range(min(self.ranges).start, max(one.end for one in self.ranges))


@dataclass(frozen=True, slots=True)
class Payees:
    """The largest payees, and what they came to in other ranges; None where nothing is compared."""

    largest: Largest
    before: Before | None


def before(
    found: Mapping[Range, Sequence[Sum]],
    wholes: Mapping[Range, Sequence[Sum]],
    payees: Iterable[PayeeSum],
    *,
    is_average: bool,
) -> Before:
    """Add up what the spellings of payees came to in other ranges; `wholes` has all payees."""
    size = len(found)
    added: dict[str, Decimal] = defaultdict(Decimal)
    for row in chain.from_iterable(found.values()):
        added[row.keys[0]] += row.amount
    amounts = {
        one.name: sum((added.get(name, ZERO) for name in one.spellings), ZERO) / size
        for one in payees
    }
    whole = sum((row.amount for row in chain.from_iterable(wholes.values())), ZERO) / size
    return Before(tuple(found), amounts, whole, is_average)
