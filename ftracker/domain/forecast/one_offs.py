"""What is not a habit: values far from those around them, set aside before a level is learnt.

A value is far from the median of its neighbours when it is many times the usual distance away
(Hampel 1974). A new level is none: its values are neighbours of each other. Only its first one or
two are taken for one-offs, until the next has come.
"""

import numpy as np

from ftracker.domain.forecast.panels import Floats, Truths, mean, median, windows

_NEIGHBOURS = 3
# The usual distance as a standard deviation, from the median and from the mean of distances.
_FROM_MEDIAN, _FROM_MEAN = 1.4826, 1.2533
_FAR = 5.0
# Half of the mean distance: where most values are alike, the median of distances is nothing.
_LEAST_SHARE = 0.5
_MOST_SHARE = 0.9
# So many times what is usually spent is no level that anything may be learnt from.
_GIANT, _AGAIN = 10.0, 1.5
# So many times is a slip, or a house: nothing at all is learnt from it.
_SLIP = 100.0
_KNOWN_LEAST = 3
# A trend is the median of what so many steps add (as Theil and Sen do with all pairs).
_STEPS = 4


def set_aside(panel: Floats) -> Floats:
    """Bring one-offs back to the edge of what is usual around them."""
    around, far = _usual(panel)
    return np.clip(panel, around - far, around + far)


def are_one_offs(panel: Floats) -> Truths:
    """Tell which values are one-offs."""
    around, far = _usual(panel)
    return np.asarray(np.abs(panel - around) > far)


def tamed(panel: Floats) -> Floats:
    """Bring a giant down: what is ten times the median of all that is not zero, and more.

    What is a hundred times as much comes down to about the largest of the others.
    What came twice is no giant: a bill of each March is large every year. Rows with fewer than
    three values that are not zero are left alone: nothing is usual in them.
    """
    sizes = np.where(panel != 0, np.abs(panel), np.nan)
    ordered = np.sort(np.nan_to_num(sizes), axis=1)
    second = ordered[:, -min(2, panel.shape[1])]
    known = np.isfinite(sizes).sum(axis=1) >= _KNOWN_LEAST
    usual, again = median(sizes), _AGAIN * second
    most = np.where(ordered[:, -1] > _SLIP * usual, again, np.maximum(_GIANT * usual, again))
    most = np.where(known, most, np.inf)[:, None]
    return np.clip(panel, -most, most)


def _usual(panel: Floats) -> tuple[Floats, Floats]:
    """Give what is usual around each value, and how far from it is too far."""
    trend = _trend(panel)
    around = median(windows(panel - trend, _NEIGHBOURS)) + trend
    apart = np.abs(panel - around)
    most = median(apart, _MOST_SHARE)[:, None]
    middling = _LEAST_SHARE * _FROM_MEAN * mean(np.minimum(apart, most), keep=True)
    usual = np.maximum(_FROM_MEDIAN * median(apart)[:, None], middling)
    return around, _FAR * usual


def _trend(panel: Floats) -> Floats:
    """Give a line as steep as values rise, or else the newest would lie far from those before."""
    if panel.shape[1] <= _STEPS:
        return np.zeros_like(panel)
    added = panel[:, _STEPS:] - panel[:, :-_STEPS]
    enough = np.isfinite(added).sum(axis=1) >= _STEPS
    rise = np.where(enough, median(added) / _STEPS, 0.0)
    return rise[:, None] * np.arange(panel.shape[1])
