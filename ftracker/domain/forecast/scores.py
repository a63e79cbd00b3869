"""How well forecasts did, by repeating the past: only what was known at each month's end.

Errors are measured as MASE (Hyndman & Koehler 2006): as multiples of the mean step from each value
to the one of a year before it, or to the one before where there are no two years; and as sMAPE
(Makridakis & Hibon 2000).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ftracker.domain.forecast import ahead, known
from ftracker.domain.forecast.answers import Ask, Forecast, NotEnough, Step
from ftracker.domain.forecast.known import Row

Key = TypeVar("Key", bound=Hashable)
Forecaster = Callable[[Sequence[Sequence[float | None]], Ask], Sequence[Forecast | NotEnough]]
_YEARS = 2


@dataclass(frozen=True, slots=True)
class Try:
    """One forecast held against the truth: made on the day `at`, so many steps ahead.

    `scale` is what MASE divides by, 0 where the past never changed; `simple` is what the simple
    methods said: the same month a year ago, the mean of a year, the last value.
    """

    at: date
    step: Step
    truth: float
    scale: float
    simple: tuple[float, float, float]

    @property
    def error(self) -> float:
        """How far off it was."""
        return abs(self.truth - self.step.mean)


@dataclass(frozen=True, slots=True)
class Score:
    """How well tries of one number of steps went; shares from 0 to 1.

    `mase` is None where no past had changed; `simple_mase` are those of the simple methods.
    """

    step: int
    tries: int
    error: float
    mase: float | None
    simple_mase: tuple[float, float, float] | None
    smape: float
    within50: float
    within80: float


def back_test(
    series: Mapping[Key, Iterable[Row]],
    ask: Ask,
    *,
    origins: Iterable[date],
    today: date,
    forecaster: Forecaster = ahead.forecast,
) -> dict[Key, list[Score]]:
    """Repeat the past: forecast months on the first days given, and hold them against the truth.

    Only rows known by then count, and only months that ended before. Series are keyed as given;
    scores come by step, those without any try are left out.
    """
    tries: dict[Key, list[Try]] = {key: [] for key in series}
    rows = {key: tuple(mine) for key, mine in series.items()}
    for at in origins:
        pasts = {key: known.months(mine, at=at) for key, mine in rows.items()}
        answers = forecaster(list(pasts.values()), ask)
        for (key, past), answer in zip(pasts.items(), answers, strict=True):
            if isinstance(answer, Forecast):
                truth = known.truth(rows[key], start=at, horizon=ask.horizon, today=today)
                tries[key] += _tries(at, past, answer, truth, ask.season)
    return {key: scored(mine) for key, mine in tries.items()}


def scored(tries: Iterable[Try]) -> list[Score]:
    """Average tries by their number of steps, the nearest first."""
    by_step: dict[int, list[Try]] = defaultdict(list)
    for one in tries:
        by_step[one.step.step].append(one)
    return [_score(step, by_step[step]) for step in sorted(by_step)]


def scale(past: Sequence[float], season: int) -> float:
    """Give what errors are divided by for MASE; 0 where nothing changed."""
    lag = season if len(past) >= _YEARS * season else 1
    steps = [abs(value - before) for value, before in zip(past[lag:], past, strict=False)]
    return sum(steps) / len(steps) if steps else 0.0


def smape(forecast: float, truth: float) -> float:
    """Give the error as a share of the mean of both, in per cent from 0 to 200."""
    both = abs(forecast) + abs(truth)
    return 200 * abs(forecast - truth) / both if both else 0.0


def pinball(level: float, quantile: float, truth: float) -> float:
    """Give the loss of a quantile (Koenker & Bassett 1978): the least when the level is right."""
    off = truth - quantile
    return max(level * off, (level - 1) * off)


def simple(past: Sequence[float], horizon: int, season: int) -> list[tuple[float, float, float]]:
    """Say for each step the value a year before, the mean of the last year, the last value.

    Where there is no year yet the mean stands for the value a year before.
    """
    average = sum(past[-season:]) / len(past[-season:])
    year = past[-season:] if len(past) >= season else [average] * season
    return [(year[step % season], average, past[-1]) for step in range(horizon)]


def _tries(
    at: date, past: Sequence[float], answer: Forecast, truth: Sequence[float | None], season: int
) -> Iterable[Try]:
    size = scale(past, season)
    said = simple(past, len(truth), season)
    for step, value, plain in zip(answer.steps, truth, said, strict=True):
        if value is not None:
            yield Try(at, step, value, size, plain)


def _score(step: int, tries: Sequence[Try]) -> Score:
    scaled = [one for one in tries if one.scale]
    return Score(
        step=step,
        tries=len(tries),
        error=_mean([one.error for one in tries]),
        mase=_mean([one.error / one.scale for one in scaled]) if scaled else None,
        simple_mase=_simple_mase(scaled) if scaled else None,
        smape=_mean([smape(one.step.mean, one.truth) for one in tries]),
        within50=_mean([one.step.low50 <= one.truth <= one.step.high50 for one in tries]),
        within80=_mean([one.step.low80 <= one.truth <= one.step.high80 for one in tries]),
    )


def _simple_mase(scaled: Sequence[Try]) -> tuple[float, float, float]:
    year_ago, average, last = (
        _mean([abs(one.truth - one.simple[place]) / one.scale for one in scaled])
        for place in range(3)
    )
    return year_ago, average, last


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
