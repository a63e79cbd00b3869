"""CAMT.053 of ISO 20022 in all its versions, and its sisters 052 (reports) and 054 (notices).

Rows are the lines where `<Ntry>` begins, or `<TxDtls>` for the parts of a batch; where several
begin on one line, each is one more than the row before it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.statements import bookings, details, elements, scopes, sources
from ftracker.domain.statements.bookings import Found, Reader, Tally, Words
from ftracker.domain.statements.items import Bad, Item, Left, Limits
from ftracker.domain.statements.mapping import Amounts, Mapping, Mode
from ftracker.domain.statements.scopes import Scope
from ftracker.domain.statements.sources import Source

_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_PENDING = {"PDNG", "FUTR"}
_ENCODINGS = (None, "utf-8", "cp1252")


def understand(source: Source, mapping: Mapping) -> Mapping:
    """Read the whole file once, to know its encoding and that it ends as XML does.

    Raises InvalidInput on `file`.
    """
    encoding = _encoding(source, mapping.encoding)
    amount = Amounts(Mode.INDICATOR, None, negate=mapping.amount.negate)
    return replace(mapping, encoding=encoding, amount=amount)


def read(source: Source, mapping: Mapping, places: int, limits: Limits) -> Iterator[Found]:
    """Read the movements of every statement, each statement after them.

    A batch whose parts have amounts that sum to it becomes its parts, else it stays one. Raises
    InvalidInput on `file` for a file that goes beyond a limit or breaks off.
    """
    reader = bookings.reader(bookings.iso_day, bookings.unsigned, mapping, places, limits)
    book = _Book(reader)
    for scope in scopes.read(elements.read(sources.pieces(source), encoding=mapping.encoding)):
        if scope.name in scopes.STATEMENTS:
            yield book.tally.statement()
            book = _Book(reader, book.row)
        elif scope.name == "Ntry":
            yield from book.movements(scope)
        else:
            book.note(scope)


class _Book:
    """One statement: what it says of itself, and the entries so far."""

    def __init__(self, reader: Reader, row: int = 0) -> None:
        self.reader, self.row = reader, row
        self.tally = Tally()
        self.owner = ""

    def note(self, scope: Scope) -> None:
        """Take the account, the days or a balance."""
        if scope.name == "Acct":
            self.tally.account = scope.get("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id")
            self.tally.currency = bookings.code(scope.get("Ccy"))
            self.owner = scope.get("Ownr/Nm", "Nm")
        elif scope.name == "FrToDt":
            self._days(scope)
        else:
            self._balance(scope)

    def _days(self, scope: Scope) -> None:
        first = bookings.maybe(bookings.iso_day, scope.get("FrDtTm", "FrDt"))
        last = bookings.maybe(bookings.iso_day, scope.get("ToDtTm", "ToDt"))
        if first is None or last is None or last < first:
            return
        if "T00:00:00" in scope.get("ToDtTm") and first < last:
            last -= timedelta(days=1)
        self.tally.first, self.tally.last = first, last

    def _balance(self, scope: Scope) -> None:
        kind = scope.get("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry")
        currency = bookings.code(scope.get("Amt@Ccy"))
        tally = self.tally
        tally.currency = tally.currency or currency
        if kind not in _OPENING + _CLOSING or currency != tally.currency:
            return
        is_out = scope.get("CdtDbtInd") == "DBIT"
        amount = bookings.balance(scope.get("Amt"), self.reader.places, is_out=is_out)
        if kind in _CLOSING:
            tally.closing = amount
            if day := bookings.maybe(bookings.iso_day, scope.get("Dt/Dt", "Dt/DtTm")):
                tally.first = tally.first or day
                tally.last = max(tally.last or day, day)
        elif kind == _OPENING[0] or tally.opening is None:
            tally.opening = amount

    def movements(self, entry: Scope) -> Iterator[Found]:
        """Give an entry, or the parts of a batch, or why it is none."""
        status = entry.get("Sts", "Sts/Cd", "Sts/Prtry").upper()
        if status in _PENDING:
            yield self._left(entry, "This payment is not booked yet.")
        elif status == "INFO":
            yield self._left(entry, "This entry is only for information.")
        elif details.way(entry) is None:
            message = "The entry does not say whether money came in or went out."
            row, said = self._row(entry), details.said(entry)
            error = FieldError("amount", message, row)
            yield self._counted(Bad(row, bookings.texts(said), (error,))), said
        elif details.is_batch(entry):
            for reference, part in zip(details.references(entry), entry.parts, strict=True):
                yield self._booked(entry, part, reference)
        else:
            yield self._booked(entry, None, details.reference(entry))

    def _left(self, entry: Scope, reason: str) -> Found:
        said = details.said(entry)
        return Left(self._row(entry), bookings.texts(said), reason), said

    def _booked(self, entry: Scope, part: Scope | None, reference: str) -> Found:
        """Book an entry as it is, or one part of it."""
        whole = entry if part is None else Scope(part.name, part.line, entry.said, [part])
        amount, currency = details.amount(entry if part is None else part, entry)
        way = details.way(entry if part is None else part) or details.way(entry)
        is_out = way == "DBIT"
        said = details.said(whole)
        words = Words(
            self._row(whole),
            said,
            entry.get("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"),
            amount,
            is_out=is_out,
            payee=details.payee(whole, is_out=is_out, owner=self.owner),
            note=tuple(details.note(whole)),
            account=self.tally.account,
            currency=currency or self.tally.currency,
            reference=reference,
        )
        return self._counted(bookings.item(words, self.reader)), said

    def _row(self, scope: Scope) -> int:
        self.row = max(scope.line, self.row + 1)
        return self.row

    def _counted(self, item: Item) -> Item:
        self.tally.add(item)
        return item


def _encoding(source: Source, given: str | None) -> str | None:
    """Name the encoding that reads the file: what it says of itself may be wrong; None if right."""
    refused: InvalidInput | None = None
    for encoding in _ENCODINGS if given is None else (given,):
        try:
            elements.check(sources.pieces(source), encoding)
        except InvalidInput as bad:
            refused = refused or bad
        else:
            return encoding
    raise refused or InvalidInput("file", "This file cannot be read.")
