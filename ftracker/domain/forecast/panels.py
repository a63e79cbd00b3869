"""Many series at once: each a row, the newest value in the last column, NaN before the first.

A series has no gaps between its first value and its last, so that what follows can count steps by
columns.
"""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Whole = NDArray[np.intp]

# Older values say nothing any more, and a step that is numbered a billion must not fill memory.
MOST_VALUES = 360
# Whatever is larger is no amount but a slip; sums of squares of it would leave all bounds.
LARGEST = 1e15


def stacked(series: Sequence[Sequence[float | None]]) -> Floats:
    """Lay series side by side; what is missing or no amount lies between its neighbours."""
    rows = [_whole(one[-MOST_VALUES:]) for one in series]
    width = max((len(row) for row in rows), default=0)
    panel = np.full((len(rows), width), np.nan)
    for place, row in enumerate(rows):
        panel[place, width - len(row) :] = row
    return panel


def lengths(panel: Floats) -> Whole:
    """Count the values of each row."""
    return np.asarray(np.isfinite(panel).sum(axis=1), dtype=np.intp)


def mean(values: Floats, axis: int | tuple[int, ...] = -1, *, keep: bool = False) -> Floats:
    """Give means without what is NaN; NaN where nothing else is."""
    known = np.isfinite(values)
    count = known.sum(axis=axis, keepdims=keep)
    total = np.where(known, values, 0.0).sum(axis=axis, keepdims=keep)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def median(values: Floats, share: float = 0.5) -> Floats:
    """Give the median along the last axis, or the value below which another share lies.

    What is NaN is left out; NaN where nothing else is.
    """
    ordered = np.sort(values, axis=-1)
    last = np.maximum(np.isfinite(ordered).sum(axis=-1, keepdims=True) - 1, 0)
    place = share * last
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, last)
    low = np.take_along_axis(ordered, below, axis=-1)
    high = np.take_along_axis(ordered, above, axis=-1)
    return np.asarray((low + (high - low) * (place - below))[..., 0], dtype=np.float64)


def windows(panel: Floats, half: int) -> Floats:
    """Give what surrounds each value: `half` values on each side, NaN beyond the ends."""
    edge = np.full((len(panel), half), np.nan)
    wide = np.concatenate([edge, panel, edge], axis=1)
    return np.asarray(sliding_window_view(wide, 2 * half + 1, axis=1))


def repeated(level: Floats, horizon: int) -> Floats:
    """Say the same for each step ahead."""
    return np.repeat(level[:, None], horizon, axis=1)


def _whole(values: Sequence[float | None]) -> Floats:
    row = np.array([np.nan if one is None else one for one in values], dtype=np.float64)
    row[~(np.abs(row) <= LARGEST)] = np.nan
    known = np.flatnonzero(np.isfinite(row))
    if not len(known):
        return row[:0]
    row = row[known[0] : known[-1] + 1]
    places = np.arange(len(row))
    return np.asarray(np.interp(places, known - known[0], row[known - known[0]]))
