"""When goals are reached: months simulated from what was set aside, and from what is planned."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from ftracker.domain import annuities
from ftracker.domain.forecast import later_years, signs
from ftracker.domain.forecast.answers import LEVELS, Forecast, Kind, NotEnough
from ftracker.domain.forecast.panels import Floats
from ftracker.domain.forecast_inputs import GoalFacts, Inputs
from ftracker.domain.forecasts import Basis, GoalAhead, GoalsAhead

PATHS = 1_000
MONTHS = 120
# Behind so many months the past says nothing new: the last of them goes on.
_TOLD = 24
_YEAR = 12
_DAYS = float(annuities.DAYS_OF_MONTH)
# Months of one path are alike: a household that saves more than usual does so for a while.
_ALIKE = 0.5
# A plan may be broken, and a wonder happen: before the day nothing is quite certain.
_LEAST = 0.01
_EARLY, _MIDDLE, _LATE = 0.1, 0.5, 0.9


def goals(inputs: Inputs, *, seed: int) -> GoalsAhead:
    """Tell how likely each goal is reached by its day, and when; paused ones are told nothing of.

    Goals on one account live through the same months.
    """
    months = {str(one.source): _floats(one.months) for one in inputs.goals}
    said = signs.forecast(months, horizon=_TOLD, season=_YEAR)
    ordered = {source: place for place, source in enumerate(sorted(months))}
    found = []
    for one in inputs.goals:
        source = str(one.source)
        random = np.random.default_rng([seed, ordered[source]])
        rest = _months(said[source], random)
        found.append(_goal(one, rest, said[source], inputs))
    return GoalsAhead(inputs.today, tuple(found))


def _months(said: Forecast | NotEnough, random: np.random.Generator) -> Floats:
    """Draw what comes to a source in each month ahead: (path, month), signed."""
    common = random.standard_normal((PATHS, 1))
    own = random.standard_normal((PATHS, MONTHS))
    if isinstance(said, NotEnough):
        return np.zeros((PATHS, MONTHS))
    shares = _normal(np.sqrt(_ALIKE) * common + np.sqrt(1 - _ALIKE) * own)
    steps = [said.steps[min(month, _TOLD - 1)].quantiles for month in range(MONTHS)]
    drawn = [np.interp(shares[:, month], LEVELS, steps[month]) for month in range(MONTHS)]
    return np.stack(drawn, axis=1)


def _goal(one: GoalFacts, rest: Floats, said: Forecast | NotEnough, inputs: Inputs) -> GoalAhead:
    basis = _basis(said)
    facts = one.facts
    if facts.is_paused:
        return GoalAhead(one.id, None, None, None, None, basis)
    if not facts.remaining:
        return GoalAhead(one.id, 1.0, inputs.today, inputs.today, inputs.today, basis)
    comes = float(one.share) * rest + later_years.planned(one, inputs, months=MONTHS)
    needed = _reached(comes, float(facts.present), float(facts.future), facts.rate)
    early, middle, late = (
        _day(float(np.quantile(needed, share, method="higher")), inputs.today)
        for share in (_EARLY, _MIDDLE, _LATE)
    )
    return GoalAhead(
        one.id, _chance(needed, facts.due_date, inputs.today), middle, early, late, basis
    )


def _reached(comes: Floats, present: float, future: float, rate: Decimal | None) -> Floats:
    """Count the months until each path is there, with parts; infinite where it never is."""
    growth = 1 + float(rate or 0) / 1200
    there = np.full(len(comes), present)
    needed = np.full(len(comes), np.inf)
    for month in range(comes.shape[1]):
        after = there * growth + comes[:, month]
        is_there = (after >= future) & np.isinf(needed)
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(after > there, (future - there) / (after - there), 1.0)
        needed[is_there] = month + np.clip(part[is_there], 0, 1)
        there = after
    return needed


def _chance(needed: Floats, due_date: date | None, today: date) -> float | None:
    if due_date is None:
        return None
    share = float((needed <= (due_date - today).days / _DAYS).mean())
    return round(min(max(share, _LEAST), 1 - _LEAST), 4)


def _day(months: float, today: date) -> date | None:
    return today + timedelta(days=int(np.ceil(months * _DAYS))) if np.isfinite(months) else None


def _basis(said: Forecast | NotEnough) -> Basis:
    if isinstance(said, NotEnough):
        return Basis(Kind.NOTHING.value, 0)
    reason = said.reason
    return Basis(reason.kind.value, reason.values, reason.trials, reason.method)


def _normal(values: Floats) -> Floats:
    """Give the share of the normal distribution below each value (Abramowitz & Stegun 26.2.17)."""
    size = np.abs(values)
    t = 1 / (1 + 0.2316419 * size)
    weights = (1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.319381530)
    tail = np.polyval([*weights, 0.0], t) * np.exp(-(size**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(np.where(values < 0, tail, 1 - tail))


def _floats(values: Sequence[Decimal | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]
