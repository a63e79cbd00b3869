"""What lies in accounts on the days ahead, as it is stored and shown; nothing here needs numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ftracker.domain.forecast.answers import share_below


@dataclass(frozen=True, slots=True)
class Day:
    """The balance at the end of a day: the median, and what holds the truth in 50 and 80 of 100.

    `lowest` are quantiles, at `answers.LEVELS`, of the lowest balance from the first day ahead up
    to this one.
    """

    date: date
    median: float
    low50: float
    high50: float
    low80: float
    high80: float
    lowest: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lowest:
    """The lowest point of all days: its median and its range of 80 of 100, and when it is.

    `date` is the likeliest day; `days` are all that it fell on in some path, in their order, each
    with its share of the paths. Of equal ones the first day counts.
    """

    amount: float
    low80: float
    high80: float
    days: tuple[tuple[date, float], ...]
    date: date


@dataclass(frozen=True, slots=True)
class BalanceAhead:
    """The days ahead in order, at least one, and the lowest point of them."""

    days: Sequence[Day]
    lowest: Lowest

    def chance_below(self, level: float, before: date) -> float:
        """Tell how likely the balance falls below a level before a day, from 0 to 1.

        0 where no day ahead lies before it; never quite certain otherwise.
        """
        earlier = [day for day in self.days if day.date < before]
        return share_below(level, earlier[-1].lowest) if earlier else 0.0
