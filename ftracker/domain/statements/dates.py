"""Dates as files write them: formats found from the whole column, or asked for."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import words
from ftracker.domain.statements.mapping import Unclear

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
    "%Z": "[A-Za-z/_]+",
    "%%": "%",
}
_COMPACT = {"%Y%m%d", "%d%m%Y", "%m%d%Y", "%y%m%d", "%d%m%y"}
_TIME = re.compile(
    r"(?P<gap>[T ,]+)(?P<hour>[0-9]{1,2}):[0-9]{2}(?P<second>:[0-9]{2})?(?P<part>\.[0-9]+)?"
    r"(?P<half>\s?[AaPp]\.?[Mm]\.?)?(?P<zone>\s?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?$"
)
_NUMERIC = re.compile(r"([0-9]{1,4})([-/. ]+)([0-9]{1,2})([-/. ]+)([0-9]{1,4})\.?")
_NAMED = re.compile(
    r"(?:[0-9]{1,2}|[^\W\d_]+\.?)[-/. ,]+(?:[0-9]{1,2}|[^\W\d_]+\.?)[-/. ,]+[0-9]{2,4}"
)
_ENOUGH = 6


def read(text: str, formats: Sequence[str]) -> date:
    """Read a day by the first format that fits; the time of day is dropped.

    Raises ValueError with a sentence, also for a day that does not exist and for a year outside
    1900 to 2199.
    """
    cell = text.strip()
    problem = None
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


def looks_like(text: str) -> bool:
    """Tell whether a text is a date in any of the usual ways."""
    return bool(_candidates(_shape(text)[0]))


def formats(texts: Iterable[str]) -> tuple[str, ...]:
    """Find the formats of a column from all its distinct texts, given in the file's order.

    Several styles may be mixed. Raises Unclear when day and month cannot be told apart.
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
    for _, best, members in open_groups:
        found.append(_decided(best, members, found))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=512)
def pattern(style: str) -> re.Pattern[str]:
    """Turn a strftime format into an expression. Raises InvalidInput when it is none."""
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
    if re.search(r"%[dm]%|%[yY]%[dm]", style):
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
    cell = text.strip()
    found = _TIME.search(cell)
    if found is None:
        return cell, ""
    time = found["gap"] + ("%I" if found["half"] else "%H") + ":%M"
    time += ":%S" if found["second"] else ""
    time += ".%f" if found["part"] else ""
    time += (" " if (found["half"] or "")[:1].isspace() else "") + "%p" if found["half"] else ""
    time += (" " if (found["zone"] or "")[:1].isspace() else "") + "%z" if found["zone"] else ""
    return cell[: found.start()], time


@lru_cache(maxsize=4096)
def _candidates(day: str) -> str:
    """List the formats that a text may be in, joined by bars; '' when it is no date."""
    if re.fullmatch("[0-9]{8}|[0-9]{6}", day):
        return "%Y%m%d|%d%m%Y|%m%d%Y" if len(day) == 8 else "%y%m%d|%d%m%y"
    if found := _NUMERIC.fullmatch(day):
        first, mark, _, mark2, last = found.groups()
        if mark != mark2:
            return ""
        end = "." if day.endswith(".") else ""
        return "|".join(f + end for f in _numeric(len(first), len(last), mark))
    return "|".join(_named(day)) if _NAMED.fullmatch(day) else ""


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
    style, seen = day, []
    for token in re.findall(r"[^\W\d_]+|[0-9]+", day):
        if not token.isdigit():
            if words.plain(token) not in words.MONTHS:
                return []
            part = "%b"
        else:
            part = (
                "%d" if len(token) <= 2 and "%d" not in seen else "%Y" if len(token) == 4 else "%y"
            )
        seen.append(part)
        style = style.replace(token, part, 1)
    return [style.replace("%b.", "%b")] if len(set(seen)) == 3 and "%b" in seen else []


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


def _decided(best: list[str], members: list[str], known: list[str]) -> str:
    """Choose by what other rows of the file prove, then by the order of the days."""
    for style in best:
        if any(_order(style) == _order(other) for other in known):
            return style
    if len(members) >= _ENOUGH:
        sorted_ones = [s for s in best if _is_sorted(list(_reads(s, members).values()))]
        if len(sorted_ones) == 1:
            return sorted_ones[0]
    shown = " or ".join(f"{read(members[0], [s]):%d %b %Y}" for s in best)
    raise Unclear(
        "date.formats",
        f"“{members[0]}” can be {shown}: say which comes first, the day or the month.",
    )


def _order(style: str) -> list[str]:
    return [part.lower() for part in re.findall("%[dmyY]", style)]


def _is_sorted(days: list[date]) -> bool:
    return days in (sorted(days), sorted(days, reverse=True))
