"""What a forecast answers: steps with ranges, and the reasons that words are made of.

Nothing here needs numpy: pages read these from where they are stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# The levels that a step's quantiles stand for, in this order.
LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


class Kind(StrEnum):
    """What a forecast rests on, from the least history to the most."""

    NOTHING = "nothing"
    FIRST = "first"
    SHORT = "short"
    CONSTANT = "constant"
    RARE = "rare"
    LEVEL = "level"
    SEASONAL = "seasonal"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: so many steps ahead, of series whose year has so many steps.

    `floor` is what nothing can fall below, 0 for spending and None for a net that may be negative.
    """

    horizon: int
    season: int = 12
    floor: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a forecast says what it says; each field becomes a part of a sentence.

    `values` are those that it was learnt from and `trials` the pasts that it was tried on.
    `season_strength` goes from 0, no season, to 1, each year like the last. `season` tells for
    each of the next steps of one year how far it lies above or below the level, as a share of it.
    `method` has the largest of the `weights`, which come to 1. `one_offs` are the places, counted
    from 0 at the first value, of what was set aside because it is not a habit.
    """

    kind: Kind
    values: int
    trials: int = 0
    season_strength: float = 0.0
    season: tuple[float, ...] = ()
    method: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    one_offs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step ahead, counted from 1, and the ranges that hold the truth in 50 and 80 of 100.

    `mean` is the best single figure: the one with the smallest expected distance from the truth.
    `average` is what many such steps come to on the average, which is more where now and then
    much is spent. `quantiles` stand for `LEVELS`.
    """

    step: int
    mean: float
    average: float
    low50: float
    high50: float
    low80: float
    high80: float
    quantiles: tuple[float, ...]

    def chance_above(self, amount: float) -> float:
        """Tell how likely more than an amount is, from 0 to 1; never quite certain."""
        return 1 - share_below(amount, self.quantiles)


@dataclass(frozen=True, slots=True)
class Typical:
    """How well trials on the past went, at one number of steps ahead.

    `error` is the mean distance from the truth, in the unit of the series; `simple` is that of
    the best of the simple methods: the same step a year ago, the mean of a year, the last value.
    """

    step: int
    trials: int
    error: float
    simple: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The steps ahead, in order, the reason, and how well trials on the past went."""

    steps: tuple[Step, ...]
    reason: Reason
    typical: tuple[Typical, ...] = ()


@dataclass(frozen=True, slots=True)
class NotEnough:
    """There is too little to say anything: so many values are needed, so many are there."""

    needs: int
    has: int = 0


def share_below(amount: float, quantiles: tuple[float, ...]) -> float:
    """Tell which share of a distribution lies at or below an amount, between its known levels.

    Beyond the outermost levels the share is half of what is left there.
    """
    if amount < quantiles[0]:
        return LEVELS[0] / 2
    if amount >= quantiles[-1]:
        return 1 - (1 - LEVELS[-1]) / 2
    above = next(place for place, value in enumerate(quantiles) if value > amount)
    low, high = quantiles[above - 1], quantiles[above]
    share = (amount - low) / (high - low)
    return LEVELS[above - 1] + share * (LEVELS[above] - LEVELS[above - 1])
