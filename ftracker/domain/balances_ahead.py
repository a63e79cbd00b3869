"""Balances day by day: what lay somewhere, and what each day adds to it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.periods import DAY

Moves = Mapping[tuple[UUID, date], Decimal]


def run(
    before: Mapping[UUID, Decimal], moves: Moves, *, start: date, end: date
) -> Iterator[tuple[date, dict[UUID, Decimal]]]:
    """Give what lies in each account at the end of each day of [start, end), signed.

    `before` is what lay there when `start` began; moves are signed, those of other days and
    accounts are left out.
    """
    balances = dict(before)
    day = start
    while day < end:
        for account_id in balances:
            balances[account_id] += moves.get((account_id, day), Decimal(0))
        yield day, dict(balances)
        day += DAY
