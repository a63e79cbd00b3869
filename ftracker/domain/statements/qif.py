"""QIF as Quicken, Money, GnuCash and banks write it: accounts one after the other, splits.

Rows are the lines where a record begins; the parts of a split are rows of their own, at their
`S` lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import bookings, dates, encodings, lines, numbers
from ftracker.domain.statements.bookings import Found, Pairs, Reader, Tally, Words
from ftracker.domain.statements.items import Left, Limits
from ftracker.domain.statements.mapping import Amounts, DateColumn, Mapping, Mode
from ftracker.domain.statements.numbers import Style
from ftracker.domain.statements.sources import Source

# Everything else is an account's book: programs translate its name, as in `!Type:Banque`.
_LISTS = {
    "account", "budget", "cat", "class", "memorized", "prices", "security", "tag", "tax",
    "template",
}  # fmt: skip
_INVESTMENTS = {"invst", "port"}
_LABELS = {
    "D": "Date", "T": "Amount", "U": "Amount", "P": "Payee", "L": "Category", "M": "Memo",
    "N": "Number", "C": "Cleared", "A": "Address", "S": "Split category", "E": "Split memo",
    "$": "Split amount", "%": "Split share", "F": "Reimbursable", "Y": "Security", "I": "Price",
    "Q": "Quantity", "O": "Commission", "R": "Account", "X": "Invoice",
}  # fmt: skip
_DISTINCT = 50_000
_LEAVES = 10_000
_OPENING = "opening balance"
_YEAR = re.compile(r"'\s*([0-9]{1,2})(?![0-9])")
_SINGLE_YEAR = re.compile(r"([-/.])([0-9])$")


@dataclass(slots=True)
class _Record:
    """The lines of one record, and the section that it stands in."""

    section: str
    account: str
    row: int
    lines: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def is_book(self) -> bool:
        """Tell whether the record is a movement of an account."""
        return self.section not in _LISTS | _INVESTMENTS

    def get(self, letters: str) -> str:
        """Give the first text under one of these letters, in the letters' order."""
        found = (text for letter in letters for _, known, text in self.lines if known == letter)
        return next(found, "").strip()

    @property
    def said(self) -> Pairs:
        """Everything the record says, with readable labels."""
        return [(_LABELS.get(letter, letter), text) for _, letter, text in self.lines]


@dataclass(slots=True)
class _Part:
    """One part of a split."""

    row: int
    category: str
    memo: str = ""
    amount: str = ""


def understand(source: Source, mapping: Mapping, places: int) -> Mapping:
    """Find out the encoding, the formats of the days and the decimal mark from the whole file.

    Raises Unclear on `date.formats` or `decimal` where the file has two readings.
    """
    encoding = encodings.settle(source, mapping.encoding)
    days: dict[str, None] = {}
    amounts: dict[str, None] = {}
    for record in _records(source, encoding):
        if record.is_book and len(days) + len(amounts) < _DISTINCT:
            days[_day_text(record.get("D"))] = None
            amounts |= {t: None for _, letter, t in record.lines if letter in "TU$" and t.strip()}
    for given in mapping.date.formats:
        dates.pattern(given)
    formats = mapping.date.formats or dates.formats(day for day in days if day)
    style = numbers.style(
        amounts, places=places, decimal=mapping.decimal, thousands=mapping.thousands
    )
    return replace(
        mapping,
        encoding=encoding,
        date=DateColumn(None, formats),
        decimal=style.decimal,
        thousands=style.thousands,
        amount=Amounts(Mode.SIGNED, None, negate=mapping.amount.negate),
    )


def read(source: Source, mapping: Mapping, places: int, limits: Limits) -> Iterator[Found]:
    """Read the movements of every account in the file, each account's statement after them.

    Raises InvalidInput on `file` for a file that goes beyond a limit.
    """
    reader = _reader(mapping, places, limits)
    tally: Tally | None = None
    for record in _records(source, mapping.encoding or "utf-8"):
        if record.is_book and (tally is None or tally.account != record.account):
            if tally is not None:
                yield tally.statement()
            tally = Tally(record.account)
        for found in _found(record, reader, tally):
            if tally is not None:
                tally.add(found[0])
            yield found
    if tally is not None:
        yield tally.statement()


def _reader(mapping: Mapping, places: int, limits: Limits) -> Reader:
    formats = _both_years(mapping.date.formats)
    style = Style(mapping.decimal or ".", mapping.thousands or "", places)
    return bookings.reader(
        lambda text: dates.read(_day_text(text), formats),
        lambda text, _: numbers.read(text, style),
        mapping,
        places,
        limits,
    )


def _records(source: Source, encoding: str) -> Iterator[_Record]:
    """Cut the file at its `^` lines; what describes accounts and lists is not given."""
    section, account, size = "bank", "", 0
    record: _Record | None = None
    for number, letter, text in _with_end(source, encoding):
        if letter not in "!^":
            record = record or _Record(section, account, number)
            record.lines.append((number, letter, text))
            size += len(text)
            if len(record.lines) > _LEAVES or size > lines.TOGETHER:
                raise InvalidInput("file", f"Line {number}: a record holds too many lines.")
            continue
        if record is not None and section == "account":
            account = record.get("N")
        elif record is not None:
            account = record.account = account or _own_name(record)
            yield record
        record, size = None, 0
        section = _section(text, section) if letter == "!" else section


