"""The running balance: the balance before a row and the row's amount make the balance after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

HOLDS = 0.8
FEWEST = 3
Values = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Chain:
    """How well amounts lead from balance to balance.

    `share` is the part of the steps that do; `sign` is -1 where amounts lower the balance;
    `is_newest_first` says that the file begins with the last day.
    """

    share: float = 0
    sign: int = 1
    is_newest_first: bool = False
    steps: int = 0

    @property
    def holds(self) -> bool:
        """Tell whether the balance proves the amounts."""
        return self.share >= HOLDS and self.steps >= FEWEST


def fit(amounts: Values, balances: Values) -> Chain:
    """Find the order and the sign in which the amounts fit the balances best."""
    rows = [
        (amount, balance)
        for amount, balance in zip(amounts, balances, strict=True)
        if amount is not None and balance is not None
    ]
    best = Chain()
    for is_newest_first in (False, True):
        steps = _steps(rows, is_newest_first=is_newest_first)
        for sign in (1, -1):
            share = sum(moved == sign * amount for amount, moved in steps) / max(len(steps), 1)
            if share > best.share:
                best = Chain(share, sign, is_newest_first, len(steps))
    return best


def moves(balances: Values, *, is_newest_first: bool) -> list[Decimal | None]:
    """Tell how each row moved the balance; None where the row before it does not say."""
    known: list[Decimal | None] = [None] * len(balances)
    rows = [(i, b) for i, b in enumerate(balances) if b is not None]
    for (i, first), (k, second) in pairwise(rows):
        if is_newest_first:
            known[i] = first - second
        else:
            known[k] = second - first
    return known


def _steps(
    rows: list[tuple[Decimal, Decimal]], *, is_newest_first: bool
) -> list[tuple[Decimal, Decimal]]:
    """Pair each amount that moved something with the move of the balance."""
    found = []
    for (early, before), (late, after) in pairwise(rows):
        amount = early if is_newest_first else late
        if amount:
            found.append((amount, before - after if is_newest_first else after - before))
    return found
