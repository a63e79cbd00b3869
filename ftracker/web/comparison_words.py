"""How reports say what days are held against, and how a figure differs from then."""

from decimal import Decimal

from ftracker.domain import periods
from ftracker.domain.periods import Period, Unit
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Range
from ftracker.web import display, filters
from ftracker.web.display import Change, Tone


def name(days: Range, locale: str) -> str:
    """Name days as they stand after `in`: `July 2025`, `2025`, `the days from … to …`."""
    found = unit(days)
    if found in (Unit.MONTH, Unit.YEAR):
        return _whole(days, found).label
    return f"the days from {filters.day(days.start, locale)} to {filters.day(days.until, locale)}"


def against(held: Held, days: Range, locale: str) -> str:
    """Name what days are held against, as it stands after `in`; '' where it is nothing."""
    if not held.ranges:
        return ""
    newest = held.ranges[0]
    found = unit(days)
    is_cut = found is not None and newest.end < _whole(newest, found).end
    if held.only is None:
        whole = f"a usual {found}" if found else f"the usual {days.days} days"
    elif found is Unit.MONTH or (found is Unit.YEAR and not is_cut):
        whole = _whole(newest, found).label
    else:
        return name(newest, locale)
    return f"the first {newest.days} days of {whole}" if is_cut else whole


def change(now: Decimal, then: Decimal, said: str, tone: Tone) -> Change | None:
    """Compare a figure with what it is held against, named as `against` names it."""
    return display.change(now, then, f"than in {said}", more_is_good=tone != "spending")


def unit(days: Range) -> Unit | None:
    """Tell the week, month or year that days are, None for other ones."""
    return next((one for one in Unit if _is(days, _whole(days, one))), None)


def _whole(days: Range, of: Unit) -> Period:
    return periods.containing(days.start, of)


def _is(days: Range, period: Period) -> bool:
    return (days.start, days.end) == (period.start, period.end)
