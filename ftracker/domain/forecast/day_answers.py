"""What lies in accounts on the days ahead, as it is drawn; nothing here needs numpy."""

from dataclasses import dataclass
from datetime import date


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
