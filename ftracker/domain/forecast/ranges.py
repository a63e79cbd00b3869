"""Ranges that hold the truth as often as they say: conformal, from errors of trials on the past.

The errors of a series' own trials are laid around its forecast (split conformal prediction: Vovk,
Gammerman & Shafer 2005; for what goes on in time Gibbs & Candès 2021), each side by itself, each
number of steps by itself. With few trials of its own a series borrows: errors are divided by the
scale of their series and the growth with steps, which makes them alike, and those of all series
asked for together, and of a table for the beginning, count like a few trials more. An outer
quantile of n errors is taken at (n + 1) / n of its level, as a finite sample demands.
"""

from typing import NamedTuple

import numpy as np

from ftracker.domain.forecast.answers import LEVELS
from ftracker.domain.forecast.panels import Floats, lengths, mean, median

# Errors of a typical series as multiples of their mean size, at even steps from 2.5 to 97.5 %.
_TABLE = np.array([
    -2.3, -1.75, -1.4, -1.15, -0.95, -0.78, -0.62, -0.47, -0.32, -0.16,
    0.0, 0.16, 0.33, 0.5, 0.68, 0.88, 1.12, 1.45, 1.95, 3.0,
])  # fmt: skip
_TABLE_COUNTS, _POOL_COUNTS = 20.0, 15.0
# Trials overlap, so that two of them know about as much as one; what is lent is as ten.
_LENT_COUNTS = 10.0
_POOL_POINTS = 200
_GROWTH, _GROWTH_COUNTS = 0.25, 30.0
_SCALE_COUNTS = 3.0
_MOST_ERROR = 6.0
_NEAR_LEAST = 2
_BEGINNING = 0.3
_TWO_YEARS = 24
_TINY = 1e-9
# Errors are sparse at the ends, and only these need the correction for a finite sample.
_OUTER = 0.3
# Nothing lies farther beyond what was seen than what was seen is wide.
_BEYOND = 1.0
BANDS = (0.5, 0.8)


class Ranges(NamedTuple):
    """What lies around each forecast (row, step): `low` and `high` by band, quantiles last."""

    low: dict[float, Floats]
    high: dict[float, Floats]
    quantiles: Floats
    average: Floats


class _Scaled(NamedTuple):
    """Errors made alike (row, trial, step), and what each forecast multiplies them by again."""

    alike: Floats
    size: Floats


def around(panel: Floats, ahead: Floats, errors: Floats, floor: float | None) -> Ranges:
    """Lay ranges around what lies ahead (row, step), from the errors of trials before."""
    scaled = _scaled(panel, errors, ahead.shape[1])
    points = _pool(scaled.alike)
    found = [_step(scaled, points, step, ahead[:, step], floor) for step in range(ahead.shape[1])]
    lowest, highest = bounds(panel, floor)
    stack = np.clip(np.stack(found, axis=1), lowest[:, None, None], highest[:, None, None])
    bands = 2 * len(BANDS)
    return Ranges(
        {band: stack[:, :, 2 * place] for place, band in enumerate(BANDS)},
        {band: stack[:, :, 2 * place + 1] for place, band in enumerate(BANDS)},
        stack[:, :, bands:-1],
        stack[:, :, -1],
    )


def bounds(panel: Floats, floor: float | None) -> tuple[Floats, Floats]:
    """Give what no forecast leaves, per row: what was seen, and once as much beyond each side."""
    lowest = np.where(np.isfinite(panel), panel, np.inf).min(axis=1)
    highest = np.where(np.isfinite(panel), panel, -np.inf).max(axis=1)
    wide = np.maximum(highest - lowest, np.maximum(np.abs(highest), np.abs(lowest)))
    lowest, highest = lowest - _BEYOND * wide, highest + _BEYOND * wide
    if floor is not None:
        lowest, highest = np.full_like(lowest, floor), np.maximum(highest, floor)
    return lowest, highest


def _scaled(panel: Floats, errors: Floats, horizon: int) -> _Scaled:
    guess = _guessed(panel)
    share = np.minimum(np.abs(errors) / guess[:, None, None], _MOST_ERROR)
    growth = _growth(share, horizon)
    usual = mean((share / growth).reshape(1, -1))
    usual = np.where(np.isfinite(usual) & (usual > 0), usual, 1.0)
    grown = errors / growth
    trials = np.isfinite(errors[:, :, 0]).sum(axis=1)
    own = np.nan_to_num(mean(np.abs(grown), axis=(1, 2)))
    size = (own * trials + usual * guess * _SCALE_COUNTS) / (trials + _SCALE_COUNTS)
    size = np.maximum(size, _TINY)
    return _Scaled(grown / size[:, None, None], size[:, None] * growth)


