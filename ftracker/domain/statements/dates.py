"""Dates as files write them: formats found from the whole column, or asked for."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import words
from ftracker.domain.statements.mapping import Unclear
from ftracker.domain.statements.numbers import INVISIBLE

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
_TIME = re.compile(
    r"(?P<gap>[T ,-]+)(?P<hour>[0-9]{1,2})(?P<mark>[:.])[0-9]{2}(?P<second>(?P=mark)[0-9]{2})?"
    r"(?P<part>[.,][0-9]+)?(?P<half>\s?[AaPp]\.?[Mm]\.?)?"
    r"(?P<zone>\s?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?(?P<name>\s(?:UTC|GMT|[A-Z]{3,4}))?$"
)
_RUN = re.compile("([0-9]{8})( ?)([0-9]{6})")
_WEEKDAY = re.compile(r"^([^\W\d_]+)(\.?,?\s+)(?=.*[0-9].*[0-9]{2}$)|\s*[(（]([^\W\d_]+)[)）]$")
_ASIAN = re.compile(
    r"([0-9]{2,4})年 ?([0-9]{1,2})月 ?([0-9]{1,2})日|([0-9]{4})년 ?([0-9]{1,2})월 ?([0-9]{1,2})일"
)
_NUMERIC = re.compile(r"([0-9]{1,4})([-/. ]+)([0-9]{1,2})([-/. ]+)([0-9]{1,4})\.?")
_NAMED = re.compile(
    r"(?:[0-9]{1,4}|[^\W\d_]+\.?)[-/. ,]*(?:(?:de|of) )?(?:[0-9]{1,2}|[^\W\d_]+\.?)[-/. ,]*(?:(?:de|of) )?[0-9]{2,4}"
)
_LONGEST = 60
# Programs write these so that a spreadsheet leaves the cell as it is.
_GUARDS = ("'", '="')
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
    cell = clean(text)
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


def clean(text: str) -> str:
    """Take away what a date may have around it: blanks and signs that show nothing."""
    cell = text.strip() if text.isascii() else INVISIBLE.sub("", text).strip()
    return cell if not cell.startswith(_GUARDS) else cell.strip("'\"= ")


def looks_like(text: str) -> bool:
    """Tell whether a text is a date in any of the usual ways."""
    return len(text) <= _LONGEST and bool(_candidates(_shape(text)[0]))


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
        shape, time = _shape(text)
        if key := _candidates(shape):
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
        found += [_decided(best, members, proven, is_day_first) for _, best, members in open_groups]
    return tuple(dict.fromkeys(found))


def _proven(texts: Sequence[str]) -> list[str]:
    """Find the formats that the file's other dates leave no doubt about."""
    groups: dict[tuple[str, str], list[str]] = {}
    for text in texts:
        shape, time = _shape(text)
        if "|" in (key := _candidates(shape)):
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
    if parts.get("name"):
        month = words.MONTHS.get(words.plain(parts["name"]), 0)
    else:
        month = int(parts["month"])
    if parts.get("year"):
        year = int(parts["year"])
    else:
        # As POSIX reads two digits: 69 to 99 lie in the last century.
        year = int(parts["short"]) + (1900 if int(parts["short"]) >= 69 else 2000)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return date(year, month, int(parts["day"]))


def _shape(text: str) -> tuple[str, str]:
    """Cut a text into its day and the format of its time of day."""
    cell = clean(text)
    if run := _RUN.fullmatch(cell):
        return run[1], f"{run[2]}%H%M%S"
    found = _TIME.search(cell)
    if found is None:
        return cell, ""
    mark = found["mark"]
    time = found["gap"] + ("%I" if found["half"] else "%H") + f"{mark}%M"
    time += f"{mark}%S" if found["second"] else ""
    time += found["part"][0] + "%f" if found["part"] else ""
    time += (" " if (found["half"] or "")[:1].isspace() else "") + "%p" if found["half"] else ""
    time += (" " if (found["zone"] or "")[:1].isspace() else "") + "%z" if found["zone"] else ""
    time += " %Z" if found["name"] else ""
    return cell[: found.start()], time


@lru_cache(maxsize=4096)
def _candidates(day: str) -> str:
    """List the formats that a text may be in, joined by bars; '' when it is no date."""
    if re.fullmatch("[0-9]{8}|[0-9]{6}", day):
        return "%Y%m%d|%d%m%Y|%m%d%Y" if len(day) == 8 else "%y%m%d|%d%m%y"
    if weekday := _weekday(day):
        before, inner, after = weekday
        if inside := _candidates(inner):
            return "|".join(before + style + after for style in inside.split("|"))
    if _ASIAN.fullmatch(day):
        return _asian(day)
    if found := _NUMERIC.fullmatch(day):
        first, mark, _, mark2, last = found.groups()
        if mark != mark2:
            return ""
        end = "." if day.endswith(".") else ""
        return "|".join(f + end for f in _numeric(len(first), len(last), mark))
    return "|".join(_named(day)) if _NAMED.fullmatch(day) else ""


def _weekday(day: str) -> tuple[str, str, str] | None:
    """Cut a day's name off a date, unless it is the name of a month."""
    found = _WEEKDAY.search(day)
    if found is None or words.plain(found[1] or found[3]) not in words.WEEKDAYS:
        return None
    if found[1]:
        return "%a" + found[2].lstrip("."), day[found.end() :], ""
    return "", day[: found.start()], day[found.start() :].replace(found[3], "%a")


def _asian(day: str) -> str:
    style = day
    year, *rest = re.findall("[0-9]+", day)
    for number, part in zip(
        (year, *rest), ("%Y" if len(year) == 4 else "%y", "%m", "%d"), strict=True
    ):
        style = re.sub(rf"(?<![0-9%]){number}(?![0-9])", part, style, count=1)
    return style


def _numeric(first: int, last: int, mark: str) -> list[str]:
    if first == 4:
        return [f"%Y{mark}%m{mark}%d"]
    year = "%Y" if last == 4 else "%y"
    if first == 3 or last in (1, 3):
        return []
    # Nobody writes the month first with points between.
    orders = [f"%d{mark}%m{mark}{year}"]
    orders += [] if mark.strip() == "." else [f"%m{mark}%d{mark}{year}"]
    orders += [f"%y{mark}%m{mark}%d"] if last == first == 2 and mark.strip() != "." else []
    return orders


def _named(day: str) -> list[str]:
    """Read day, month's name and year as they stand; None of it when the name is no month's."""
    style, at = "", 0
    seen: list[str] = []
    for token in re.finditer(r"[^\W\d_]+|[0-9]+", day):
        style += day[at : token.start()]
        at = token.end()
        part = token[0] if token[0] in ("de", "of") else _part(token[0], seen)
        if not part:
            return []
        style += part
        if part.startswith("%"):
            seen.append(part)
    return [style.replace("%b.", "%b")] if len(set(seen)) == len(seen) == 3 and "%b" in seen else []


def _part(token: str, seen: list[str]) -> str:
    if not token.isdigit():
        return "%b" if words.plain(token) in words.MONTHS else ""
    if len(token) == 4:
        return "%Y"
    return "%d" if "%d" not in seen and len(token) <= 2 else "%y"


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


def _decided(best: list[str], members: list[str], known: list[str], is_day_first: bool) -> str:
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
    found = re.match("[0-9]{1,2}", clean(text))
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