def _with_end(source: Source, encoding: str) -> Iterator[tuple[int, str, str]]:
    """Give the lines that are not blank, cut behind their letter, and a `^` after the last."""
    number = 0
    for number, line in lines.numbered(source, encoding):
        if shown := line.lstrip("\ufeff").rstrip():
            yield number, shown[:1], shown[1:]
    yield number + 1, "^", ""


def _own_name(record: _Record) -> str:
    """Name the account that a file with one account tells only where it tells its opening."""
    return _category(record.get("L"))[1][1:-1] if _is_opening(record) else ""


def _section(text: str, before: str) -> str:
    """Name the section that a `!` line begins; options and the list of accounts are none."""
    name = " ".join(text.lower().split())
    if name.startswith("type:"):
        return name.removeprefix("type:").strip()
    return "account" if name == "account" else before


def _found(record: _Record, reader: Reader, tally: Tally | None) -> Iterator[Found]:
    """Give what one record is: an entry, one for each part of its split, or why it is none."""
    said = record.said
    cells = bookings.texts(said)
    if not record.is_book:
        if record.section in _INVESTMENTS:
            reason = "This is a movement of investments, not of an account."
            yield Left(record.row, cells, reason), said
        return
    parts = _parts(record)
    if _is_opening(record) and tally is not None:
        tally.opening = _amount(record.get("TU"), reader)
        yield Left(record.row, cells, "This is the opening balance."), said
    elif not parts:
        yield bookings.item(_words(record), reader), said
    else:
        yield from _split(record, parts, reader)


def _words(record: _Record) -> Words:
    category, transfer = _category(record.get("L"))
    number = record.get("N")
    return Words(
        record.row,
        record.said,
        record.get("D"),
        record.get("TU"),
        payee=record.get("P"),
        note=(record.get("M"), transfer, f"No. {number}" if number else "", *_address(record)),
        category=category,
        account=record.account,
        is_transfer=bool(transfer),
    )


def _address(record: _Record) -> list[str]:
    return [text for _, letter, text in record.lines if letter == "A"]


def _category(text: str) -> tuple[str, str]:
    """Tell the category, or else the account that a transfer names, in brackets."""
    name = text.split("/", maxsplit=1)[0] if text.startswith("[") else text
    if name.startswith("[") and name.endswith("]"):
        return "", name
    return "" if name == "--Split--" else name, ""


def _is_opening(record: _Record) -> bool:
    """Tell whether a record only says with what an account began, as Quicken writes it."""
    category, _ = _category(record.get("L"))
    return record.get("P").casefold() == _OPENING and not category and record.is_book


def _parts(record: _Record) -> list[_Part]:
    found: list[_Part] = []
    for number, letter, text in record.lines:
        if letter == "S":
            found.append(_Part(number, text.strip()))
        elif letter == "E" and found:
            found[-1].memo = text
        elif letter == "$" and found:
            found[-1].amount = text.strip()
    return found


def _split(record: _Record, parts: list[_Part], reader: Reader) -> Iterator[Found]:
    """Give the parts as entries when they sum to the whole; else the whole, with its parts noted.

    So nothing is lost, and the sum is the bank's in either case.
    """
    whole = _words(record)
    total = _amount(whole.amount, reader)
    amounts = [_amount(part.amount, reader) for part in parts]
    known = [amount for amount in amounts if amount is not None]
    if len(known) != len(parts) or (whole.amount and sum(known) != total):
        yield bookings.item(_noted(whole, parts), reader), record.said
        return
    for part in parts:
        category, transfer = _category(part.category)
        words = whole._replace(
            row=part.row,
            amount=part.amount,
            category=category,
            is_transfer=bool(transfer),
            note=(part.memo, transfer, *whole.note),
        )
        yield bookings.item(words, reader), record.said


def _noted(whole: Words, parts: list[_Part]) -> Words:
    texts = [f"{part.category} {part.memo} {part.amount}" for part in parts]
    return whole._replace(note=(*whole.note, *texts))


def _amount(text: str, reader: Reader) -> Decimal | None:
    try:
        return reader.amount(text, reader.places)
    except ValueError:
        return None


def _day_text(text: str) -> str:
    """Write a day as others do: Quicken pads with blanks, `'` begins a year of this century."""
    day = text.strip()
    if "'" in day:
        day = _YEAR.sub(lambda found: f"/20{found[1]:0>2}", day).replace("'", "/")
    day = re.sub(r"\s*([-/.])\s*", r"\1", day)
    return _SINGLE_YEAR.sub(r"\g<1>0\2", day)


def _both_years(formats: tuple[str, ...]) -> list[str]:
    """Let a format read years of two and of four digits: one file may write both."""
    written = [_day_text(style.replace("'", "/")) for style in formats]
    others = [s.replace("%y", "%Y") if "%y" in s else s.replace("%Y", "%y") for s in written]
    return list(dict.fromkeys(written + others))
