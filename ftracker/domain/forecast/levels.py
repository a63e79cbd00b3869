"""The plain methods: each says one level for all steps, or the same step of a year before.

The seasonal naive method and the mean are those that Hyndman & Koehler (2006) measure others by.
"""

import numpy as np

from ftracker.domain.forecast.panels import Floats, lengths, mean, median, repeated

FADING = 0.9
HALF = 0.5
TRIMMED = 0.2
LEAST_YEAR = 4


def year(season: int) -> int:
    """Tell how many values a level is taken from: a year of them, or twelve without a season."""
    return 12 if season == 1 else max(season, LEAST_YEAR)


def last(panel: Floats, horizon: int) -> Floats:
    """Say the last value again."""
    return repeated(panel[:, -1], horizon)


def average(panel: Floats, horizon: int, season: int) -> Floats:
    """Say the mean of the last year."""
    return repeated(mean(panel[:, -year(season) :]), horizon)


def year_ago(panel: Floats, horizon: int, season: int) -> Floats:
    """Say the same step of the last year again; the mean where there is none."""
    ago = again(panel[:, -season:], horizon)
    return np.where(np.isfinite(ago), ago, average(panel, horizon, season))


def half_year_ago(panel: Floats, horizon: int, season: int) -> Floats:
    """Go half the way from the usual level to the same step of the last year."""
    usual = repeated(median(panel[:, -year(season) :]), horizon)
    return usual + HALF * (year_ago(panel, horizon, season) - usual)


def middle(panel: Floats, horizon: int, count: int) -> Floats:
    """Say the median of the last so many values."""
    return repeated(median(panel[:, -count:]), horizon)


def trimmed(panel: Floats, horizon: int, season: int) -> Floats:
    """Say the mean of a year without its highest and lowest fifths (Tukey's trimmed mean)."""
    ordered = np.sort(panel[:, -year(season) :], axis=1)
    count = lengths(ordered)[:, None]
    cut = np.floor(count * TRIMMED)
    place = np.arange(ordered.shape[1])[None]
    kept = (place >= cut) & (place < count - cut)
    return repeated(mean(np.where(kept, ordered, np.nan)), horizon)


def fading_middle(panel: Floats, horizon: int) -> Floats:
    """Say a median in which each older value weighs a tenth less than the one after it."""
    weights = np.isfinite(panel) * FADING ** np.arange(panel.shape[1])[::-1]
    order = np.argsort(panel, axis=1)
    heaped = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    place = (heaped >= HALF * heaped[:, -1:]).argmax(axis=1)
    return repeated(panel[np.arange(len(panel)), order[np.arange(len(panel)), place]], horizon)


def again(cycle: Floats, horizon: int) -> Floats:
    """Let a year's steps come again, in their order, over so many steps."""
    times = -(-horizon // cycle.shape[1])
    return np.tile(cycle, (1, times))[:, :horizon]
