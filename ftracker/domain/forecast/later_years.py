"""What is known to come to a goal: of a year on its days, and of what goes on behind it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import fmean

import numpy as np

from ftracker.domain import annuities
from ftracker.domain.forecast.panels import Floats
from ftracker.domain.forecast_inputs import PATTERN, Coming, GoalFacts, Inputs

_DAYS = float(annuities.DAYS_OF_MONTH)
_YEAR_DAYS = 365
_YEAR = 12 * _DAYS
# What goes on comes to what it came to lately: weeks fall into months now four times, now five.
_LATELY = 3


def planned(one: GoalFacts, inputs: Inputs, *, months: int) -> Floats:
    """Sum what is known to come to a goal by month of 30.4 days from today, signed.

    Behind a year it is what goes on then, at the pace and the amount that it has by then.
    """
    sums = np.zeros(months)
    for thing in _things(one, inputs):
        days: dict[int, float] = defaultdict(float)
        for coming in thing:
            days[(coming.date - inputs.today).days] += float(one.brought(coming))
        for day, amount in days.items():
            sums[int(day / _DAYS)] += amount
        lately = fmean(list(days.values())[-_LATELY:])
        for later in _again(max(days), float(thing[-1].yearly), months):
            sums[int(later / _DAYS)] += lately
    return sums


def _things(one: GoalFacts, inputs: Inputs) -> Iterable[list[Coming]]:
    """Give what brings a goal something within a year, thing by thing, each by its days."""
    found: dict[object, list[Coming]] = defaultdict(list)
    for coming in inputs.known:
        if (coming.date - inputs.today).days < _YEAR_DAYS and one.brought(coming):
            # Of what no schedule says, two things may have one name.
            own = coming.amount if coming.kind == PATTERN else None
            found[coming.kind, coming.id, coming.name, own].append(coming)
    return found.values()


def _again(last: int, yearly: float, months: int) -> Iterator[float]:
    """Give the days, counted from today, on which something comes again behind a year."""
    count = 1
    while yearly and (day := last + count * _YEAR / yearly) < months * _DAYS:
        if day >= _YEAR_DAYS:
            yield day
        count += 1
