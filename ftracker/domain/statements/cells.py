"""What one cell can be: a day, an amount, money."""

from ftracker.domain.statements import dates, numbers

_EARLY, _LATE = 1970, 2069
_COMPACT = (6, 8)
_ZEROS = "00"


def is_entry(row: list[str]) -> bool:
    """Tell whether a row holds a day and an amount."""
    days = [is_day(cell) for cell in row]
    return any(days) and any(
        not day and numbers.looks_like(cell) for cell, day in zip(row, days, strict=True)
    )


def is_day(cell: str) -> bool:
    """Tell whether a text is a day; mere digits have to be one of the calendar."""
    if not dates.looks_like(cell):
        return False
    text = dates.clean(cell)
    if not (text.isdigit() and len(text) in _COMPACT):
        return True
    styles = ("%Y%m%d", "%d%m%Y", "%m%d%Y") if len(text) == max(_COMPACT) else ("%y%m%d", "%d%m%y")
    return any(_fits(text, style) for style in styles)


def _fits(text: str, style: str) -> bool:
    try:
        return _EARLY <= dates.read(text, (style,)).year <= _LATE
    except ValueError:
        return False


def is_money(cell: str) -> bool:
    """Tell a number with decimals, groups, a sign or a currency from a bare count or an id."""
    return numbers.looks_like(cell) and not cell.isdigit() and not cell.startswith(_ZEROS)


def is_code(cell: str) -> bool:
    """Tell a number with letters in it from words."""
    return sum(c.isdigit() for c in cell) >= sum(c.isalpha() for c in cell)
