"""What was known at a day in the past: months as the books showed them then.

A row counts from the day on that it was written down or imported, whatever day it is dated; and a
row that is dated later than the day asked for is a plan, not a past.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    """An amount of `date`, signed as its series is, which the books know from `known_date` on."""

    known_date: date
    date: date
    amount: float


def months(rows: Iterable[Row], *, at: date) -> list[float]:
    """Give the totals of whole months before a day, as they were known on the evening before it.

    The oldest month is that of the oldest row known; the newest ended before `at`. Months without
    a row are 0. Nothing known is no month.
    """
    totals: dict[int, float] = defaultdict(float)
    end = number(at)
    for row in rows:
        if row.known_date < at and number(row.date) < end:
            totals[number(row.date)] += row.amount
    return [totals[month] for month in range(min(totals), end)] if totals else []


def truth(rows: Iterable[Row], *, start: date, horizon: int, today: date) -> list[float | None]:
    """Give the totals of so many months from that of `start` on, as they are known now.

    None where a month has not ended before `today`.
    """
    totals: dict[int, float] = defaultdict(float)
    for row in rows:
        totals[number(row.date)] += row.amount
    first, end = number(start), number(today)
    return [totals[month] if month < end else None for month in range(first, first + horizon)]


def number(day: date) -> int:
    """Count months from the year 0."""
    return day.year * 12 + day.month - 1
