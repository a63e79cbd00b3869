"""What a day looks like: which formats a text may be in, before the whole column decides."""

import re
from functools import lru_cache

from ftracker.domain.statements import words
from ftracker.domain.statements.months import MONTHS, WEEKDAYS
from ftracker.domain.statements.numbers import INVISIBLE

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
    r"(?:[0-9]{1,4}|[^\W\d_]+\.?)[-/. ,]*(?:(?:de|of) )?(?:[0-9]{1,2}|[^\W\d_]+\.?)"
    r"[-/. ,]*(?:(?:de|of) )?[0-9]{2,4}"
)
# Programs write these so that a spreadsheet leaves the cell as it is.
_GUARDS = ("'", '="')


def clean(text: str) -> str:
    """Take away what a date may have around it: blanks and signs that show nothing."""
    cell = text.strip() if text.isascii() else INVISIBLE.sub("", text).strip()
    return cell if not cell.startswith(_GUARDS) else cell.strip("'\"= ")


def cut(text: str) -> tuple[str, str]:
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
def candidates(day: str) -> str:
    """List the formats that a text may be in, joined by bars; '' when it is no date."""
    if re.fullmatch("[0-9]{8}|[0-9]{6}", day):
        return "%Y%m%d|%d%m%Y|%m%d%Y" if len(day) == 8 else "%y%m%d|%d%m%y"
    if weekday := _weekday(day):
        before, inner, after = weekday
        if inside := candidates(inner):
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
    if found is None or words.plain(found[1] or found[3]) not in WEEKDAYS:
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
        return "%b" if words.plain(token) in MONTHS else ""
    if len(token) == 4:
        return "%Y"
    return "%d" if "%d" not in seen and len(token) <= 2 else "%y"
