"""MT940 (and MT942) of SWIFT as banks give it to people, with its envelope or without.

Rows are the lines of `:61:`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.statements import bookings, encodings, lines, purposes
from ftracker.domain.statements.bookings import Found, Pairs, Reader, Tally, Words
from ftracker.domain.statements.items import Bad, Entry, Left, Limits
from ftracker.domain.statements.mapping import Amounts, Mapping, Mode
from ftracker.domain.statements.sources import Source

_TAG = re.compile(
    r"\s{0,3}(?:\{4:)?:(13D?|2[01]|25P?|28C?|34F|60[FM]|61|62[FM]|64|65|86|90[CD]|NS):"
)
_ENVELOPE = re.compile(r"\{[1-5]:|-\}|-\s*$|[\x01\x03\x1a]|\$\s*$")
_LINE = re.compile(
    r"(?P<value>[0-9]{6})(?P<entry>[0-9]{4})?\s?(?P<mark>R?[CD]|E[CD])(?P<funds>[A-Z])?\s?"
    r"(?P<amount>[0-9.,]+)(?P<kind>[NFS][A-Z0-9 ]{3})?(?P<rest>.*)"
)
_BALANCE = re.compile(r"(?P<mark>[CD])(?P<day>[0-9]{6})(?P<currency>[A-Z]{3})(?P<amount>.*)")
_IBAN = re.compile(r"(?:^|/)\s*([A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,36})$")
_WITH_CURRENCY = re.compile(r"(.*[0-9])\s*([A-Z]{3})")
_REAL = re.compile(r"(?=.*[0-9])[A-Z0-9].{3,}", re.IGNORECASE)
_NO_REFERENCE = re.compile(r"NONREF|NOTPROVIDED|0+$|UNKNOWN", re.IGNORECASE)
_LEAVES, _TEXTS = 1_000, 20
_MOVEMENT, _TEXT = "61", "86"
_HEAD, _OPENING, _CLOSING = "20", "60", "62"
_ONCE = {"25", _OPENING}
_LAST_CENTURY = 69


class _Field(NamedTuple):
    """One field: its tag without colons, the line where it begins, and its lines."""

    tag: str
    row: int
    lines: list[str]


def understand(source: Source, mapping: Mapping) -> Mapping:
    """Find out the encoding. Raises InvalidInput when it is no text."""
    amount = Amounts(Mode.INDICATOR, None, negate=mapping.amount.negate)
    encoding = encodings.settle(source, mapping.encoding)
    return replace(mapping, encoding=encoding, amount=amount)


def read(source: Source, mapping: Mapping, places: int, limits: Limits) -> Iterator[Found]:
    """Read the movements of every statement, each statement after them.

    Raises InvalidInput on `file` for a file that goes beyond a limit.
    """
    reader = bookings.reader(_day, bookings.figure, mapping, places, limits)
    yield from _Statements(reader).found(_fields(source, mapping.encoding or "utf-8"))


def _fields(source: Source, encoding: str) -> Iterator[_Field]:
    """Cut the file into fields; the envelope and lines before the first field are left out."""
    field_, size = None, 0
    for number, line in lines.numbered(source, encoding):
        found = _TAG.match(line.lstrip("\ufeff"))
        if field_ is not None and (found or _ENVELOPE.match(line)):
            yield field_
            field_ = None
        if found:
            field_, size = _Field(found[1], number, [line.lstrip("\ufeff")[found.end() :]]), 0
        elif field_ is not None:
            field_.lines.append(line)
            size += len(line)
            if len(field_.lines) > _LEAVES or size > lines.TOGETHER:
                raise InvalidInput("file", f"Line {number}: a field of this file does not end.")
    if field_ is not None:
        yield field_


class _Statements:
    """Follows the fields: a movement is whole when the field after its text begins."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.tally = Tally()
        self.seen: set[str] = set()
        self.movement: _Field | None = None
        self.text: list[str] = []
        self.said: Pairs = []

    def found(self, fields: Iterator[_Field]) -> Iterator[Found]:
        """Give movements and statements in the file's order."""
        for each in fields:
            if each.tag == _TEXT and self.movement is not None:
                self.text += each.lines
                self.said.append(_pair(each))
                if len(self.said) > _TEXTS:
                    message = f"Line {each.row}: a movement has too many texts."
                    raise InvalidInput("file", message)
                continue
            yield from self._flush()
            kind = each.tag[:2]
            if kind == _HEAD or (kind in _ONCE and kind in self.seen):
                yield from self._end(is_same=kind == _OPENING)
            self.seen.add(kind)
            if each.tag == _MOVEMENT:
                self.movement, self.said = each, [_pair(each)]
            else:
                self._note(each, kind)
        yield from self._flush()
        yield from self._end()

    def _end(self, *, is_same: bool = False) -> Iterator[Found]:
        if self.seen - {_HEAD}:
            yield self.tally.statement()
        account = self.tally.account if is_same else ""
        self.tally, self.seen = Tally(account), set()

    def _flush(self) -> Iterator[Found]:
        if self.movement is not None:
            item = _item(self.movement, self.text, self.said, (self.tally, self.reader))
            self.tally.add(item)
            yield item, self.said
        self.movement, self.text, self.said = None, [], []

    def _note(self, each: _Field, kind: str) -> None:
        """Take what a field says of the statement."""
        text = each.lines[0].strip()
        if kind == "25":
            account, currency = _account(text)
            self.tally.account = account
            self.tally.currency = currency or self.tally.currency
        elif kind in {_OPENING, _CLOSING} and (said := _BALANCE.match(text)):
            self._balance(kind, said)

    def _balance(self, kind: str, said: re.Match[str]) -> None:
        tally = self.tally
        tally.currency = said["currency"]
        is_out = said["mark"] == "D"
        amount = bookings.balance(said["amount"], self.reader.places, is_out=is_out)
        if kind == _OPENING:
            tally.opening = amount
            return
        tally.closing = amount
        if day := bookings.maybe(_day, said["day"]):
            tally.first = tally.first or day
            tally.last = max(tally.last or day, day)


