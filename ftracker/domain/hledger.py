"""Journals as hledger reads them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ftracker.domain import journals
from ftracker.domain.journals import Assertion, Entry, Head, Posting

_SPACES = re.compile(r"\s+")
_NO_TAG = re.compile(r"[\s:,;]+")
# In comments these would be read as tags and dates.
_COMMENT = str.maketrans({":": " ", "[": "(", "]": ")", ",": " "})
_READ_AS_DAYS = ("date", "date2")


class Hledger:
    """Writes the entries of one household."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.names = journals.placed(head.places, component)

    def begin(self) -> Iterator[str]:
        """Write what stands at the top: all accounts, and what lay in them at the start."""
        head = self.head
        zeros = "0" * head.decimals
        yield f"; {line(head.title)}\ndecimal-mark .\ncommodity 1000.{zeros} {head.currency}\n\n"
        yield from (f"account {name}\n" for name in self.names.values())
        for place, amount in head.openings:
            opposite = Posting(journals.OPENING, -amount)
            yield f"\n{head.start} * Opening balance\n"
            yield f"{self._moved(Posting(place, amount))}{self._moved(opposite)}"

    def entry(self, entry: Entry) -> Iterator[str]:
        """Write an entry; a side that lies on another day says so."""
        words = " | ".join(filter(None, (payee(entry.payee), line(entry.note))))
        # What stands in round brackets at the beginning would be a code.
        code = "() " if words.startswith("(") else ""
        yield f"\n{entry.date} * {code}{words}".rstrip() + "\n"
        if tags := [f"{tag}:" for tag in dict.fromkeys(map(tagged, entry.tags)) if tag]:
            yield f"    ; {', '.join(tags)}\n"
        yield from map(self._moved, entry.postings)

    def assertion(self, said: Assertion) -> str:
        """Write what the bank said at the end of a day; a comment where the books say otherwise."""
        name, stated = self.names[said.place], self._amount(said.balance)
        if said.holds:
            zero = self._amount(Decimal(0))
            return f"\n{said.date} * Balance at the bank\n    {name}  {zero} = {stated}\n"
        found = self._amount(said.found)
        return f"\n; {said.date} the bank said {stated} in {name}, the books say {found}.\n"

    def _moved(self, posting: Posting) -> str:
        day = f"date:{posting.day}" if posting.day else ""
        said = ", ".join(filter(None, (day, line(posting.note.translate(_COMMENT)))))
        comment = f"  ; {said}" if said else ""
        return f"    {self.names[posting.place]}  {self._amount(posting.amount)}{comment}\n"

    def _amount(self, amount: Decimal) -> str:
        return f"{amount:.{self.head.decimals}f} {self.head.currency}"


def component(name: str) -> str:
    """Write a name as a part of an account's name: no colon, no two spaces, nothing after them."""
    return line(name).replace(":", "-") or "-"


def payee(name: str) -> str:
    """Write a payee: what stands before the bar."""
    return line(name).replace("|", "/")


def tagged(tag: str) -> str:
    """Write a tag without the signs that end one; '' where nothing is left."""
    clean = _NO_TAG.sub("-", tag).strip("-")
    return f"{clean}-tag" if clean in _READ_AS_DAYS else clean


def line(words: str) -> str:
    """Write words on one line, without what begins a comment."""
    return _SPACES.sub(" ", words).strip().replace(";", ",")
