"""How far an amount is from what is usual: by median and deviation, which outliers do not move."""

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.situations import Payment

FEWEST = 6
# A deviation smaller than this part of the median is nothing: prices wander, and rise.
_LEAST_PART = Decimal("0.1")
# Makes the median deviation of a bell curve its standard deviation.
_SCALE = Decimal("1.4826")


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as the books have it; amounts are positive."""

    id: UUID
    account_id: UUID
    payee: str
    day: date
    amount: Decimal


def median(ordered: list[Decimal]) -> Decimal:
    """Give the middle of amounts that are in order; of an even number the mean of both middles."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def score(amount: Decimal, ordered: list[Decimal]) -> Decimal:
    """Tell how many usual deviations an amount is from the median of earlier ones, in order."""
    middle = median(ordered)
    spread = median(sorted(abs(one - middle) for one in ordered)) * _SCALE
    return abs(amount - middle) / max(spread, middle * _LEAST_PART)


def compared(paid: Iterable[Paid], *, since: date) -> Iterator[Payment]:
    """Compare payments from a day on with those to the same payee before them.

    They come in the order of their days. A payee with fewer than six earlier payments is not
    judged, nor an amount that it got before; case does not tell payees apart.
    """
    known: dict[str, list[Decimal]] = {}
    for one in paid:
        earlier = known.setdefault(one.payee.casefold(), [])
        if one.day >= since and len(earlier) >= FEWEST and one.amount not in earlier:
            yield Payment(
                one.id, one.account_id, one.payee, one.day, one.amount, median(earlier),
                score(one.amount, earlier), len(earlier),
            )  # fmt: skip
        insort(earlier, one.amount)
