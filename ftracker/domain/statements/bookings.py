"""What a bank's file says of one movement, made into an entry: for every format but tables."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ftracker.domain import money
from ftracker.domain.errors import FieldError
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import dates, numbers
from ftracker.domain.statements.items import Bad, Entry, Item, Left, Limits, Statement
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.numbers import Style

Pairs = list[tuple[str, str]]
"""What the file says of one item: a label and a text, in the file's order."""
Found = tuple[Item, Pairs]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
_FIGURE = re.compile(r"[-+]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
_ISO_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", re.ASCII)
_LONGEST_REFERENCE = 255
_PLACES = {code: money.decimals(code) for code in money.currencies()}


class Words(NamedTuple):
    """One movement in the words of its file.

    `is_out` is None where the amount carries its sign, else the amount is unsigned (a minus then
    turns the way round). The parts of `note` are joined, blank and repeated ones left out.
    """

    row: int
    said: Pairs
    date: str
    amount: str
    is_out: bool | None = None
    payee: str = ""
    note: tuple[str, ...] = ()
    category: str = ""
    account: str = ""
    currency: str = ""
    reference: str = ""
    is_transfer: bool = False


class Reader(NamedTuple):
    """How a format writes its days and its amounts; both raise ValueError with a sentence.

    `amount` is given the text and how many decimals the currency has; `negate` turns signs round;
    `currency` is that of a movement that says none.
    """

    day: Callable[[str], date]
    amount: Callable[[str, int], Decimal]
    places: int
    limits: Limits = Limits()
    negate: bool = False
    currency: str = ""


def reader(
    day: Callable[[str], date],
    amount: Callable[[str, int], Decimal],
    mapping: Mapping,
    places: int,
    limits: Limits,
) -> Reader:
    """Make a reader for a format; the mapping says what the file does not."""
    negate, currency = mapping.amount.negate, mapping.currency or ""
    return Reader(day, amount, places, limits, negate=negate, currency=currency)


def item(words: Words, reader: Reader) -> Entry | Bad | Left:
    """Make an entry of one movement; Bad with all that is wrong with it; Left if nothing moved."""
    wrong: list[FieldError] = []

    def tried(field: str, read: Callable[[], Decimal | date]) -> Decimal | date | None:
        try:
            return read()
        except ValueError as bad:
            wrong.append(FieldError(field, str(bad), words.row))
            return None

    currency = code(words.currency) or reader.currency
    places = min(_PLACES.get(currency, reader.places), reader.places)
    day = tried("date", lambda: reader.day(words.date))
    amount = tried("amount", lambda: reader.amount(words.amount, places))
    wrong += _too_long(words, reader.limits)
    if wrong or not isinstance(day, date) or not isinstance(amount, Decimal):
        return Bad(words.row, texts(words.said), tuple(wrong))
    if not amount:
        return Left(words.row, texts(words.said), "The amount is zero: nothing moved.")
    return _entry(words, reader, day, amount, currency)


def plain(text: str) -> str:
    """Write a text on one line, without characters that cannot be kept."""
    return _CONTROL.sub(" ", text).strip()


def code(currency: str) -> str:
    """Give the three letters of a currency, '' for what is none."""
    letters = currency.strip().upper()
    return letters if _CURRENCY.fullmatch(letters) else ""


def texts(said: Pairs) -> list[str]:
    """List what was said without the labels, as the cells of a row."""
    return [text for _, text in said]


def figure(text: str, places: int) -> Decimal:
    """Read an amount of digits, one decimal mark and a sign; raises ValueError with a sentence.

    Nothing else is taken for a number: no thousands, no exponent, no other writing of digits.
    """
    written = text.strip()
    if not written:
        raise ValueError("The amount is missing.")
    if not _FIGURE.fullmatch(written):
        raise ValueError(f"“{written[:40]}” is not an amount.")
    mark = "," if "," in written else "."
    return numbers.read(written, Style(mark, "", places))


def unsigned(text: str, places: int) -> Decimal:
    """Read an amount as `figure` does, for formats that say the way in a word beside it."""
    amount = figure(text, places)
    if amount < 0:
        raise ValueError("The amount is below zero, though a word beside it says the way.")
    return amount


def iso_day(text: str) -> date:
    """Read the day that a text begins with, `2026-01-31` or `20260131`, as it is written there.

    A time of day and its zone are dropped: the day is the bank's own. Raises ValueError with a
    sentence.
    """
    written = text.strip()
    found = _ISO_DAY.match(written)
    if found is None:
        raise ValueError(f"“{written[:40]}” is not a date." if written else "The date is missing.")
    return day_of(int(found[1]), int(found[2]), int(found[3]), written)


def day_of(year: int, month: int, day: int, written: str) -> date:
    """Make a day of its parts. Raises ValueError with a sentence that shows what was written."""
    try:
        if dates.FIRST_YEAR <= year <= dates.LAST_YEAR:
            return date(year, month, day)
    except ValueError:
        pass
    raise ValueError(f"“{written[:40]}” is no day of the calendar from 1900 to 2199.")


def maybe(read: Callable[[str], date], text: str) -> date | None:
    """Read a day that may be missing or wrong without harm."""
    try:
        return read(text)
    except ValueError:
        return None


def balance(text: str, places: int, *, is_out: bool = False) -> Decimal | None:
    """Read a balance, signed; None for one that cannot be read: then it is not checked."""
    try:
        amount = figure(text, places)
    except ValueError:
        return None
    return -amount if is_out else amount


def _too_long(words: Words, limits: Limits) -> Iterator[FieldError]:
    for field, text in (("category", words.category), ("account", words.account)):
        if len(plain(text)) > limits.name:
            yield FieldError(field, f"Write at most {limits.name} characters.", words.row)


def _entry(words: Words, reader: Reader, day: date, amount: Decimal, currency: str) -> Entry:
    is_out = (amount < 0) ^ bool(words.is_out) ^ reader.negate
    flow = Flow.OUT if is_out else Flow.IN
    payee, note = _texts(words, reader.limits)
    reference = words.reference.strip()
    return Entry(
        words.row,
        day,
        abs(amount),
        Flow.TRANSFER if words.is_transfer else flow,
        flow.value,
        None,
        plain(words.category),
        plain(words.account),
        payee,
        note,
        currency,
        reference if len(reference) <= _LONGEST_REFERENCE else "",
    )


def _texts(words: Words, limits: Limits) -> tuple[str, str]:
    """Give payee and note; what a payee has no room for stands in the note."""
    payee = plain(words.payee)
    parts = [payee] if len(payee) > limits.payee else []
    known = {payee}
    for part in map(plain, words.note):
        if part and part not in known:
            known.add(part)
            parts.append(part)
    return _cut(payee, limits.payee), _cut(" · ".join(parts), limits.note)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@dataclass(slots=True)
class Tally:
    """Adds up one account's entries beside what the file says of its balances.

    `first` and `last` are the days that the file says, the last one included; entries beyond
    them widen them. An entry in another currency leaves the sum incomplete; `newest` is the
    youngest entry's day.
    """

    account: str = ""
    currency: str = ""
    first: date | None = None
    last: date | None = None
    opening: Decimal | None = None
    closing: Decimal | None = None
    total: Decimal = Decimal(0)
    rows: int = 0
    is_complete: bool = True
    newest: date | None = None

    def add(self, item: Item) -> None:
        """Count an item; what is left out changes nothing."""
        if isinstance(item, Bad):
            self.is_complete = False
        if not isinstance(item, Entry):
            return
        self.rows += 1
        self.currency = self.currency or item.currency
        if item.currency and item.currency != self.currency:
            self.is_complete = False
        self.total += item.amount if item.direction == Flow.IN else -item.amount
        self.first = min(self.first or item.date, item.date)
        self.last = max(self.last or item.date, item.date)
        self.newest = max(self.newest or item.date, item.date)

    def statement(self) -> Found:
        """Tell what the file said, with nothing to show beside it."""
        end = None if self.last is None else self.last + timedelta(days=1)
        return Statement(
            self.account, self.currency, self.first, end, self.opening, self.closing,
            self.total, self.rows, self.is_complete,
        ), []  # fmt: skip


def joined(parts: Iterable[str], width: int) -> str:
    """Join pieces that were cut at a width: a full one goes on in the next, others end a word."""
    text, is_full = "", True
    for part in parts:
        glue = "" if is_full or text.endswith(" ") or part.startswith(" ") else " "
        text += glue + part
        is_full = len(part) >= width
    return text
