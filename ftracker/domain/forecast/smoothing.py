"""Levels and trends that follow a series: exponential smoothing, Theta, the damped trend.

Each runs over a grid of parameters at once. Instead of the one that fits best, all speak by the
weight of their likelihood, exp(-n/2 · log SSE): where data say little of a parameter, no single
value of it is taken for the truth.
"""

import numpy as np

from ftracker.domain.forecast.panels import Floats, lengths, mean, repeated

_ALPHAS = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98])
_GRID = np.array(
    [
        (alpha, beta, phi)
        for alpha in (0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9)
        for beta in (0.02, 0.1, 0.3)
        for phi in (0.8, 0.9, 0.97)
    ]
).T
_START_LEVEL, _START_TREND = 6, 8
_TINY, _EXACT = 1e-12, 1e-14


def simple(panel: Floats, horizon: int) -> Floats:
    """Smooth exponentially (Brown 1956; Gardner 1985): one level for all steps."""
    levels, weights = _smoothed(panel)
    return repeated((levels * weights).sum(axis=1), horizon)


def theta(panel: Floats, horizon: int) -> Floats:
    """Forecast by Theta (Assimakopoulos & Nikolopoulos 2000).

    As Hyndman & Billah (2003) write it: simple smoothing with half the slope of the line through
    all values: level + b/2 · (h - 1 + (1 - (1 - a)^n) / a).
    """
    levels, weights = _smoothed(panel)
    count = lengths(panel)[:, None]
    behind = (weights * (1 - (1 - _ALPHAS) ** count) / _ALPHAS).sum(axis=1)
    steps = np.arange(horizon)
    slope = _line(panel)[2]
    level = (levels * weights).sum(axis=1)
    return np.asarray(level[:, None] + slope[:, None] / 2 * (steps + behind[:, None]))


def damped(panel: Floats, horizon: int) -> Floats:
    """Follow a level and a trend that dies away (Gardner & McKenzie 1985)."""
    alpha, beta, phi = _GRID
    level, trend = _started(panel, len(alpha))
    known, values = np.isfinite(panel), np.nan_to_num(panel)
    errors = np.zeros_like(level)
    for column in range(panel.shape[1]):
        here = known[:, column : column + 1]
        expected = level + phi * trend
        error = np.where(here, values[:, column : column + 1] - expected, 0.0)
        errors += error * error
        level = np.where(here, expected + alpha * error, level)
        trend = np.where(here, phi * trend + alpha * beta * error, trend)
    weights = _likely(errors, panel)
    powers = np.cumsum(phi[:, None] ** np.arange(1, horizon + 1), axis=1)
    return np.asarray((level * weights).sum(axis=1)[:, None] + (weights * trend) @ powers)


def _smoothed(panel: Floats) -> tuple[Floats, Floats]:
    """Give the last level of each parameter, and the weight of each."""
    start = mean(_first(panel, _START_LEVEL))
    levels = repeated(start, len(_ALPHAS))
    known, values = np.isfinite(panel), np.nan_to_num(panel)
    errors = np.zeros_like(levels)
    for column in range(panel.shape[1]):
        here = slice(column, column + 1)
        error = (values[:, here] - levels) * known[:, here]
        errors += error * error
        levels = levels + _ALPHAS * error
    return levels, _likely(errors, panel)


def _likely(errors: Floats, panel: Floats) -> Floats:
    """Weigh parameters by their likelihood, from their sums of squared errors.

    What is smaller than floats can tell beside the values is no difference.
    """
    sizes = np.nan_to_num(panel**2).sum(axis=1, keepdims=True)
    errors = np.maximum(errors, _EXACT * sizes + _TINY)
    ratio = errors / errors.min(axis=1, keepdims=True)
    weights = np.exp(-lengths(panel)[:, None] / 2 * np.log(ratio))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _started(panel: Floats, count: int) -> tuple[Floats, Floats]:
    """Give the level and the trend before the first value, from the line through the first."""
    middle, when, slope = _line(_first(panel, _START_TREND))
    before = panel.shape[1] - lengths(panel) - 1
    return repeated(middle + slope * (before - when), count), repeated(slope, count)


def _first(panel: Floats, count: int) -> Floats:
    return np.where(np.cumsum(np.isfinite(panel), axis=1) <= count, panel, np.nan)


def _line(panel: Floats) -> tuple[Floats, Floats, Floats]:
    """Give the middle of the values and of their columns, and the slope of the line through."""
    known = np.isfinite(panel)
    columns = np.where(known, np.arange(panel.shape[1], dtype=np.float64), np.nan)
    when, middle = mean(columns), mean(panel)
    apart = np.where(known, columns - when[:, None], 0.0)
    rise = (apart * np.where(known, panel - middle[:, None], 0.0)).sum(axis=1)
    return middle, when, rise / np.maximum((apart**2).sum(axis=1), _TINY)
