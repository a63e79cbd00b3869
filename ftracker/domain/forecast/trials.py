"""What each method would have said in the past, and by how much it would have been wrong.

Rolling origins (Tashman 2000): each trial sees the columns before its origin and nothing else,
because it is given a panel that was cut there.
"""

import numpy as np

from ftracker.domain.forecast import candidates
from ftracker.domain.forecast.panels import Floats, Whole, lengths

MOST_TRIALS = 24
# A trial stands on so many values at least; where there are plenty, on two years of them.
_LEAST_VALUES, _TRIALS_FIRST, _YEARS = 3, 12, 2
# What floats cannot tell apart is no error.
_EXACT = 1e-9
# So many rows at once: more would not fit into the cache of a small machine.
_ROWS = 2_048


def errors(panel: Floats, horizon: int, season: int, floor: float | None) -> Floats:
    """Give truth less forecast: (row, method, trial, step), the trial of the newest origin first.

    NaN where the row was too short for the trial, or the truth has not come yet.
    """
    count = min(MOST_TRIALS, max(panel.shape[1] - _LEAST_VALUES, 0))
    found = np.full((count, len(panel), len(candidates.PLACES), horizon), np.nan)
    need = _needed(lengths(panel), season)
    where = [
        (back, row)
        for back in range(1, count + 1)
        for row in np.flatnonzero(lengths(panel) - back >= need)
    ]
    for start in range(0, len(where), _ROWS):
        some = np.array(where[start : start + _ROWS])
        cut, truth = _cut(panel, some, horizon)
        said = candidates.said(cut, horizon, season, floor)
        off = truth[:, None, :] - said
        least = _EXACT * (np.abs(truth[:, None, :]) + np.abs(said))
        found[some[:, 0] - 1, some[:, 1]] = np.where(np.abs(off) < least, 0.0, off)
    return found.transpose(1, 2, 0, 3)


def _needed(count: Whole, season: int) -> Whole:
    return np.clip(count - _TRIALS_FIRST, _LEAST_VALUES, max(_YEARS * season, _LEAST_VALUES))


def _cut(panel: Floats, where: np.ndarray, horizon: int) -> tuple[Floats, Floats]:
    """Give what was known before each origin, and what came after it."""
    width = panel.shape[1]
    wide = np.concatenate([panel, np.full((len(panel), horizon), np.nan)], axis=1)
    origin, row = width - where[:, :1], where[:, 1:]
    ahead = wide[row, origin + np.arange(horizon)]
    columns = origin - width + np.arange(width)
    cut = np.where(columns >= 0, panel[row, np.maximum(columns, 0)], np.nan)
    longest = int(lengths(cut).max())
    return cut[:, width - longest :], ahead
