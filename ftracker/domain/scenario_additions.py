"""What a scenario adds to what is known to come, side by side with all that was known before."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.forecast_inputs import Coming, Inputs
from ftracker.domain.kinds import Direction, Section
from ftracker.domain.periods import DAY, months_later

CHANGE = "change"
# A month's amount comes on these days of it, in as many parts.
_PARTS = (4, 11, 18, 26)
PARTS_YEARLY = Decimal(12 * len(_PARTS))


def together(inputs: Inputs, comings: Iterable[Coming]) -> Inputs:
    """Put more to what is known, by day; what comes to nothing is left out."""
    more = [one for one in comings if one.amount and inputs.today <= one.date < inputs.end]
    if not more:
        return inputs
    known = sorted((*inputs.known, *more), key=lambda one: (one.date, one.name.casefold()))
    return replace(inputs, known=tuple(known))


def ending(inputs: Inputs, start: date, is_it: Callable[[Coming], bool]) -> Iterator[Coming]:
    """Give what is known without something from a day on; what is left of it goes on no more."""
    is_over = start < inputs.end
    for one in inputs.known:
        if not is_it(one):
            yield one
        elif one.date < start:
            yield replace(one, yearly=Decimal(0)) if is_over else one


@dataclass(frozen=True, slots=True)
class Place:
    """Where an amount moves, and where it counts."""

    account_id: UUID
    category_id: UUID | None
    section: Section
    goal_id: UUID | None = None


def side(
    day: date, name: str, amount: Decimal, place: Place, *, yearly: Decimal = Decimal(0)
) -> Coming:
    """Make one side of something to come; what is signed against its section lowers it.

    `yearly` is how often it goes on behind the year ahead.
    """
    return Coming(
        date=day,
        name=name,
        amount=amount,
        account_id=place.account_id,
        kind=CHANGE,
        category_id=place.category_id,
        section=place.section,
        sign=_sign(place.section, Direction.IN if amount > 0 else Direction.OUT),
        goal_id=place.goal_id,
        yearly=yearly,
    )


def main_account(inputs: Inputs) -> UUID | None:
    """Give the account that most is spent from; None where there is no account at all."""
    ranked = sorted(inputs.accounts, key=lambda one: (not one.is_cash, -len(one.flows)))
    return ranked[0].id if ranked else None


def months(inputs: Inputs, start: date, until: date | None = None) -> Iterator[date]:
    """Give the first days of the months with any day from `start` up to, and without, `until`."""
    month = max(start, inputs.today).replace(day=1)
    end = min(until or inputs.end, inputs.end)
    while month < end:
        yield month
        month = months_later(month, 1)


def parts(month: date, amount: Decimal, currency: str) -> Iterator[tuple[date, Decimal]]:
    """Spread a month's amount over its days; the parts come to the whole of it."""
    left = amount
    for count, day in zip(range(len(_PARTS), 0, -1), _PARTS, strict=True):
        part = money.quantise(left / count, currency)
        left -= part
        yield month.replace(day=day), part


def last_day(month: date) -> date:
    """Give the last day of a month."""
    return months_later(month, 1) - DAY


def _sign(section: Section, direction: Direction) -> int:
    if section is Section.NONE:
        return 0
    grows = Direction.IN if section is Section.INCOME else Direction.OUT
    return 1 if direction is grows else -1
