"""A rhythm in plain words: `Every 2 weeks on Friday, 12 times`."""

from calendar import day_name, month_name
from datetime import date

from ftracker.domain.cadences import Weekend
from ftracker.domain.schedules import LAST_OF_MONTH, Every, Rhythm

_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST_OF_MONTH: "last"}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = (11, 12, 13)
_SHORTEST_MONTH = 28
_WEEKENDS = {
    Weekend.KEEP: "",
    Weekend.BEFORE: "moved from weekends to the Friday before",
    Weekend.AFTER: "moved from weekends to the Monday after",
}


def described(rhythm: Rhythm) -> str:
    """Say how often something falls due, what weekends do to it, and when it ends."""
    parts = [f"{often(rhythm)}{_on(rhythm)}", _WEEKENDS[rhythm.weekend]]
    if rhythm.times is not None:
        parts.append("once" if rhythm.times == 1 else f"{rhythm.times} times")
    if rhythm.end is not None:
        parts.append(f"until {_day(rhythm.end)} {rhythm.end.year}")
    return ", ".join(part for part in parts if part)


def often(rhythm: Rhythm) -> str:
    """Say how often alone: `Every month`, `Every 2 weeks`."""
    if rhythm.every == 1:
        return f"Every {rhythm.unit}"
    return f"Every {rhythm.every} {rhythm.unit}s"


def ordinal(number: int) -> str:
    """Write a place in a row: `1st`, `22nd`, `13th`."""
    ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def _on(rhythm: Rhythm) -> str:
    if rhythm.unit is Every.DAY:
        return ""
    if rhythm.unit is Every.WEEK:
        return f" on {day_name[rhythm.start.weekday()]}"
    month = f" of {month_name[rhythm.start.month]}" if rhythm.unit is Every.YEAR else ""
    if rhythm.nth is not None and rhythm.weekday is not None:
        return f" on the {_NTH[rhythm.nth]} {day_name[rhythm.weekday]}{month}"
    day = rhythm.month_day or rhythm.start.day
    if day == LAST_OF_MONTH:
        return f" on the last day{month}"
    short = ", or the last day of a shorter month" if day > _SHORTEST_MONTH and not month else ""
    return f" on the {ordinal(day)}{month}{short}"


def _day(day: date) -> str:
    return f"{day.day} {month_name[day.month]}"
