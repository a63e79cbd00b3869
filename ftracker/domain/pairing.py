"""Which series is known already, as a schedule that a person made of it or wrote by hand."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ftracker.domain import payees
from ftracker.domain.kinds import Direction
from ftracker.domain.recurring import party
from ftracker.domain.series import Series

# How far from what is expected an amount may be, as a part of it.
_LESS, _MORE = Decimal("0.66"), Decimal("1.5")
# How many days two lengths of one pace may differ: a month has 28 to 31.
_DAYS_APART = 0.1
_LENGTHS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


@dataclass(frozen=True, slots=True)
class Known:
    """A schedule, as far as it tells which payments are its own; the amount is positive.

    `payee` is '' where it names none; then `name` stands for it.
    """

    id: UUID
    name: str
    payee: str
    direction: Direction
    to_account_id: UUID | None
    amount: Decimal
    least: Decimal | None
    most: Decimal | None
    every: int
    unit: str


def pair(found: Sequence[Series], known: Iterable[Known]) -> Mapping[UUID, Series]:
    """Give the series of each schedule by its id, where there is one; each series belongs to one.

    It is of the same payee, or into the same account, of the same pace, and of an amount that it
    once had; the nearest amounts find each other first.
    """
    claims = sorted(
        (
            (_apart(one.amount, series.amount), number, one.id)
            for one in known
            for number, series in enumerate(found)
            if _fits(one, series)
        )
    )
    taken: dict[UUID, int] = {}
    for _, number, key in claims:
        if key not in taken and number not in taken.values():
            taken[key] = number
    return {key: found[number] for key, number in taken.items()}


def _fits(known: Known, series: Series) -> bool:
    last = series.last
    if known.direction is not last.direction or known.to_account_id != last.to_account_id:
        return False
    if not known.to_account_id:
        said = known.payee or known.name
        if payees.clean(said).casefold() != party(last):
            return False
    days = _LENGTHS[known.unit] * known.every
    if abs(days - series.pace.days) > _DAYS_APART * series.pace.days:
        return False
    low, high = known.least or known.amount * _LESS, known.most or known.amount * _MORE
    return any(low <= one.amount <= high for one in series.payments)


def _apart(one: Decimal, other: Decimal) -> float:
    return abs(math.log(one / other))
