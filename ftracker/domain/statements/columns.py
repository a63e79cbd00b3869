"""Which column is what: by the words of the header first, then by what the cells hold."""

from collections.abc import Callable, Iterable

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import dates, numbers, words
from ftracker.domain.statements.layout import Layout

OWN = ("date", "amount", "type", "category", "account", "payee", "note")
_MOST = 0.6


def is_own(layout: Layout) -> bool:
    """Tell whether the header is the one of FTracker's own export."""
    return set(OWN) <= {name.strip().casefold() for name in layout.header}


def by_word(
    layout: Layout,
    role: str,
    *,
    taken: Iterable[int] = (),
    holds: Callable[[list[str]], bool] = lambda _: True,
) -> int | None:
    """Find the column whose header names a role best, and whose cells fit; None if none does.

    Raises InvalidInput when two columns have that same header.
    """
    ranked = sorted(
        (rank, i)
        for i, name in enumerate(layout.header)
        if i not in set(taken)
        and (rank := _rank(name, role)) is not None
        and holds(layout.column(i))
    )
    if not ranked:
        return None
    best = ranked[0][1]
    if layout.name(best) == best:
        raise InvalidInput(
            role,
            f"Two columns are called “{layout.header[best].strip()[:60]}”: "
            "say which by its number, from 0.",
        )
    return best


def all_by_word(layout: Layout, roles: tuple[str, ...], *, taken: Iterable[int]) -> list[int]:
    """List the columns whose header is exactly a word of one of the roles, from left to right."""
    known = {word for role in roles for word in words.HEADERS[role]}
    return [
        i
        for i, name in enumerate(layout.header)
        if i not in set(taken) and words.plain(name) in known
    ]


def weak_accounts(layout: Layout, *, taken: Iterable[int]) -> list[int]:
    """List the columns that are the account in some files, and the way of paying in others."""
    busy = set(taken)
    return [
        i
        for i, name in enumerate(layout.header)
        if i not in busy and words.plain(name) in words.WEAK_ACCOUNT
    ]


def by_content(
    layout: Layout, holds: Callable[[list[str]], bool], *, taken: Iterable[int]
) -> int | None:
    """Find the first column, from the left, whose cells fit."""
    busy = set(taken)
    return next((i for i in range(layout.most) if i not in busy and holds(layout.column(i))), None)


def longest_text(layout: Layout, *, taken: Iterable[int]) -> int | None:
    """Find the column with the longest texts."""
    busy = set(taken)
    sizes = {
        i: sum(len(cell) for cell in layout.column(i) if not numbers.looks_like(cell))
        for i in range(layout.most)
        if i not in busy
    }
    best = max(sizes, key=lambda i: sizes[i], default=None)
    return best if best is not None and sizes[best] else None


def are_dates(cells: list[str]) -> bool:
    """Tell whether most filled cells are dates."""
    return _mostly(cells, dates.looks_like)


def are_amounts(cells: list[str]) -> bool:
    """Tell whether most filled cells are amounts."""
    return _mostly(cells, numbers.looks_like)


def may_be_amounts(cells: list[str]) -> bool:
    """Tell whether the filled cells are amounts, or none is filled."""
    return not any(cells) or are_amounts(cells)


def _mostly(cells: list[str], fits: Callable[[str], bool]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(map(fits, filled)) >= _MOST * len(filled)


def _rank(name: str, role: str) -> int | None:
    """Tell how well a header names a role, 0 best; words inside a longer header count less."""
    text, known = words.plain(name), words.HEADERS[role]
    if text in known:
        return known.index(text)
    padded = f" {text} "
    parts = [i for i, word in enumerate(known) if len(word) > 2 and f" {word} " in padded]
    return 1000 + parts[0] if parts and role in {"date", "amount", "in", "out"} else None