def _guessed(panel: Floats) -> Floats:
    """Guess the size of errors from how values differ; of a few alike ones not that it is nothing.

    A single value may be a third off, of four alike ones a fiftieth.
    """
    lately = panel[:, -_TWO_YEARS:]
    level = median(lately)
    differ = mean(np.abs(lately - level[:, None]))
    count = np.maximum(lengths(panel), 1)
    least = np.maximum(np.abs(level) * _BEGINNING / count**2, _TINY)
    return np.asarray(np.maximum(differ, least))


def _growth(share: Floats, horizon: int) -> Floats:
    """Tell how errors grow with steps, from all series: the fourth root of steps to begin with."""
    guess = np.arange(1, horizon + 1, dtype=np.float64) ** _GROWTH
    by_step = np.nan_to_num(mean(share, axis=(0, 1)))
    count = np.isfinite(share).sum(axis=(0, 1))
    first = by_step[0]
    seen = by_step / first if first > 0 else guess
    grown = (np.where(count > 0, seen, 0.0) * count + guess * _GROWTH_COUNTS) / (
        count + _GROWTH_COUNTS
    )
    return np.asarray(np.maximum.accumulate(grown))


def _pool(alike: Floats) -> Floats:
    """Give points of the errors of all series and of the table, by how many series there are."""
    known = alike[np.isfinite(alike)]
    rows = float(np.isfinite(alike).any(axis=(1, 2)).sum())
    if not len(known):
        return _TABLE
    table = round(_POOL_POINTS * _TABLE_COUNTS / (_TABLE_COUNTS + rows))
    shares = (np.arange(_POOL_POINTS - table) + 0.5) / max(_POOL_POINTS - table, 1)
    drawn = _TABLE[np.linspace(0, len(_TABLE) - 1, table).round().astype(np.intp)]
    return np.concatenate([np.quantile(known, shares), drawn])


def _step(scaled: _Scaled, points: Floats, step: int, ahead: Floats, floor: float | None) -> Floats:
    """Give for each row the ends of the bands, the quantiles and the average, in this order."""
    values, heaped, counts = _together(scaled, points, step)
    size = scaled.size[:, step]

    def at(level: float) -> Floats:
        reach = abs(level - 0.5)
        corrected = 0.5 + (level - 0.5) * (1 + (reach >= _OUTER) / counts)
        error = _weighted(values, heaped, np.clip(corrected, 0.0, 1.0))
        return np.asarray(ahead + size * error)

    ends = []
    for band in BANDS:
        low, high = at(0.5 - band / 2), at(0.5 + band / 2)
        if floor is not None:
            # Nothing can lie below the floor: all that is left out lies above the high end.
            high = np.where(low <= floor, np.maximum(at(band), ahead * 0 + floor), high)
        ends += [low, high]
    middle = [at(level) for level in LEVELS]
    weights = np.diff(heaped, axis=1, prepend=0.0)
    mean_error = (np.nan_to_num(values) * weights).sum(axis=1) / heaped[:, -1]
    return np.stack([*ends, *middle, ahead + size * mean_error], axis=1)


def _together(scaled: _Scaled, points: Floats, step: int) -> tuple[Floats, Floats, Floats]:
    """Give errors in their order, their weights heaped up, and how many trials they stand for.

    A series' own errors of about as many steps weigh as much together as it has such trials.
    """
    near = max(_NEAR_LEAST, step // 2)
    own = scaled.alike[:, :, max(step - near, 0) : step + near + 1].reshape(len(scaled.alike), -1)
    trials = np.isfinite(scaled.alike[:, :, step]).sum(axis=1).astype(np.float64)
    each = trials / np.maximum(np.isfinite(own).sum(axis=1), 1)
    values = np.concatenate([own, np.tile(points, (len(own), 1))], axis=1)
    weights = np.concatenate(
        [
            np.where(np.isfinite(own), each[:, None], 0.0),
            np.full((len(own), len(points)), _POOL_COUNTS / len(points)),
        ],
        axis=1,
    )
    order = np.argsort(values, axis=1)
    heaped = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    return np.take_along_axis(values, order, axis=1), heaped, trials / 2 + _LENT_COUNTS


def _weighted(values: Floats, heaped: Floats, level: Floats) -> Floats:
    """Give the value below which a share of the weight lies, per row."""
    place = (heaped >= (level * heaped[:, -1])[:, None]).argmax(axis=1)
    return np.asarray(values[np.arange(len(values)), place])
