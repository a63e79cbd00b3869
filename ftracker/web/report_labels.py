"""How reports name periods: short on an axis, whole in a table."""

from collections.abc import Sequence

from ftracker.domain.periods import Period, Unit, containing


def whole(period: Period) -> str:
    """Name the week, month or year that a period is, or is a part of."""
    return containing(period.start, period.unit).label


def short(period: Period) -> str:
    """Name a period on an axis: `W30`, `Jul 25`, `2025`."""
    day = period.start
    if period.unit is Unit.WEEK:
        return f"W{day.isocalendar().week:02}"
    return f"{day:%b %y}" if period.unit is Unit.MONTH else str(day.year)


def axis(cuts: Sequence[Period]) -> list[str]:
    """Name all periods of an axis."""
    return [short(one) for one in cuts]
