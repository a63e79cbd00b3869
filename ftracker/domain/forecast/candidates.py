"""The methods that a forecast is blended from, and what each of them says."""

from enum import StrEnum

import numpy as np

from ftracker.domain.forecast import levels, one_offs, rare, seasons, smoothing
from ftracker.domain.forecast.panels import Floats, median, repeated


class Method(StrEnum):
    """A method, in the order of the columns that it stands for."""

    LAST = "last"
    AVERAGE = "average"
    YEAR_AGO = "year_ago"
    HALF_YEAR_AGO = "half_year_ago"
    MIDDLE_SHORT = "middle_short"
    MIDDLE_LONG = "middle_long"
    MIDDLE_FADING = "middle_fading"
    TRIMMED = "trimmed"
    SMOOTHED = "smoothed"
    ZERO = "zero"
    FADING = "fading"
    CROSTON = "croston"
    SEASON_TRIMMED = "season_trimmed"
    SEASON_SMOOTHED = "season_smoothed"
    SEASON_THETA = "season_theta"
    SEASON_DAMPED = "season_damped"


# What anybody can reckon; a blend that does no better gives way to them.
SIMPLE = (Method.YEAR_AGO, Method.AVERAGE, Method.LAST)
PLACES = {method: place for place, method in enumerate(Method)}
_SHORT = 3


def said(panel: Floats, horizon: int, season: int, floor: float | None) -> Floats:
    """Give what each method says of each row: (row, method, step); no row may be empty."""
    parts = _plain(panel, horizon, season) | _seasonal(panel, horizon, season)
    parts |= _rare(panel, horizon, parts[Method.SEASON_SMOOTHED])
    ahead = np.stack([parts[method] for method in Method], axis=1)
    return ahead if floor is None else np.maximum(ahead, floor)


def _plain(panel: Floats, horizon: int, season: int) -> dict[Method, Floats]:
    year = levels.year(season)
    return {
        Method.LAST: levels.last(panel, horizon),
        Method.AVERAGE: levels.average(panel, horizon, season),
        Method.YEAR_AGO: levels.year_ago(panel, horizon, season),
        Method.HALF_YEAR_AGO: levels.half_year_ago(panel, horizon, season),
        Method.MIDDLE_SHORT: levels.middle(panel, horizon, max(year // 2, _SHORT)),
        Method.MIDDLE_LONG: repeated(median(panel), horizon),
        Method.MIDDLE_FADING: levels.fading_middle(panel, horizon),
        Method.TRIMMED: levels.trimmed(panel, horizon, season),
        Method.SMOOTHED: smoothing.simple(panel, horizon),
    }


def _rare(panel: Floats, horizon: int, instead: Floats) -> dict[Method, Floats]:
    """Let methods for what is zero now and then speak only where it has been."""
    been = (panel == 0).any(axis=1)[:, None]
    return {
        Method.ZERO: np.where(been, 0.0, instead),
        Method.FADING: np.where(been, rare.fading(panel, horizon), instead),
        Method.CROSTON: np.where(been, rare.croston(panel, horizon), instead),
    }


def _seasonal(panel: Floats, horizon: int, season: int) -> dict[Method, Floats]:
    """Let methods speak of the level without its season and without one-offs."""
    year = seasons.found(panel, season)
    plain = one_offs.set_aside(year.without(panel))
    return {
        Method.SEASON_TRIMMED: year.within(levels.trimmed(plain, horizon, season)),
        Method.SEASON_SMOOTHED: year.within(smoothing.simple(plain, horizon)),
        Method.SEASON_THETA: year.within(smoothing.theta(plain, horizon)),
        Method.SEASON_DAMPED: year.within(smoothing.damped(plain, horizon)),
    }
