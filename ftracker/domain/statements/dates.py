"""Dates as files write them: formats found from the whole column, or asked for."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import shapes, words
from ftracker.domain.statements.mapping import Unclear
from ftracker.domain.statements.months import MONTHS

FIRST_YEAR, LAST_YEAR = 1900, 2199
_PARTS = {
    "%d": r"(?P<day>[0-9]{1,2})",
    "%e": r"\s?(?P<day>[0-9]{1,2})",
    "%-d": r"(?P<day>[0-9]{1,2})",
    "%m": r"(?P<month>[0-9]{1,2})",
    "%-m": r"(?P<month>[0-9]{1,2})",
    "%Y": r"(?P<year>[0-9]{4})",
    "%y": r"(?P<short>[0-9]{2})",
    "%b": r"(?P<name>[^\W\d_]+)\.?",
    "%B": r"(?P<name>[^\W\d_]+)\.?",
    "%a": r"[^\W\d_]+\.?",
    "%A": r"[^\W\d_]+",
    "%H": "[0-9]{1,2}",
    "%I": "[0-9]{1,2}",
    "%M": "[0-9]{2}",
    "%S": "[0-9]{2}",
    "%f": "[0-9]{1,9}",
    "%p": r"[AaPp]\.?[Mm]\.?",
    "%z": r"(?:Z|[+-][0-9]{2}:?[0-9]{2})",
    "%Z": r"(?:\[?[A-Za-z]+(?:/[A-Za-z_]+)*\]?)",
    "%%": "%",
}
_LONGEST = 60
_ENOUGH = 6
SERIAL = "excel"
_SERIAL_DIGITS = 5
_DECADE = timedelta(days=3653)
_FIRST_COUNTED = date(1899, 12, 30)


def read(text: str, formats: Sequence[str]) -> date:
    """Read a day by the first format that fits; the time of day is dropped.

    Raises ValueError with a sentence, also for a day that does not exist and for a year outside
    1900 to 2199.
    """
    cell = shapes.clean(text)
    problem = None
    if formats == (SERIAL,):
        return _counted(cell)
    for style in formats:
        found = pattern(style).fullmatch(cell)
        if found is None:
            continue
        try:
            return _day(found)
        except ValueError as bad:
            problem = problem or bad
    if problem is not None:
        raise ValueError(f"“{cell[:40]}” is no day of the calendar from 1900 to 2199.")
    raise ValueError(f"“{cell[:40]}” is not a date." if cell else "The date is missing.")


def _counted(cell: str) -> date:
    """Read a day as a spreadsheet counts it, from the end of 1899."""
    whole = cell.partition(".")[0]
    if not (whole.isascii() and whole.isdigit() and len(whole) == _SERIAL_DIGITS):
        raise ValueError(f"“{cell[:40]}” is not a date." if cell else "The date is missing.")
    return _FIRST_COUNTED + timedelta(days=int(whole))


def looks_like(text: str) -> bool:
    """Tell whether a text is a date in any of the usual ways."""
    return len(text) <= _LONGEST and bool(shapes.candidates(shapes.cut(text)[0]))


def formats(
    texts: Iterable[str], *, beside: Sequence[str] = (), is_day_first: bool = False
) -> tuple[str, ...]:
    """Find the formats of a column from all its distinct texts, given in the file's order.

    Several styles may be mixed. `beside` are texts of the file's other dates, which may settle
    day and month; `is_day_first` says that people who write like this file put the day first.
    Raises Unclear when day and month cannot be told apart.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for text in texts:
        shape, time = shapes.cut(text)
        if key := shapes.candidates(shape):
            groups.setdefault((key, time), []).append(text.strip())
    open_groups: list[tuple[str, list[str], list[str]]] = []
    found: list[str] = []
    for (key, time), members in groups.items():
        best = _best(key.split("|"), time, members)
        if len(best) > 1:
            open_groups.append((time, best, members))
        else:
            found.append(best[0])
    if open_groups:
        proven = found + _proven(beside)
        found += [
            _decided(best, members, proven, is_day_first=is_day_first)
            for _, best, members in open_groups
        ]
    return tuple(dict.fromkeys(found))


def _proven(texts: Sequence[str]) -> list[str]:
    """Find the formats that the file's other dates leave no doubt about."""
    groups: dict[tuple[str, str], list[str]] = {}
    for text in texts:
        shape, time = shapes.cut(text)
        if "|" in (key := shapes.candidates(shape)):
            groups.setdefault((key, time), []).append(text.strip())
    chosen = [_best(key.split("|"), time, members) for (key, time), members in groups.items()]
    return [best[0] for best in chosen if len(best) == 1]