def _pair(each: _Field) -> tuple[str, str]:
    return f":{each.tag}:", "\n".join(each.lines)


def _item(
    each: _Field, text: list[str], said: Pairs, where: tuple[Tally, Reader]
) -> Entry | Bad | Left:
    tally, reader = where
    found = _LINE.fullmatch(each.lines[0].strip())
    cells = bookings.texts(said)
    if found is None:
        message = f"“{each.lines[0][:40]}” is not a line of a movement."
        return Bad(each.row, cells, (FieldError("row", message, each.row),))
    if found["mark"].startswith("E"):
        return Left(each.row, cells, "This payment is not booked yet.")
    customer, _, bank = found["rest"].partition("//")
    purpose = purposes.read(text)
    extra = [line for line in each.lines[1:] if line.strip()]
    note = (*purpose.note, *extra, _reference(customer))
    words = Words(
        each.row,
        said,
        found["value"] + (found["entry"] or ""),
        found["amount"],
        # Taking back a credit takes money out, and taking back a debit brings it in.
        is_out=found["mark"] in {"D", "RC"},
        payee=purpose.payee,
        note=note if purpose.payee or any(note) else (found["kind"] or "",),
        account=tally.account,
        currency=tally.currency,
        reference=_reference(bank),
    )
    return bookings.item(words, reader)


def _reference(text: str) -> str:
    """Give a reference that is one, '' for the words that stand where there is none."""
    shown = text.strip()
    return shown if _REAL.fullmatch(shown) and not _NO_REFERENCE.match(shown) else ""


def _day(text: str) -> date:
    """Read the day of booking: its month and day, in the year that is nearest to the value day.

    The value day alone serves where the day of booking is missing. Raises ValueError with a
    sentence.
    """
    # As POSIX reads two digits: 69 to 99 lie in the last century.
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:6])
    year += 1900 if year >= _LAST_CENTURY else 2000
    if text[6:] in {"", "0000"}:
        return bookings.day_of(year, month, day, text[:6])
    booked = int(text[6:8]), int(text[8:])
    # Months of value count thirty days for some banks: the day does not matter for the year.
    years = [year + 1] if month == 12 and booked[0] == 1 else []
    years += [year - 1] if month == 1 and booked[0] == 12 else []
    return bookings.day_of(years[0] if years else year, *booked, text)


def _account(text: str) -> tuple[str, str]:
    """Tell the account, as the bank writes it, and the currency behind it ('' for none)."""
    number, currency = text.lstrip("/").strip(), ""
    if found := _WITH_CURRENCY.fullmatch(number):
        number, currency = found[1], found[2]
    iban = _IBAN.search(number)
    return (iban[1] if iban else number), currency
