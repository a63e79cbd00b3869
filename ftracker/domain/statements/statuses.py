"""Rows that a bank shows though no money has moved, or not yet: told by a column of statuses."""

from collections.abc import Iterable

from ftracker.domain.statements import words
from ftracker.domain.statements.tables import Table

_MOST_WORDS = 200
_STATES = words.PENDING | words.BOOKED
Skips = tuple[tuple[int, frozenset[str]], ...]


def columns(table: Table, taken: Iterable[int]) -> list[int]:
    """List the columns that may say whether a row is booked."""
    return [
        f.index
        for f in table.columns
        if f.is_called("status") or (f.index not in set(taken) and f.is_choice and f.is_text)
    ]


def speaks(table: Table, index: int) -> bool:
    """Tell whether a column says nothing but whether rows are booked."""
    facts = table.columns[index]
    known = {words.plain(word) for word in facts.words}
    return facts.is_called("status") or (bool(known & words.PENDING) and known <= _STATES)


def skips(table: Table, seen: dict[int, dict[str, None]], candidates: Iterable[int]) -> Skips:
    """Tell which cells of which columns mean that a row is no booking."""
    found = []
    for index in candidates:
        known = {word.strip() for word in seen.get(index, {}) if word.strip()}
        pending = frozenset(word for word in known if words.is_pending(word))
        if not pending or len(known) > _MOST_WORDS:
            continue
        is_status = table.columns[index].is_called("status")
        if is_status or all(words.plain(w) in words.BOOKED for w in known - pending):
            found.append((index, pending))
    return tuple(found)
