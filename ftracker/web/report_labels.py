"""How reports name periods: short on an axis, whole in a table."""

from collections.abc import Sequence
from functools import lru_cache

from babel.dates import format_date, format_skeleton

from ftracker.domain.periods import Period, Unit, containing


def whole(period: Period) -> str:
    """Name the week, month or year that a period is, or is a part of."""
    return containing(period.start, period.unit).label


@lru_cache(maxsize=4096)
def short(period: Period, locale: str = "en") -> str:
    """Name a period on an axis, in the words of a locale: `Jul 25` or `2025`, weeks by a day."""
    known = locale.replace("-", "_")
    if period.unit is Unit.YEAR:
        return str(period.start.year)
    if period.unit is Unit.WEEK:
        return format_skeleton("MMMd", period.start, locale=known)
    return format_date(period.start, "MMM yy", locale=known)


def axis(cuts: Sequence[Period], locale: str = "en") -> list[str]:
    """Name all periods of an axis."""
    return [short(one, locale) for one in cuts]
