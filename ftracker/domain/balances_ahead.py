"""Balances day by day: what lay somewhere, and what each day adds to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.due_days import Due
from ftracker.domain.periods import DAY


@dataclass(frozen=True, slots=True)
class DayBalance:
    """What lies in some accounts at the end of a day, signed; from today on it is expected."""

    date: date
    balance: Decimal
    by_account: Mapping[UUID, Decimal]
    is_expected: bool


@dataclass(frozen=True, slots=True)
class DayParts:
    """What makes the balance at the end of a day: the evening before, what is booked, what is due.

    Signed. `booked` is by account, `expected` tells what each due day adds to the accounts asked
    for; before + all of both = after.
    """

    date: date
    before: Decimal
    booked: Mapping[UUID, Decimal]
    expected: Sequence[tuple[Due, Decimal]]
    after: Decimal


def run(
    before: Mapping[UUID, Decimal],
    moves: Mapping[tuple[UUID, date], Decimal],
    *,
    start: date,
    end: date,
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
