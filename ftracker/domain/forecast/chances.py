"""How likely an amount is exceeded, far beyond the levels that are known of it, too."""

from collections.abc import Sequence
from math import exp

from ftracker.domain.forecast.answers import LEVELS, share_below

# Beyond the outermost level, what is left falls by the factor e with each such part of the way
# from the middle to that level, as the tail of a normal distribution about does.
_FALLS = 0.33


def below(amount: float, quantiles: Sequence[float]) -> float:
    """Tell the share of a distribution below an amount; what is certain is 0 or 1."""
    middle = quantiles[len(quantiles) // 2]
    if amount < quantiles[0]:
        return LEVELS[0] * _left(quantiles[0] - amount, middle - quantiles[0])
    if amount > quantiles[-1]:
        return 1 - LEVELS[0] * _left(amount - quantiles[-1], quantiles[-1] - middle)
    if quantiles[0] == quantiles[-1]:
        return 0.5
    return share_below(amount, tuple(quantiles))


def above(amount: float, quantiles: Sequence[float]) -> float:
    """Tell how likely more than an amount is; one that is quite certain is not more than itself."""
    return 0.0 if amount == quantiles[0] == quantiles[-1] else 1 - below(amount, quantiles)


def _left(distance: float, reach: float) -> float:
    return exp(-distance / (_FALLS * reach)) if reach > 0 else 0.0