@lru_cache(maxsize=512)
def pattern(style: str) -> re.Pattern[str]:
    """Turn a strftime format into an expression. Raises InvalidInput when it is none."""
    if style == SERIAL:
        return re.compile("[0-9]+")
    out = []
    for token in re.findall(r"%-?.|\s+|.", style, re.DOTALL):
        if token.isspace():
            out.append(r"\s+")
        elif token.startswith("%"):
            if token not in _PARTS:
                raise InvalidInput("date.formats", f"“{style[:40]}” is not a date format.")
            out.append(_PARTS[token])
        else:
            out.append(re.escape(token))
    try:
        made = re.compile("".join(out))
    except re.error as bad:
        raise InvalidInput("date.formats", f"“{style[:40]}” is not a date format.") from bad
    groups = set(made.groupindex)
    if not ({"day"} <= groups and groups & {"month", "name"} and groups & {"year", "short"}):
        raise InvalidInput("date.formats", f"“{style[:40]}” does not say day, month and year.")
    return _exact(style, made)


def _exact(style: str, made: re.Pattern[str]) -> re.Pattern[str]:
    """Without marks between them, day and month have two digits each."""
    if re.search(r"%[dmHM]%|%[yY]%[dm]", style):
        return re.compile(made.pattern.replace("{1,2}", "{2}"))
    return made


def _day(found: re.Match[str]) -> date:
    parts = found.groupdict()
    name = parts.get("name")
    month = MONTHS.get(words.plain(name), 0) if name else int(parts["month"])
    if parts.get("year"):
        year = int(parts["year"])
    else:
        # As POSIX reads two digits: 69 to 99 lie in the last century.
        year = int(parts["short"]) + (1900 if int(parts["short"]) >= 69 else 2000)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return date(year, month, int(parts["day"]))


def _best(styles: list[str], time: str, members: list[str]) -> list[str]:
    """Keep the formats that read the most members; several when they differ and tie."""
    counts = {style + time: _reads(style + time, members) for style in styles}
    most = max(len(days) for days in counts.values())
    if not most:
        return [styles[0] + time]
    best = [style for style, days in counts.items() if len(days) == most]
    if len({tuple(counts[style].items()) for style in best}) == 1:
        return best[:1]
    return best


def _reads(style: str, members: list[str]) -> dict[str, date]:
    days = {}
    for text in members:
        with suppress(ValueError):
            days[text] = read(text, [style])
    return days


def _decided(best: list[str], members: list[str], known: list[str], *, is_day_first: bool) -> str:
    """Choose by what other rows of the file prove, then by the order of the days."""
    for style in best:
        if any(_order(style) == _order(other) for other in known):
            return style
    if len(members) >= _ENOUGH:
        sorted_ones = [s for s in best if _is_sorted(list(_reads(s, members).values()))]
        if len(sorted_ones) == 1:
            return sorted_ones[0]
    best = _close_together(best, members)
    if len(best) == 1:
        return best[0]
    if is_day_first and (day_first := [s for s in best if _order(s)[0] == "%d"]):
        return day_first[0]
    shown = " or ".join(f"{read(members[0], [s]):%d %b %Y}" for s in best)
    raise Unclear(
        "date.formats",
        f"“{members[0]}” can be {shown}: say which comes first, the day or the month.",
    )


def reason(formats: Sequence[str], texts: Iterable[str]) -> str:
    """Say in plain words why days are read by these formats."""
    if not formats:
        return "no cell is a day"
    first = _order(formats[0])[0]
    if first == "%y" or "%b" in formats[0]:
        return "the year or the name of the month leaves no doubt"
    place = ("day", "month") if first == "%d" else ("month", "day")
    if any(_first_number(text) > 12 for text in texts) and first == "%d":
        return "13 and later stand only in the first place: day first"
    return f"the order of the days and the habits of the language: {place[0]} before {place[1]}"


def _first_number(text: str) -> int:
    found = re.match("[0-9]{1,2}", shapes.clean(text))
    return int(found[0]) if found else 0


def _close_together(best: list[str], members: list[str]) -> list[str]:
    """Leave out a reading with the year first that scatters the days of a file over decades."""
    spans = {}
    for style in best:
        days = list(_reads(style, members).values())
        spans[style] = max(days) - min(days) if days else timedelta(0)
    shortest = min(spans.values())
    return [s for s in best if _order(s)[0] != "%y" or spans[s] <= shortest + _DECADE]


def _order(style: str) -> list[str]:
    return [part.lower() for part in re.findall("%[dmyY]", style)]


def _is_sorted(days: list[date]) -> bool:
    return days in (sorted(days), sorted(days, reverse=True))
