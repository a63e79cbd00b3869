"""Forecasts in words: how likely, from what, how old; calm, and never surer than they are."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date, format_skeleton, get_month_names

from ftracker.domain.forecasts import Band, Basis, Chance
from ftracker.web import filters
from ftracker.web.rows import Writer

_HARDLY, _SURELY = 0.005, 0.995
_LIKELY = 0.5
# How likely something is, from this probability on.
_WORDS = ((0.8, "very likely"), (0.6, "likely"), (0.4, "open"), (0.2, "less likely"))
_TOLD_MONTHS = 2
METHODS = {
    "year_ago": "the same month a year ago",
    "average": "the average of a year",
    "last": "the month before",
    "known_only": "known things alone",
    "unchanged": "the balance as it is",
}


def percent(share: float) -> str:
    """Write a probability in whole per cent; nothing is quite certain: `under 1 %`."""
    if share < _HARDLY:
        return "under 1 %"
    return "over 99 %" if share > _SURELY else filters.percent(Decimal(str(share)))


def likelihood(share: float) -> str:
    """Say how likely something is, with its probability: `likely, 71 %`."""
    word = next((word for least, word in _WORDS if share >= least), "unlikely")
    return f"{word}, {percent(share)}"


def over(share: float) -> str:
    """Say whether a budget will hold, whichever is likelier: `71 % likely over`."""
    if not _HARDLY <= share <= _SURELY:
        return f"almost certainly {'over' if share > _LIKELY else 'within'}"
    if share >= _LIKELY:
        return f"{percent(share)} likely over"
    return f"{percent(1 - share)} likely within"


def short_day(day: date, locale: str) -> str:
    """Write a day as short as can be: `28 Nov`."""
    return format_date(day, "d MMM", locale=locale.replace("-", "_"))


def near_day(day: date, as_of: date, locale: str) -> str:
    """Write a day short, with its year where that is another one."""
    pattern = "d MMM" if day.year == as_of.year else "d MMM y"
    return format_date(day, pattern, locale=locale.replace("-", "_"))


def short_month(day: date, locale: str) -> str:
    """Name the month of a day on an axis: `Jun 27`."""
    return format_date(day, "MMM yy", locale=locale.replace("-", "_"))


def month(day: date, locale: str) -> str:
    """Name the month of a day: `June 2027`."""
    return format_skeleton("yMMMM", day, locale=locale.replace("-", "_"))


def between(low: Decimal, high: Decimal, writer: Writer) -> str:
    """Write a range in whole units: `€380 – €460`, or one of them where both are the same."""
    written = filters.rough(writer.currency, writer.locale)
    first, last = written(low), written(high)
    return first if first == last else f"{first} – {last}"


def wide(band: Band, writer: Writer) -> str:
    """Write the range that holds the truth in 80 of 100."""
    return between(band.low80, band.high80, writer)


def chance(one: Chance, income_date: date, as_of: date, writer: Writer) -> str:
    """Say how likely a balance falls below a level: `Below €200 before payday on 28 Nov: 18 %`."""
    level = filters.rough(writer.currency, writer.locale)(one.level) if one.level else "zero"
    if one.before == income_date:
        span = f"before the next income on {near_day(one.before, as_of, writer.locale)}"
    else:
        span = f"up to {near_day(one.before - timedelta(days=1), as_of, writer.locale)}"
    return f"Below {level} {span}: {percent(one.probability)}"


def basis(one: Basis, locale: str) -> str:
    """Say what a forecast rests on: `based on 26 months; December is usually 30 % higher`."""
    return "; ".join(_basis(one, locale))


def _basis(one: Basis, locale: str) -> Iterator[str]:
    months = f"{one.months} month{'' if one.months == 1 else 's'}"
    if one.kind == "nothing":
        yield "nothing to go by but what is known to come"
    elif one.kind in ("first", "short"):
        yield f"{months if one.months else 'less than a month'} of data: wide range"
    else:
        yield f"based on {months}"
    if one.is_simple:
        yield f"taken from {METHODS[one.method]}, which was clearly better on the past"
    if one.kind == "constant":
        yield "always the same"
    if one.kind == "rare":
        yield "it comes only now and then"
    yield from _season(one, locale)
    if one.one_offs:
        count = len(one.one_offs)
        yield f"{count} one-off{'' if count == 1 else 's'} set aside"


def _season(one: Basis, locale: str) -> Iterator[str]:
    """Name the months that stand out most."""
    names = get_month_names("wide", context="stand-alone", locale=locale.replace("-", "_"))
    most = sorted(one.season, key=lambda known: -abs(known[1]))[:_TOLD_MONTHS]
    for number, share in most:
        way = "higher" if share > 0 else "lower"
        yield f"{names[number]} is usually {filters.percent(abs(Decimal(str(share))))} {way}"


def age(made_at: datetime, today: date) -> str:
    """Say when a forecast was worked out, by the clock of where the server stands."""
    at = made_at.astimezone()
    days = (today - at.date()).days
    day = {0: "today", 1: "yesterday"}.get(days) or f"on {filters.day(at.date())}"
    return f"Worked out {day} at {at:%H:%M} from everything up to then."
