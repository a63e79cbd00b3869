"""What parts a section has: categories or families of them, the largest first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ftracker.domain.kinds import Section
from ftracker.domain.reports.sums import Sum

MOST_DRAWN = 8


@dataclass(frozen=True, slots=True)
class Share:
    """One part, signed as its section counts: below zero where more came back than went."""

    key: UUID
    amount: Decimal
    count: int


def ranked(found: Iterable[Sum], section: Section, key: Callable[[UUID], UUID]) -> list[Share]:
    """Add the sums of a section up by what a function makes of their category, largest first."""
    shares: dict[UUID, Share] = {}
    for one in found:
        if one.section is section:
            name = key(one.keys[0])
            known = shares.get(name, Share(name, Decimal(0), 0))
            shares[name] = Share(name, known.amount + one.amount, known.count + one.count)
    return sorted(shares.values(), key=lambda one: (-one.amount, one.key))


def gathered(shares: Sequence[Share], most: int = MOST_DRAWN) -> tuple[list[Share], list[Share]]:
    """Part what can be drawn into the largest and the rest, which is one part together.

    What is not above zero cannot be drawn. A rest of one is no rest.
    """
    drawn = [one for one in shares if one.amount > 0]
    if len(drawn) <= most:
        return drawn, []
    return drawn[: most - 1], drawn[most - 1 :]
