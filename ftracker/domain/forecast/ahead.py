"""Forecasts of many series of one household, or of one file, at once.

Series that are asked for together help each other: where one has too little history to tell which
method suits it or how wrong forecasts go, those of the others count.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from ftracker.domain.forecast import blends, candidates, one_offs, panels, ranges, seasons, trials
from ftracker.domain.forecast.answers import Ask, Forecast, Kind, NotEnough, Reason, Step, Typical
from ftracker.domain.forecast.blends import Blend
from ftracker.domain.forecast.candidates import PLACES, SIMPLE, Method
from ftracker.domain.forecast.panels import Floats
from ftracker.domain.forecast.ranges import Ranges
from ftracker.domain.forecast.seasons import Seasons

NEEDS = 1
_SHORT = 6
_RARE = 0.5
_SEASONAL = 0.3
# So many rows at once; trials of more would fill memory.
_ROWS = 256


def forecast(series: Sequence[Sequence[float | None]], ask: Ask) -> list[Forecast | NotEnough]:
    """Forecast each series, oldest value first; answers come in their order.

    Values that are None, not finite or beyond all bounds are taken for missing: at the ends they
    are left out, inside they lie between their neighbours. A series without any value gets
    NotEnough. No forecast leaves what was seen by more than it is wide.
    """
    panel = panels.stacked(series)
    known = np.flatnonzero(panels.lengths(panel) >= NEEDS)
    found: list[Forecast | NotEnough] = [NotEnough(NEEDS) for _ in series]
    for start in range(0, len(known), _ROWS):
        rows = known[start : start + _ROWS]
        some = panel[rows]
        some = one_offs.tamed(some[:, panel.shape[1] - int(panels.lengths(some).max()) :])
        for row, answer in zip(rows, _together(some, ask), strict=True):
            found[row] = answer
    return found


def _together(panel: Floats, ask: Ask) -> Iterator[Forecast]:
    errors = trials.errors(panel, ask.horizon, ask.season, ask.floor)
    blend = blends.weighed(errors)
    said = candidates.said(panel, ask.horizon, ask.season, ask.floor)
    middle = np.einsum("rm,rmo->ro", blend.weights, said)
    lowest, highest = ranges.bounds(panel, ask.floor)
    middle = np.clip(middle, lowest[:, None], highest[:, None])
    spread = ranges.around(panel, middle, blend.errors, ask.floor)
    year = seasons.found(panel, ask.season)
    aside = one_offs.are_one_offs(year.without(panel))
    simple = errors[:, [PLACES[method] for method in SIMPLE]]
    for row in range(len(panel)):
        yield Forecast(
            tuple(_steps(row, middle, spread)),
            _reason(row, panel, blend, year, aside),
            tuple(_typical(blend.errors[row], simple[row])),
        )


def _steps(row: int, middle: Floats, spread: Ranges) -> Iterator[Step]:
    """Give the steps of a row; the narrow range holds the forecast, the wide one the narrow."""
    narrow, wide = ranges.BANDS
    for step in range(middle.shape[1]):
        mean = float(middle[row, step])
        low50 = min(float(spread.low[narrow][row, step]), mean)
        high50 = max(float(spread.high[narrow][row, step]), mean)
        yield Step(
            step=step + 1,
            mean=mean,
            average=float(spread.average[row, step]),
            low50=low50,
            high50=high50,
            low80=min(float(spread.low[wide][row, step]), low50),
            high80=max(float(spread.high[wide][row, step]), high50),
            quantiles=tuple(spread.quantiles[row, step].tolist()),
        )


def _reason(row: int, panel: Floats, blend: Blend, year: Seasons, aside: np.ndarray) -> Reason:
    values = panel[row][np.isfinite(panel[row])]
    begin = panel.shape[1] - len(values)
    weights = blend.weights[row]
    strength = float(year.strength[row])
    return Reason(
        kind=_kind(values, strength),
        values=len(values),
        trials=int(blend.trials[row]),
        season_strength=strength,
        season=tuple(_season(row, values, year)) if strength > 0 else (),
        method=tuple(Method)[int(weights.argmax())].value,
        weights={method.value: float(weights[place]) for method, place in PLACES.items()},
        one_offs=tuple(int(place) - begin for place in np.flatnonzero(aside[row])),
    )


def _kind(values: Floats, strength: float) -> Kind:
    if not values.any():
        return Kind.NOTHING
    if len(values) == 1:
        return Kind.FIRST
    if len(values) < _SHORT:
        return Kind.SHORT
    if np.ptp(values) == 0:
        return Kind.CONSTANT
    if (values != 0).mean() < _RARE:
        return Kind.RARE
    return Kind.SEASONAL if strength >= _SEASONAL else Kind.LEVEL


def _season(row: int, values: Floats, year: Seasons) -> list[float]:
    """Give how far each step lies from the level, as a share of it."""
    cycle = year.cycle[row]
    if year.are_factors[row]:
        return [float(one) - 1 for one in cycle]
    level = float(np.abs(values).mean())
    return [float(one) / level for one in cycle]


def _typical(errors: Floats, simple: Floats) -> Iterator[Typical]:
    """Give the mean error of each step that was tried (trial, step), and the best simple one's."""
    sizes, theirs = np.abs(errors), np.abs(simple)
    for step in range(errors.shape[1]):
        tried = np.isfinite(sizes[:, step])
        if tried.any():
            best = theirs[:, tried, step].mean(axis=1).min()
            yield Typical(step + 1, int(tried.sum()), float(sizes[tried, step].mean()), float(best))
