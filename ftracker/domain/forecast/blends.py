"""How much each method counts for each series: by its trials, drawn towards those of all series.

A method's score is its error as a share of the mean error of all methods at the same origin, so
that a month in which nobody could have been right counts no more than others. A series' own score
is drawn towards the score in the pool of all series as if that were six more trials, and the
pool's towards 1 as if that were thirty more series. Weights are the eighth power of 1 / score.
Blends of several methods beat the choice of one (Bates & Granger 1969; Makridakis et al. 2020).
"""

from typing import NamedTuple

import numpy as np

from ftracker.domain.forecast.candidates import PLACES, SIMPLE
from ftracker.domain.forecast.panels import Floats, Whole, mean

_POOL_COUNTS, _NEUTRAL_COUNTS, _POWER = 6.0, 30.0, 8.0
_LEAST_SCORE = 0.05
# A simple method is used when it was better by more than chance makes it, in enough trials.
_CLEARLY, _ENOUGH_TRIALS = 0.7, 12


class Blend(NamedTuple):
    """Weights (row, method), how many trials they rest on, and the blend's errors in these.

    The errors (row, trial, step) are those that would have been made: each trial is blended by
    what older trials had shown by its origin.
    """

    weights: Floats
    trials: Whole
    errors: Floats


def weighed(errors: Floats) -> Blend:
    """Weigh methods by the errors of their trials (row, method, trial, step), the newest first."""
    sizes = np.abs(errors)
    trials = np.asarray(np.isfinite(errors[:, 0, :, 0]).sum(axis=1), dtype=np.intp)
    blended = np.empty_like(errors[:, 0])
    older = np.arange(errors.shape[2])
    step = np.arange(errors.shape[3])
    for trial in range(errors.shape[2]):
        known = step < (older[trial + 1 :] - trial)[:, None]
        shown = np.where(known, sizes[:, :, trial + 1 :], np.nan)
        weights = _weights(shown, blended[:, trial + 1 :])
        blended[:, trial] = np.einsum("rm,rmo->ro", weights, errors[:, :, trial])
    return Blend(_weights(sizes, blended), trials, blended)


def _weights(sizes: Floats, blended: Floats) -> Floats:
    """Give the weights of methods from the sizes of their errors, and from the blend's errors."""
    by_trial = mean(sizes)
    weights = _by_score(by_trial)
    enough = np.isfinite(by_trial[:, 0]).sum(axis=1) >= _ENOUGH_TRIALS
    if not enough.any():
        return weights
    ours = np.where(np.isfinite(sizes[:, 0]), np.abs(blended), np.nan)
    return np.where(enough[:, None], _or_simple(weights, by_trial, mean(ours)), weights)


def _by_score(by_trial: Floats) -> Floats:
    usual = by_trial.mean(axis=1, keepdims=True)
    own = mean(np.where(usual > 0, by_trial / np.where(usual > 0, usual, 1.0), np.nan))
    own = np.where(np.isfinite(own), own, 1.0)
    trials = np.isfinite(by_trial[:, :1]).sum(axis=2)
    series = (trials > 0).sum()
    pool = (own * trials).sum(axis=0) / np.maximum(trials.sum(), 1)
    pool = (pool * series + _NEUTRAL_COUNTS) / (series + _NEUTRAL_COUNTS)
    score = (own * trials + pool * _POOL_COUNTS) / (trials + _POOL_COUNTS)
    weights = np.maximum(score, _LEAST_SCORE) ** -_POWER
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _or_simple(weights: Floats, by_trial: Floats, ours: Floats) -> Floats:
    """Use a simple method alone where it was clearly better than the blend."""
    places = [PLACES[method] for method in SIMPLE]
    theirs = mean(by_trial[:, places])
    best = np.nan_to_num(theirs, nan=np.inf).argmin(axis=1)
    alone = np.zeros_like(weights)
    rows = np.arange(len(weights))
    alone[rows, np.array(places)[best]] = 1.0
    is_better = theirs[rows, best] < _CLEARLY * mean(ours)
    return np.where(is_better[:, None], alone, weights)
