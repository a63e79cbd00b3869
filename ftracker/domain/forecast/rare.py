"""Series that are zero most of the time: how much, when something comes, and how often."""

from typing import NamedTuple

import numpy as np

from ftracker.domain.forecast.panels import Floats, mean, repeated

_SIZE, _CHANCE, _GAP = 0.15, 0.1, 0.1


class _Seen(NamedTuple):
    known: np.ndarray
    some: np.ndarray
    values: Floats


def fading(panel: Floats, horizon: int) -> Floats:
    """Smooth size and chance apart (Teunter, Syntetos & Babai 2011): what stays away fades."""
    seen = _seen(panel)
    size = _usual_size(panel, seen)
    chance = seen.some.sum(axis=1) / np.maximum(seen.known.sum(axis=1), 1)
    for column in range(panel.shape[1]):
        some = seen.some[:, column]
        size = np.where(some, size + _SIZE * (seen.values[:, column] - size), size)
        step = chance + _CHANCE * (some - chance)
        chance = np.where(seen.known[:, column], step, chance)
    return repeated(size * chance, horizon)


def croston(panel: Floats, horizon: int) -> Floats:
    """Smooth sizes and the gaps between them (Croston 1972).

    With the correction of Syntetos & Boylan (2005), without which it says too much.
    """
    seen = _seen(panel)
    size = _usual_size(panel, seen)
    gap = np.maximum(seen.known.sum(axis=1), 1) / np.maximum(seen.some.sum(axis=1), 1)
    since = np.ones(len(panel))
    for column in range(panel.shape[1]):
        some = seen.some[:, column]
        size = np.where(some, size + _GAP * (seen.values[:, column] - size), size)
        gap = np.where(some, gap + _GAP * (since - gap), gap)
        since = np.where(some, 1.0, since + seen.known[:, column])
    return repeated((1 - _GAP / 2) * size / np.maximum(gap, 1.0), horizon)


def _seen(panel: Floats) -> _Seen:
    known, values = np.isfinite(panel), np.nan_to_num(panel)
    return _Seen(known, known & (values != 0), values)


def _usual_size(panel: Floats, seen: _Seen) -> Floats:
    return np.nan_to_num(mean(np.where(seen.some, panel, np.nan)))
