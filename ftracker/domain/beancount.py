"""Journals as Beancount reads them (version 2 and 3)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from ftracker.domain import journals
from ftracker.domain.journals import Assertion, Entry, Head, Place

_ONE_DAY = timedelta(days=1)
_NO_NAME = re.compile(r"[^\w-]|_")
_NO_TAG = re.compile(r"[^A-Za-z0-9/._-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": ""}


class Beancount:
    """Writes the entries of one household."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.names = journals.placed(head.places, component)

    def begin(self) -> Iterator[str]:
        """Write what stands at the top: all accounts, and what lay in them at the start."""
        head = self.head
        yield f'option "title" {text(head.title)}\n'
        yield f'option "operating_currency" "{head.currency}"\n\n'
        for place, name in self.names.items():
            yield f"{head.start} open {name}\n{self._called(place, name)}"
        for place, amount in head.openings:
            yield (
                f'\n{head.start} * "" "Opening balance"\n'
                f"{self._moved(place, amount)}{self._moved(journals.OPENING, -amount)}"
            )

    def entry(self, entry: Entry) -> Iterator[str]:
        """Write an entry; one whose sides lie on different days becomes one entry a day."""
        for one in journals.by_day(entry):
            tags = "".join(f" #{tag}" for tag in dict.fromkeys(map(tagged, one.tags)) if tag)
            yield f"\n{one.date} * {text(one.payee)} {text(one.note)}{tags}\n"
            if any(tagged(tag) != tag for tag in one.tags):
                yield f"  tags: {text(', '.join(one.tags))}\n"
            for posting in one.postings:
                yield self._moved(posting.place, posting.amount)
                if posting.note:
                    yield f"    note: {text(posting.note)}\n"

    def assertion(self, said: Assertion) -> str:
        """Write what the bank said at the end of a day; a comment where the books say otherwise."""
        name, stated = self.names[said.place], self._amount(said.balance)
        if said.holds:
            return f"\n{said.date + _ONE_DAY} balance {name}  {stated}\n"
        found = self._amount(said.found)
        return f"\n; {said.date}: the bank said {stated} in {name}, the books say {found}.\n"

    def _called(self, place: Place, name: str) -> str:
        own = ":".join((place.root, *place.names))
        return "" if own == name else f"  name: {text(place.names[-1])}\n"

    def _moved(self, place: Place, amount: Decimal) -> str:
        return f"  {self.names[place]}  {self._amount(amount)}\n"

    def _amount(self, amount: Decimal) -> str:
        return f"{amount:.{self.head.decimals}f} {self.head.currency}"


def component(name: str) -> str:
    """Write a name as a part of an account's name: letters, digits and hyphens, large first."""
    clean = _NO_NAME.sub("-", name).strip("-")
    first = clean[:1].upper()
    if not (first.isdigit() and first.isascii()) and not first.isupper():
        return f"X{clean}"
    return first[:1] + clean[1:]


def tagged(tag: str) -> str:
    """Write a tag with the signs that tags may have here; '' where nothing is left."""
    return _NO_TAG.sub("-", tag).strip("-")


def text(words: str) -> str:
    """Write words in quotes."""
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in words) + '"'
