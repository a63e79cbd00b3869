"""A whole comes to no less than any of its parts, where no part can come to less than nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ftracker.domain.forecasts import Band, CategoryAhead, PeriodAhead

_FIGURES = ("median", "low50", "high50", "low80", "high80")


def no_less_than_parts(found: Sequence[CategoryAhead]) -> list[CategoryAhead]:
    """Lift each figure of a whole section to the largest that one of its categories adds to it.

    Each is learnt by itself, so that a rare large income can reach further than all income does.
    Where something may come back (a refund is expected) the figures stay as they are.
    """
    return [one if one.category_id else _lifted(one, _parts(one, found)) for one in found]


def _parts(whole: CategoryAhead, found: Sequence[CategoryAhead]) -> list[PeriodAhead]:
    """Give the periods of all categories of a section."""
    mine = (one for one in found if one.category_id and one.section == whole.section)
    return [period for one in mine for period in one.periods]


def _lifted(whole: CategoryAhead, parts: Sequence[PeriodAhead]) -> CategoryAhead:
    periods = tuple(_period(period, list(_alike(period, parts))) for period in whole.periods)
    return replace(whole, periods=periods)


def _alike(period: PeriodAhead, parts: Sequence[PeriodAhead]) -> Iterator[PeriodAhead]:
    return (one for one in parts if (one.start, one.end) == (period.start, period.end))


def _period(period: PeriodAhead, parts: Sequence[PeriodAhead]) -> PeriodAhead:
    if not parts or min(one.band.low80 - one.so_far for one in parts) < 0:
        return period
    figures = {name: _figure(name, period, parts) for name in _FIGURES}
    return replace(period, band=Band(**figures))


def _figure(name: str, period: PeriodAhead, parts: Sequence[PeriodAhead]) -> Decimal:
    adds: Decimal = max(getattr(one.band, name) - one.so_far for one in parts)
    said: Decimal = getattr(period.band, name)
    return max(said, period.so_far + adds)
