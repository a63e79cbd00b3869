"""OFX and QFX, 1.x in SGML and 2.x in XML: statements of banks and cards, and of brokers' cash.

Rows are the lines where `<STMTTRN>` begins; where several begin on one line, each is one more
than the row before it.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import bookings, encodings, tags
from ftracker.domain.statements.bookings import Found, Pairs, Reader, Tally, Words
from ftracker.domain.statements.items import Left, Limits
from ftracker.domain.statements.mapping import Amounts, Mapping, Mode
from ftracker.domain.statements.sources import Source
from ftracker.domain.statements.tags import Tag

_STATEMENTS = {"STMTRS", "CCSTMTRS", "INVSTMTRS"}
_ACCOUNTS = {"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"}
_TRADES = {
    "BUYDEBT", "BUYMF", "BUYOPT", "BUYOTHER", "BUYSTOCK", "CLOSUREOPT", "INCOME", "INVEXPENSE",
    "JRNLFUND", "JRNLSEC", "MARGININTEREST", "REINVEST", "RETOFCAP", "SELLDEBT", "SELLMF",
    "SELLOPT", "SELLOTHER", "SELLSTOCK", "SPLIT", "TRANSFER",
}  # fmt: skip
_RECORDS = {"STMTTRN", "STMTTRNP", *_TRADES}
_PARTS = {"PAYEE", "CURRENCY", "ORIGCURRENCY", "BANKACCTTO", "CCACCTTO", "INVTRAN", "SECID"}
_KNOWN = _STATEMENTS | _ACCOUNTS | _RECORDS | _PARTS | {"LEDGERBAL", "AVAILBAL", "BANKTRANLIST"}
_OUT_TYPES = {
    "DEBIT", "FEE", "SRVCHG", "ATM", "POS", "CHECK", "PAYMENT", "CASH", "DIRECTDEBIT", "REPEATPMT",
}  # fmt: skip
_SURELY_OUT = {"DEBIT", "DIRECTDEBIT", "FEE", "SRVCHG"}
_WORDS = re.compile(rb"CHARSET\s*:\s*([\w-]+)|encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
_HEAD = 1 << 12


def understand(source: Source, mapping: Mapping) -> Mapping:
    """Find out the encoding, and whether the amounts carry their sign.

    A file none of whose amounts is below zero though some are of types such as DEBIT has amounts
    without a sign: there the type says the way. Raises InvalidInput when it is no text.
    """
    encoding = _encoding(source, mapping.encoding)
    mode = mapping.amount.mode
    if mode not in {Mode.SIGNED, Mode.UNSIGNED}:
        mode = Mode.UNSIGNED if _is_unsigned(source, encoding) else Mode.SIGNED
    amount = Amounts(mode, None, negate=mapping.amount.negate)
    return replace(mapping, encoding=encoding, amount=amount)


def read(source: Source, mapping: Mapping, places: int, limits: Limits) -> Iterator[Found]:
    """Read the movements of every account in the file, each account's statement after them.

    Raises InvalidInput on `file` for a file that goes beyond a limit or holds no statement.
    """
    reader = bookings.reader(bookings.iso_day, bookings.figure, mapping, places, limits)
    is_unsigned = mapping.amount.mode is Mode.UNSIGNED
    tally: Tally | None = None
    for record in _records(source, mapping.encoding or "utf-8"):
        if record.name in _STATEMENTS:
            if tally is not None:
                yield tally.statement()
            tally = Tally()
        elif record.name in _RECORDS:
            tally = tally or Tally()
            found = _movement(record, tally, reader, is_unsigned=is_unsigned)
            tally.add(found[0])
            yield found
        elif tally is not None:
            _note(record, tally, places)
    if tally is None:
        raise InvalidInput("file", "This OFX file holds no statement of an account.")
    yield tally.statement()


@dataclass(slots=True)
class _Record:
    """A part of the file that means something together, and the leaves in it with their path."""

    name: str
    row: int = 0
    said: Pairs = field(default_factory=list)

    def get(self, *names: str) -> str:
        """Give the first text that stands under one of these names."""
        return next((text for name in names for label, text in self.said if label == name), "")


def _records(source: Source, encoding: str) -> Iterator[_Record]:
    """Cut the file into records; those that hold others come when they begin."""
    row = 0
    for record in _Cutter().records(tags.read(source, encoding)):
        if record.name in _RECORDS:
            row = record.row = max(record.row, row + 1)
        yield record


class _Cutter:
    """Follows what is open. End tags may be missing, so what begins may end what was before."""

    def __init__(self) -> None:
        self.open: _Record | None = None
        self.part = ""
        self.characters = 0

    def records(self, found: Iterator[Tag]) -> Iterator[_Record]:
        """Give each record when it ends, and a leaf of a statement as a record of its own."""
        for tag in found:
            if tag.name not in _KNOWN:
                yield from self._leaf(tag)
            elif tag.is_end:
                yield from self._end(tag.name)
            else:
                yield from self._begin(tag)
        yield from self._flush()

    def _leaf(self, tag: Tag) -> Iterator[_Record]:
        if tag.is_end or not tag.text:
            return
        if self.open is None:
            yield _Record(tag.name, tag.line, [(tag.name, tag.text)])
        else:
            label = f"{self.part}/{tag.name}" if self.part else tag.name
            self.open.said.append((label, tag.text))
            self.characters += len(tag.text)
            if len(self.open.said) > tags.LEAVES or self.characters > tags.CHARACTERS:
                raise InvalidInput("file", f"Line {tag.line}: a movement holds too much.")

    def _begin(self, tag: Tag) -> Iterator[_Record]:
        if tag.name in _PARTS:
            self.part = tag.name
            return
        yield from self._flush()
        if tag.name in _STATEMENTS:
            yield _Record(tag.name, tag.line)
        else:
            self.open, self.characters = _Record(tag.name, tag.line), 0

    def _end(self, name: str) -> Iterator[_Record]:
        if name in _PARTS:
            self.part = ""
        else:
            yield from self._flush()

    def _flush(self) -> Iterator[_Record]:
        record, self.open, self.part = self.open, None, ""
        if record is not None and record.name == "BANKTRANLIST":
            yield from (_Record(name, 0, [(name, text)]) for name, text in record.said)
        elif record is not None and record.said:
            yield record


def _movement(record: _Record, tally: Tally, reader: Reader, *, is_unsigned: bool) -> Found:
    cells = bookings.texts(record.said)
    if record.name in _TRADES:
        reason = "This is a trade or an income of investments, not a movement of the account."
        return Left(record.row, cells, reason), record.said
    if record.name == "STMTTRNP":
        return Left(record.row, cells, "This payment is not booked yet."), record.said
    kind = record.get("TRNTYPE").upper()
    words = Words(
        record.row,
        record.said,
        record.get("DTPOSTED", "DTUSER"),
        record.get("TRNAMT"),
        is_out=kind in _OUT_TYPES if is_unsigned else None,
        payee=_payee(record),
        note=tuple(_note_parts(record)),
        account=tally.account,
        currency=record.get("CURRENCY/CURSYM") or tally.currency,
        reference=record.get("FITID"),
    )
    return bookings.item(words, reader), record.said


def _payee(record: _Record) -> str:
    short, long = record.get("NAME", "PAYEE/NAME"), record.get("EXTDNAME")
    return long if long.startswith(short) else short


def _note_parts(record: _Record) -> Iterator[str]:
    yield from (text for label, text in record.said if label in {"NAME", "MEMO", "EXTDNAME"})
    if check := record.get("CHECKNUM").lstrip("0"):
        yield f"Check {check}"
    yield record.get("BANKACCTTO/ACCTID", "CCACCTTO/ACCTID")
    if currency := record.get("ORIGCURRENCY/CURSYM"):
        yield f"{currency} at {record.get('ORIGCURRENCY/CURRATE')}"
    if not record.get("NAME", "PAYEE/NAME", "MEMO", "EXTDNAME"):
        yield record.get("TRNTYPE")


def _note(record: _Record, tally: Tally, places: int) -> None:
    """Take what a statement says of itself; later words win."""
    if record.name == "CURDEF":
        tally.currency = bookings.code(record.get("CURDEF"))
    elif record.name in _ACCOUNTS:
        tally.account = record.get("ACCTID")
    elif record.name == "LEDGERBAL":
        _balance(record, tally, places)
    elif record.name in {"DTSTART", "DTEND"}:
        _widen(tally, bookings.maybe(bookings.iso_day, record.get(record.name)))


def _widen(tally: Tally, day: date | None) -> None:
    if day is not None:
        tally.first = min(tally.first or day, day)
        tally.last = max(tally.last or day, day)


def _balance(record: _Record, tally: Tally, places: int) -> None:
    """Take the balance for the closing one, unless movements of the list are younger."""
    day = bookings.maybe(bookings.iso_day, record.get("DTASOF"))
    if day is None or tally.newest is None or day >= tally.newest:
        tally.closing = bookings.balance(record.get("BALAMT"), places)


def _encoding(source: Source, given: str | None) -> str:
    """Name the encoding: UTF-8 where the bytes are, whatever the header says, else the header's."""
    if given is None and not encodings.fits(source, "utf-8"):
        with source.open() as file:
            said = _WORDS.search(file.read(_HEAD))
        name = (said[1] or said[2]).decode() if said else ""
        with suppress(InvalidInput):
            return encodings.settle(source, f"cp{name}" if name.isdigit() else name or None)
    return encodings.settle(source, given)


def _is_unsigned(source: Source, encoding: str) -> bool:
    has_out = False
    for record in _records(source, encoding):
        if record.name == "STMTTRN":
            if record.get("TRNAMT").startswith("-"):
                return False
            with suppress(ValueError):
                is_amount = bookings.figure(record.get("TRNAMT"), 15) != Decimal(0)
                has_out = has_out or (is_amount and record.get("TRNTYPE").upper() in _SURELY_OUT)
    return has_out
