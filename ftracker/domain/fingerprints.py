"""What an import knows a movement by, so that it is not added twice, whatever file says it."""

import hashlib
import re
import unicodedata
from datetime import date
from hashlib import blake2b
from uuid import UUID

from ftracker.domain.statements.items import Entry

_TOKEN = re.compile(r"[^\W_]+")
_KEPT = 1 << 12


class _Tokens(dict[str, frozenset[str]]):
    """The words of each distinct text; forgets all when it grows large."""

    def __missing__(self, text: str) -> frozenset[str]:
        if len(self) >= _KEPT:
            self.clear()
        said = text if text.isascii() else unicodedata.normalize("NFC", text)
        found = self[text] = frozenset(_TOKEN.findall(said.casefold()))
        return found


class _Days(dict[date, str]):
    """How each day is written: a file has far fewer days than rows, and the books end in 2200."""

    def __missing__(self, day: date) -> str:
        found = self[day] = day.isoformat()
        return found


_tokens, _days = _Tokens(), _Days()


def words(payee: str, note: str) -> frozenset[str]:
    """Give the words of a movement without regard to case, order, marks and fields."""
    if not note:
        return _tokens[payee]
    found = frozenset(_TOKEN.findall(note.casefold())) if note.isascii() else _tokens[note]
    return found | _tokens[payee] if payee else found


def fingerprint(entry: Entry, account: str) -> str:
    """Give 32 hexadecimal digits, before twins are told apart; `account` is the account's id.

    Another layout of the same movements gives the same: only the account, the day, the amount,
    the direction and the words count, not the category.
    """
    said = " ".join(sorted(words(entry.payee, entry.note)))
    amount = str(entry.amount)
    # Two decimals are the usual case, and to write them as four is slow.
    exact = f"{amount}00" if amount[-3:-2] == "." else f"{entry.amount:.4f}"
    text = f"{account}|{_days[entry.date]}|{exact}|{entry.direction}|{said}"
    return blake2b(text.encode(), digest_size=16).hexdigest()


def reference(entry: Entry) -> str:
    """Give what stands for the bank's own id of a movement; it says nothing without an account.

    The amount belongs to it: some banks give a purchase and its fee one id.
    """
    text = f"{entry.reference}|{entry.amount:.4f}|{entry.direction}"
    return blake2b(text.encode(), digest_size=16).hexdigest()


def first_version(entry: Entry, account: str) -> str:
    """Give what imports knew a row by before the first words of this module held.

    `account` is the file's own word in lower case, or the id of the account that was chosen.
    """
    said = " ".join(f"{entry.payee} {entry.note}".lower().split())
    moved = f"{entry.date}|{entry.amount}|{entry.direction}"
    text = f"{account}|{moved}|{entry.category.lower()}|{said}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def of_reference(said: UUID, account_id: UUID) -> UUID:
    """Give what a bank's id is remembered by among known rows, where no account stands beside it.

    The database says it alike.
    """
    return UUID(hashlib.sha256(f"{said}:{account_id}".encode()).hexdigest()[:32])


def likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """Tell how alike two texts are by their words, from 0 to 100; two empty ones are not.

    The shorter text counts most: banks add to what a person wrote, and to what was pending.
    """
    if not one or not other:
        return 0
    shared = len(one & other)
    return round(100 * (3 * shared / min(len(one), len(other)) + shared / len(one | other)) / 4)
