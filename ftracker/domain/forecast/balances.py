"""Balances day by day: what is known on its days, and what may happen besides.

Ranges are calibrated: draws are held against what really came after earlier days, and the range
that is called 50 of 100 is the one that held the truth in so many of those (Chernozhukov, Wüthrich
& Zhu 2021, distributional conformal prediction).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ftracker.domain.forecast import draws
from ftracker.domain.forecast.answers import LEVELS
from ftracker.domain.forecast.day_answers import Day
from ftracker.domain.forecast.draws import Past
from ftracker.domain.forecast.panels import Floats

_MIDDLE = 0.5
_HALVES = (0.25, 0.4)
# Trials stand on a quarter of a year at least, and lie so many days apart.
_LEAST_DAYS, _APART, _MOST_TRIALS = 90, 9, 30
_TRIAL_PATHS = 120
_LEADS = (3, 8, 15, 30)
# What is believed before there are trials counts like so many of them.
_NEUTRAL_COUNTS = 12.0
_WIDEST = 0.49


@dataclass(frozen=True, slots=True)
class Halves:
    """How far from the middle of the draws the ranges of 50 and 80 of 100 reach, as shares."""

    inner: float = _HALVES[0]
    outer: float = _HALVES[1]

    def at(self, level: float) -> float:
        """Give the share of draws that lies below a level of the calibrated distribution."""
        reach = np.interp(
            abs(level - _MIDDLE),
            (0.0, *_HALVES, _MIDDLE),
            (0.0, self.inner, self.outer, max(_WIDEST, self.outer)),
        )
        return _MIDDLE + float(np.sign(level - _MIDDLE)) * float(reach)


def calibrated(past: Past, *, seed: int) -> Halves:
    """Learn from a past of one row how far ranges must reach; by the book where it is short."""
    days = max(_LEADS)
    ends = range(past.days - days, _LEAST_DAYS - 1, -_APART)[:_MOST_TRIALS]
    apart = [one for end in ends for one in _off_middle(past, end, days, seed)]
    trials = len(apart) / len(_LEADS)
    share = trials / (trials + _NEUTRAL_COUNTS)
    if not apart:
        return Halves()
    inner, outer = np.quantile(apart, [2 * half for half in _HALVES])
    return Halves(
        inner=share * float(inner) + (1 - share) * _HALVES[0],
        outer=min(share * float(outer) + (1 - share) * _HALVES[1], _WIDEST),
    )


def ahead(
    opening: float, known: Sequence[float], drawn: Floats, start: date, halves: Halves
) -> tuple[Day, ...]:
    """Lay what is known and what is drawn (path, day) upon what lies there when `start` begins.

    `known` is what plans move on each day ahead, signed. A changed plan over the same draws gives
    what differs, without any difference of luck.
    """
    paths = opening + np.cumsum(np.asarray(known, dtype=np.float64) + drawn, axis=1)
    below, above = _MIDDLE - halves.inner, _MIDDLE + halves.inner
    shares = (_MIDDLE, below, above, _MIDDLE - halves.outer, _MIDDLE + halves.outer)
    figures = np.quantile(paths, shares, axis=0).T.tolist()
    levels = [halves.at(level) for level in LEVELS]
    lowest = np.quantile(np.minimum.accumulate(paths, axis=1), levels, axis=0).T.tolist()
    return tuple(
        Day(start + timedelta(days=place), middle, low50, high50, low80, high80, tuple(low))
        for place, ((middle, low50, high50, low80, high80), low) in enumerate(
            zip(figures, lowest, strict=True)
        )
    )


def _off_middle(past: Past, end: int, days: int, seed: int) -> list[float]:
    """Tell how far from the middle of the draws the truth lay, some days after an earlier day."""
    earlier = Past(past.end - timedelta(days=past.days - end), past.flows[:, :end])
    drawn = draws.draw(earlier, days=days, seed=seed, paths=_TRIAL_PATHS)[0].cumsum(axis=1)
    truth = past.flows[0, end : end + days].cumsum()
    places = np.array(_LEADS) - 1
    below = (drawn < truth).mean(axis=0) + (drawn <= truth).mean(axis=0)
    return [float(one) for one in np.abs(below[places] / 2 - _MIDDLE)]
