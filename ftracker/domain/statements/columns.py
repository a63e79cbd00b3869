"""Which column is what: by the words of its header and by what its cells hold."""

import re
from collections.abc import Iterable
from contextlib import suppress

from babel.numbers import list_currencies

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import dates, headers, numbers, words
from ftracker.domain.statements.layout import Layout
from ftracker.domain.statements.mapping import Unclear
from ftracker.domain.statements.tables import MOST, Facts, Table

OWN = ("date", "amount", "type", "category", "account", "payee", "note")
_CODES = frozenset(list_currencies())
_SERIAL = re.compile(r"[2-6][0-9]{4}(\.[0-9]+)?")
_IDS = frozenset(
    words.vocabulary(
        """
    transaction id, transactionid, fitid, id, uuid, transaktions id, transaktions nr,
    transactiereferentie, transferwise id, transaction number, transaction no, trans id, volgnr,
    bank transaction id, id transakcji, numer transakcji, id operace, id pohybu, номер операции,
    arkistointitunnus, archive id, arhiveerimistunnus, tranzakcio azonosito, id transaccion,
    identificador, 交易订单号, 交易单号, 交易号, 交易流水号, 流水号, event id, tx id, journal id,
    identifikace transakce, cislo transakce
        """
    )
)
_FEW_ACCOUNTS = 0.3
_BOTH = 0.9


def is_own(layout: Layout) -> bool:
    """Tell whether the header is the one of FTracker's own export."""
    return set(OWN) <= {name.strip().casefold() for name in layout.header}


def own(layout: Layout, name: str) -> int:
    """Give the index of a column of FTracker's own export."""
    return [header.strip().casefold() for header in layout.header].index(name)


def date(table: Table, taken: Iterable[int]) -> Facts:
    """Find the date: the day of the movement before the day of the booking, that before value.

    Where headers say nothing, the days that follow the order of the file are taken. Raises
    InvalidInput when no column looks like a date.
    """
    free = table.free(taken)
    # A word such as “Pending” may stand in the place of a day, and a day be missing.
    found = [f for f in free if f.dates >= MOST or (_days(f) and f.is_called("date", "value date"))]
    if not found:
        found = [f for f in free if _is_serial(f)] or [f for f in free if f.is_called("date")]
    if not found:
        raise InvalidInput("date.column", "No column of this file looks like a date.")
    in_order = {f.index for f in found if _is_in_order(f)}
    return max(found, key=lambda f: (_day_score(f) + 0.5 * (f.index in in_order), -f.index))


def _is_in_order(facts: Facts) -> bool:
    """Tell whether the days follow each other, as the days of booking do."""
    try:
        formats = dates.formats(dict.fromkeys(facts.filled))
    except Unclear:
        return False
    days = []
    for cell in facts.filled:
        with suppress(ValueError):
            days.append(dates.read(cell, formats))
    return len(set(days)) > 1 and days in (sorted(days), sorted(days, reverse=True))


def other_date(table: Table, chosen: Facts, taken: Iterable[int]) -> Facts | None:
    """Find a second date to take where the first is empty; None where there is none."""
    others = [
        f
        for f in table.free(taken)
        if f.index != chosen.index and f.dates >= MOST and f.is_called("date", "value date")
    ]
    return max(others, key=_day_score, default=None)


def is_serial(facts: Facts) -> bool:
    """Tell whether days are written as a spreadsheet counts them."""
    return _is_serial(facts) and facts.dates < MOST


def _is_serial(facts: Facts) -> bool:
    return (
        facts.is_called("date", "value date")
        and bool(facts.filled)
        and all(_SERIAL.fullmatch(cell) for cell in facts.filled)
    )


def _days(facts: Facts) -> float:
    return facts.dates * facts.fill


