"""Payees: what was paid to each, or came from each, and what is left for all others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain

from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.sums import ZERO, Sum

# How many are listed, and how many where all are asked for.
MOST, ALL = 50, 1_000


@dataclass(frozen=True, slots=True)
class PayeeSum:
    """A payee in one section, signed as that section counts; '' is what has none.

    `spellings` are all ways that it is written, also in days that it is held against, which differ
    in large and small letters only, the usual one first. `date` is the last day that it was there.
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

    def spelt(self, others: Mapping[str, Iterable[str]]) -> "Largest":
        """Add the ways that payees are written elsewhere, by their names."""
        found = []
        for one in self.payees:
            known = dict.fromkeys((*one.spellings, *others.get(one.name, ())))
            found.append(replace(one, spellings=tuple(known)))
        return replace(self, payees=tuple(found))

    def rest(self, shown: Sequence[PayeeSum]) -> Rest:
        """Give what is left of the whole without some payees."""
        return Rest(
            self.whole.amount - sum((one.amount for one in shown), ZERO),
            self.whole.count - sum(one.count for one in shown),
            self.whole.parties - len(shown),
        )


@dataclass(frozen=True, slots=True)
class Payees:
    """The largest payees, what their whole is held against, and what each of them was then.

    `then` has averages by name where several ranges are held against one.
    """

    largest: Largest
    held: Held
    then: Mapping[str, Decimal]


def then(found: Sequence[Sequence[Sum]], payees: Iterable[PayeeSum]) -> dict[str, Decimal]:
    """Average what the spellings of payees came to in other ranges, of which there is one."""
    added: dict[str, Decimal] = defaultdict(Decimal)
    for row in chain.from_iterable(found):
        added[row.keys[0]] += row.amount
    return {
        one.name: sum((added.get(name, ZERO) for name in one.spellings), ZERO) / len(found)
        for one in payees
    }
