"""A summary: what periods usually hold, and what part of the income was kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from ftracker.domain.periods import Period, containing
from ftracker.domain.reports.changes import Changes
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.sums import ZERO, Sum, Sums

NOTHING = Held()


@dataclass(frozen=True, slots=True)
class Beside:
    """What sums are measured by: typical periods, other days, and what changed most.

    `typical` are the periods that averages are taken of, `then` those of the one range that the
    sums are held against, both oldest first.
    """

    typical: Sequence[Result] = ()
    held: Held = NOTHING
    then: Sequence[Result] = ()
    changes: Changes | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a summary says; periods oldest first, `categories` by category in no order."""

    results: Sequence[Result]
    totals: Sums
    categories: Sequence[Sum]
    beside: Beside


@dataclass(frozen=True, slots=True)
class Typical:
    """What one of a period's sums is, over several periods."""

    average: Decimal
    median: Decimal
    lowest: Result
    highest: Result


def savings_rate(sums: Sums) -> Decimal | None:
    """Give net by income, 0.25 for a quarter; None where nothing came in.

    It is the part of the income that was not spent; what was set aside belongs to it.
    """
    return sums.net / sums.income if sums.income > 0 else None


def set_aside_rate(sums: Sums) -> Decimal | None:
    """Give what was set aside by income, 0.25 for a quarter; None where nothing came in."""
    return sums.set_aside / sums.income if sums.income > 0 else None


def whole_periods(results: Iterable[Result], books: Period, *, today: date) -> list[Result]:
    """List the periods that averages may be taken of, oldest first.

    They are whole, they are over, and the books reach back to them. Where there are none the
    averages are those of all that is shown.
    """
    everything = list(results)
    whole = [one for one in everything if _is_whole(one.period, books, today)]
    return whole or everything


def typical(results: Sequence[Result], of: Callable[[Sums], Decimal]) -> Typical:
    """Tell the average, the middle one, and the ends of one sum over some periods.

    There must be one at least. Of equal ones the oldest is the lowest, or the highest.
    """
    values = [of(one.sums) for one in results]
    return Typical(
        sum(values, ZERO) / len(values),
        median(values),
        min(results, key=lambda one: of(one.sums)),
        max(results, key=lambda one: of(one.sums)),
    )


def _is_whole(cut: Period, books: Period, today: date) -> bool:
    return cut == containing(cut.start, cut.unit) and books.start <= cut.start and cut.end <= today