def _day_score(facts: Facts) -> float:
    rank = facts.rank("date")
    score = 0.7 if rank is None else 2 - min(rank, 300) / 600 if rank < 1000 else 1
    if facts.is_called("value date") and (rank is None or rank >= 1000):
        score = 0.5
    return score + 0.5 * facts.fill + (0.5 if facts.dates >= MOST else 0)


def role(table: Table, name: str, taken: Iterable[int]) -> int | None:
    """Find the column whose header names a role best, one with filled cells first.

    Raises InvalidInput when two columns that differ have that same header.
    """
    ranked = sorted(
        (not facts.filled, rank, facts.index)
        for facts in table.free(taken)
        if facts.is_called(name)
        and not (name == "reference" and _is_wordy(facts))
        and (rank := facts.rank(name)) is not None
    )
    if not ranked:
        return None
    best = table.columns[ranked[0][2]]
    _refuse_twin(table, best, name, taken)
    return best.index


def _is_wordy(facts: Facts) -> bool:
    """Tell whether a column that is called a reference holds what a person would read."""
    spaced = sum(" " in cell for cell in facts.filled)
    return facts.is_text and not facts.is_code and 2 * spaced > len(facts.filled)


def _refuse_twin(table: Table, best: Facts, name: str, taken: Iterable[int]) -> None:
    title = best.header.strip().casefold()
    for other in table.free({*taken, best.index}):
        if other.header.strip().casefold() == title and other.cells != best.cells and other.filled:
            raise InvalidInput(
                name,
                f"Two columns are called “{best.header.strip()[:60]}”: "
                "say which by its number, from 0.",
            )


def currency(table: Table, taken: Iterable[int], amount: int) -> int | None:
    """Find the column of currency codes, the one beside the amount first."""
    found = [f for f in table.free(taken) if f.filled and _are_codes(f)]
    called = [f for f in found if f.is_called("currency")]
    beside = [f for f in called if abs(f.index - amount) == 1]
    unnamed = [f for f in found if not f.header or abs(f.index - amount) == 1]
    some = beside or called or unnamed
    empty = [f for f in table.free(taken) if f.is_called("currency") and not f.filled]
    best = min(some or empty, key=lambda f: (f.rank("currency") or 0, f.index), default=None)
    return None if best is None else best.index


def _are_codes(facts: Facts) -> bool:
    return all(word.upper() in _CODES or word in words.SIGNS for word in facts.words)


def account(table: Table, taken: Iterable[int]) -> int | None:
    """Find the account that a file is about: few of them, and said in every row."""
    ranked = [
        (rank, f.index)
        for f in table.free(taken)
        if f.is_called("account")
        and (rank := f.rank("account")) is not None
        and f.fill > MOST
        and len(f.words) <= max(2, _FEW_ACCOUNTS * len(f.cells))
    ]
    return min(ranked)[1] if ranked else None


def sides(table: Table, taken: Iterable[int]) -> tuple[int, int] | None:
    """Find a column of who sends and one of who receives, both filled; None without either."""
    free = [f for f in table.free(taken) if f.fill > _BOTH]
    senders = [f.index for f in free if f.is_called("sender")]
    recipients = [f.index for f in free if f.is_called("recipient")]
    return (senders[0], recipients[0]) if senders and recipients else None


def weak_account(table: Table, taken: Iterable[int]) -> int | None:
    """Find a column that is the account in some files, and the way of paying in others."""
    weak = dict.fromkeys(headers.WEAK_ACCOUNT)
    found = (f.index for f in table.free(taken) if words.plain(f.header) in weak)
    return next(found, None)


def names_movement(facts: Facts) -> bool:
    """Tell whether a header promises the bank's own id of each movement."""
    return words.plain(facts.header) in _IDS


def symbol(table: Table, columns: Iterable[int]) -> str:
    """Give the currency that stands beside every amount; '' where they differ or none does."""
    found = {
        numbers.currency(cell)
        for i in columns
        for cell in table.columns[i].filled
        if cell.strip("0.,-")
    }
    return found.pop() if len(found) == 1 else ""
