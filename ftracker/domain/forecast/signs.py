"""Series of which it is not known whether they may fall below zero."""

from collections.abc import Mapping

from ftracker.domain.forecast import ahead
from ftracker.domain.forecast.answers import Ask, Forecast, NotEnough


def forecast(
    series: Mapping[str, list[float | None]], *, horizon: int, season: int
) -> dict[str, Forecast | NotEnough]:
    """Forecast series by their names; one that was never below zero stays at zero or above."""
    found: dict[str, Forecast | NotEnough] = {}
    for floor in (0.0, None):
        names = [name for name in series if _is_signed(series[name]) is (floor is None)]
        answers = ahead.forecast([series[name] for name in names], Ask(horizon, season, floor))
        found |= zip(names, answers, strict=True)
    return {name: found[name] for name in series}


def _is_signed(values: list[float | None]) -> bool:
    return any(value is not None and value < 0 for value in values)
