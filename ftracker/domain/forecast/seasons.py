"""How the steps of a year differ, and how much of that is believed.

Ratios to a centred moving average, or differences from it where values come near zero, are
averaged by their step of the year: the classical decomposition (Persons 1919). What few years say
is shrunk towards no season, by as much as chance alone would make steps differ (James & Stein 1961;
for seasons Miller & Williams 2003).
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ftracker.domain.forecast.levels import again
from ftracker.domain.forecast.panels import Floats, Truths, mean

# So many years of values before a season is looked for.
YEARS = 2
# Where the lowest value is above this share of the mean, seasons are factors, else amounts.
_POSITIVE = 0.1
# One value of each step is no evidence of how far chance reaches; so much of it is believed.
_ONE_YEAR = 0.3
_LEAST_FACTOR = 0.01
_TINY = 1e-12


class Seasons(NamedTuple):
    """A season per row: `cycle` are the steps that come next, as factors or else as amounts.

    `strength` goes from 0 to 1.
    """

    cycle: Floats
    are_factors: Truths
    strength: Floats

    def without(self, panel: Floats) -> Floats:
        """Take the season out of values."""
        past = _past(self.cycle, panel.shape[1])
        factors = self.are_factors[:, None]
        return np.where(factors, panel / np.where(factors, past, 1.0), panel - past)

    def within(self, ahead: Floats) -> Floats:
        """Put the season into what lies ahead."""
        coming = again(self.cycle, ahead.shape[1])
        return np.where(self.are_factors[:, None], ahead * coming, ahead + coming)


def found(panel: Floats, season: int) -> Seasons:
    """Find the season of each row; rows that are too short have none."""
    lowest = np.where(np.isfinite(panel), panel, np.inf).min(axis=1, initial=np.inf)
    are_factors = (lowest > 0) & (lowest > _POSITIVE * mean(panel))
    base = are_factors.astype(np.float64)
    if season == 1 or panel.shape[1] < YEARS * season:
        cycle = np.repeat(base[:, None], season, axis=1)
        return Seasons(cycle, are_factors, np.zeros(len(panel)))
    usual = _centred(panel, season)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.where(are_factors[:, None], panel / usual, panel - usual)
    by_step = _by_step(np.where(np.isfinite(apart), apart, np.nan), season)
    cycle, strength = _shrunk(by_step, base)
    cycle = np.where(are_factors[:, None], np.maximum(cycle, _LEAST_FACTOR), cycle)
    return Seasons(cycle, are_factors, strength)


def _shrunk(by_step: Floats, base: Floats) -> tuple[Floats, Floats]:
    """Average over years and move towards `base` by how much of it chance explains."""
    count = np.isfinite(by_step).sum(axis=1)
    is_full = (count > 0).all(axis=1)
    steps = np.where(is_full[:, None], mean(by_step, axis=1), base[:, None])
    middle = steps.mean(axis=1)
    steps = steps + (base - middle)[:, None]
    left = np.where(np.isfinite(by_step), by_step - steps[:, None, :], 0.0)
    total, season = count.sum(axis=1), by_step.shape[2]
    noise = (left**2).sum(axis=(1, 2)) / np.maximum(total - season, 1)
    noise = noise * (1 / np.maximum(count, 1)).mean(axis=1)
    differ = ((steps - base[:, None]) ** 2).sum(axis=1) / (season - 1)
    believed = np.clip(1 - noise / np.maximum(differ, _TINY), 0.0, 1.0)
    believed = np.where(total <= season, _ONE_YEAR, believed) * (is_full & (differ > _TINY))
    return base[:, None] + (steps - base[:, None]) * believed[:, None], believed


def _centred(panel: Floats, season: int) -> Floats:
    """Give the mean of a year around each value, NaN where there is no whole year."""
    width = season + 1 - season % 2
    weights = np.ones(width)
    if width > season:
        weights[0] = weights[-1] = 0.5
    around = np.full_like(panel, np.nan)
    half = width // 2
    inside = sliding_window_view(panel, width, axis=1) @ weights / season
    around[:, half : panel.shape[1] - half] = inside
    return around


def _by_step(values: Floats, season: int) -> Floats:
    """Fold columns into years (row, year, step); the last column is the last step."""
    missing = np.full((len(values), -values.shape[1] % season), np.nan)
    return np.concatenate([missing, values], axis=1).reshape(len(values), -1, season)


def _past(cycle: Floats, width: int) -> Floats:
    """Lay the cycle over the columns of the past; its last step is that of the last column."""
    times = -(-width // cycle.shape[1])
    return np.tile(cycle, (1, times))[:, times * cycle.shape[1] - width :]
