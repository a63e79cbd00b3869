"""The span of a sample household's life, and the chances in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import TypeVar

from ftracker.domain import periods
from ftracker.domain.periods import Period, Unit

T = TypeVar("T")
# Prices and wages are those of this year, and rise from then on.
BASE_YEAR = 2024
_ENDINGS = (99, 95, 90, 49)


class Chance:
    """Draws for one topic: what is drawn for one month changes nothing in another."""

    def __init__(self, *words: object) -> None:
        self._random = Random("/".join(map(str, words)))  # noqa: S311 (no secret depends on it)

    def happens(self, percent: int) -> bool:
        """Tell whether something happens that does so in `percent` of a hundred cases."""
        return self._random.randrange(100) < percent

    def number(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return self._random.randint(low, high)

    def of(self, things: Sequence[T]) -> T:
        """Draw one of some things."""
        return self._random.choice(things)

    def amount(self, low: int, high: int) -> Decimal:
        """Draw an amount to the cent; low ones are likelier than high ones."""
        cents = self._random.triangular(low * 100, high * 100, (2 * low + high) * 100 / 3)
        return Decimal(round(cents)).scaleb(-2)

    def price(self, low: int, high: int) -> Decimal:
        """Draw a price as a shop writes it: 24.99, 39.95."""
        return Decimal(self._random.randint(low, high - 1)) + Decimal(self.of(_ENDINGS)).scaleb(-2)

    def round_amount(self, low: int, high: int, step: int = 5) -> Decimal:
        """Draw an amount without cents, a multiple of `step`."""
        return Decimal(self._random.randrange(low, high + 1, step))

    def days(self, month: Period, low: int, high: int) -> list[date]:
        """Draw between `low` and `high` different days of a month, in their order."""
        length = (month.end - month.start).days
        chosen = self._random.sample(range(length), self.number(low, high))
        return [month.start + timedelta(days=day) for day in sorted(chosen)]


@dataclass(frozen=True)
class Life:
    """The days that the sample books cover: whole months up to today."""

    seed: int
    today: date
    years: int

    @cached_property
    def months(self) -> list[Period]:
        """All months, oldest first; the last one holds today."""
        last = periods.containing(self.today, Unit.MONTH)
        first = last.next().start.replace(year=last.next().start.year - self.years)
        return periods.cut(first, last.end, Unit.MONTH)

    def month(self, before: int) -> Period:
        """Give the month so many months before the present one; the first one at the most."""
        return self.months[max(-1 - before, -len(self.months))]

    def chance(self, topic: str, month: Period) -> Chance:
        """Give the draws of a topic in a month."""
        return Chance(self.seed, topic, month.text)


def weekdays(month: Period, *wanted: int) -> list[date]:
    """List the days of a month that are one of these weekdays (Monday is 0)."""
    days = (month.start + timedelta(days=n) for n in range((month.end - month.start).days))
    return [day for day in days if day.weekday() in wanted]


def grown(amount: int, year: int, percent: int, step: str = "0.01") -> Decimal:
    """Let an amount of the base year rise by so many percent a year, rounded to a step."""
    factor = (1 + Decimal(percent) / 100) ** (year - BASE_YEAR)
    return (Decimal(amount) * factor).quantize(Decimal(step))
