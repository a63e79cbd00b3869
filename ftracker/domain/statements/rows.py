"""The rows of a file, one by one: what each becomes, or why it cannot be read."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import dates, dialects, escapes, ledgers, noise, numbers
from ftracker.domain.statements.items import Bad, Entry, Item, Left, Limits
from ftracker.domain.statements.moves import Move, Mover
from ftracker.domain.statements.plans import Plan
from ftracker.domain.statements.refusals import Refused
from ftracker.domain.statements.sources import Source
from ftracker.domain.statements.texts import goes_on
from ftracker.domain.statements.totals import Totals

T = TypeVar("T")
Row = Entry | Bad | Left
_KEPT = 1 << 12
_BLANKS = " \u00a0"
_made = tuple.__new__
_LONGEST_NOTE = Limits().note
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAKS = re.compile(r"[\t\r\n]+")


def read(source: Source, plan: Plan, limits: Limits | None = None) -> Iterator[Item]:
    """Read the rows in the file's order, then a statement per account; memory stays flat.

    Raises InvalidInput on `file` when the file as a whole goes beyond a limit.
    """
    items = _items(source, plan, limits or Limits())
    return _joined(items, plan) if plan.goes_on else items


def _items(source: Source, plan: Plan, limits: Limits) -> Iterator[Item]:
    reader = _Reader(plan, limits)
    item_of = reader.side if ledgers.is_one(plan.layout) else reader.item
    totals = Totals(plan)
    add = totals.add
    records: Iterator[tuple[int, list[str]]] = _records(source, plan)
    if ledgers.is_one(plan.layout):
        records = reader.sides(records)
    for count, (line, cells) in enumerate(records, start=1):
        if count > limits.rows:
            raise InvalidInput("file", f"A file may have {limits.rows:,} rows; this one has more.")
        item = item_of(line, cells)
        if isinstance(item, Entry):
            add(item, cells)
            yield item
        elif item is not None:
            totals.note(item)
            yield item
    yield from totals.statements()


def _joined(items: Iterator[Item], plan: Plan) -> Iterator[Item]:
    """Add the texts of lines that only go on with the row above to that row's note."""
    held: Entry | None = None
    for item in items:
        if held is not None and isinstance(item, Left) and goes_on(item.cells, plan.description):
            more = " ".join(cell.strip() for cell in item.cells if cell.strip())
            held = held._replace(note=f"{held.note} {more}".strip()[:_LONGEST_NOTE])
            continue
        if held is not None:
            yield held
        held = item if isinstance(item, Entry) else None
        if held is None:
            # The statements come last, so that no row is left to be passed on.
            yield item


def raw(source: Source, plan: Plan, row: int) -> list[tuple[str, str]]:
    """Give the cells of the record that begins in a line, each with its header or number."""
    for line, cells in _records(source, plan):
        if line == row:
            return [(_label(plan, i), cell) for i, cell in enumerate(cells)]
        if line > row:
            break
    return []


def _label(plan: Plan, column: int) -> str:
    name = plan.layout.header[column].strip() if column < len(plan.layout.header) else ""
    return name or f"Column {column + 1}"


def _records(source: Source, plan: Plan) -> Iterator[dialects.Record]:
    records = dialects.records(source, plan.dialect, skip=plan.mapping.skip_rows or 0)
    header = plan.layout.depth if plan.layout.header else 0
    return islice(records, header, None)


def _cleaner(plan: Plan) -> Callable[[str], str]:
    """Our own export is taken exactly as it was written; around other cells blanks are padding."""
    return escapes.restore if plan.is_own else lambda cell: cell.strip(_BLANKS)


class _Remembered(dict[str, T]):
    """What each distinct text was read as; forgets all when it grows large."""

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> T:
        if len(self) >= _KEPT:
            self.clear()
        found = self[text] = self._read(text)
        return found


class _Reader:
    """Turns cells into items; what repeats is read once per distinct text."""

    def __init__(self, plan: Plan, limits: Limits) -> None:
        self.plan, self.limits = plan, limits
        self.text = _cleaner(plan)
        self.days = _Remembered(lambda text: dates.read(text, plan.formats))
        self.move = Mover(plan, self.text).move
        self.categories = _Remembered(lambda cell: self._name("category", cell, limits.name))
        self.accounts = _Remembered(lambda cell: self._name("account", cell, limits.name))
        self.payees = _Remembered(lambda cell: self._name("payee", cell, limits.payee))
        self.currencies = _Remembered(numbers.code)
        self.currency = plan.currency_code
        self.account = plan.account_name
        self.columns = plan.category, plan.account, plan.payee, plan.currency
        self.may_be_balance = noise.may_hold_balances(plan)
        self.has_sides = plan.payee_in is not None or plan.account_in is not None
        self.reference = plan.reference if plan.are_ids else None

    def item(self, row: int, cells: list[str]) -> Row | None:
        """Read one record; None when it is blank."""
        layout = self.plan.layout
        if not layout.least <= len(cells) <= layout.most or self.plan.skips:
            said = self._odd(row, cells)
            if said is not None:
                return said
        try:
            entry = self._entry(row, cells, self.days[cells[self.plan.date]], self.move(cells))
        except (ValueError, IndexError, Refused):
            return self._problem(row, cells)
        note = entry.note
        if self.may_be_balance and len(note) < noise.LONGEST and note.casefold() in noise.BALANCES:
            return Left(row, cells, "This is a balance, not a booking.")
        return entry

    def sides(self, records: Iterator[dialects.Record]) -> Iterator[dialects.Record]:
        """Pass on the sides of a book, remembering what the last one is."""
        for row, cells, kind in ledgers.movements(records, self.plan.layout):
            self.kind = kind
            yield row, cells

    def side(self, row: int, cells: list[str]) -> Row | None:
        """Read one side of a movement of a book."""
        if self.kind == "other":
            return Left(row, cells, "This side says what the money was for.")
        item = self.item(row, cells)
        if self.kind == "transfer" and isinstance(item, Entry):
            return item._replace(flow=Flow.TRANSFER)
        return item

    def _entry(self, row: int, cells: list[str], day: date, move: Move) -> Entry:
        category, account, payee, currency = self.columns
        if self.has_sides and move.direction == "in":
            payee = payee if self.plan.payee_in is None else self.plan.payee_in
            account = account if self.plan.account_in is None else self.plan.account_in
        # A named tuple's own way of making one costs as much again as all its fields.
        return _made(
            Entry,
            (
                row,
                day,
                *move,
                "" if category is None else self.categories[cells[category]],
                self.account if account is None else self.accounts[cells[account]],
                "" if payee is None else self.payees[cells[payee]],
                self._note(cells),
                self.currency if currency is None else self.currencies[cells[currency]],
                "" if self.reference is None else cells[self.reference].strip(),
            ),
        )

    def _name(self, field: str, cell: str, most: int) -> str:
        text = _BREAKS.sub(" ", self.text(cell)).strip()
        if len(text) > most:
            raise Refused(field, f"Write at most {most} characters.")
        if _CONTROL.search(text):
            raise Refused(field, "There is a character in it that cannot be kept.")
        return text

    def _note(self, cells: list[str]) -> str:
        columns = self.plan.description
        if len(columns) == 1:
            note = self.text(cells[columns[0]])
        else:
            note = " · ".join([part for i in columns if (part := self.text(cells[i]))])
        if "\r" in note:
            note = note.replace("\r\n", "\n")
        if len(note) > self.limits.note:
            raise Refused("note", f"Write at most {self.limits.note} characters.")
        if _CONTROL.search(note):
            raise Refused("note", "There is a character in it that cannot be kept.")
        return note

    # Only rows that are no plain bookings come here, so that the good ones stay fast.

    def _odd(self, row: int, cells: list[str]) -> Row | None:
        """Tell what a row is that is ragged, or that the mapping leaves out; None if it is fine."""
        for column, values in self.plan.skips:
            if column < len(cells) and cells[column].strip() in values:
                return Left(row, cells, f"“{cells[column].strip()[:40]}”: this row is not booked.")
        layout = self.plan.layout
        extra = any(cell.strip() for cell in cells[layout.most :])
        if layout.least <= len(cells) and not extra:
            return None
        if not any(cell.strip() for cell in cells):
            return None
        if (reason := noise.reason(cells, self.plan)) is not None:
            return Left(row, cells, reason)
        usual = len(layout.header) or layout.most
        message = f"This row has {len(cells)} cells where {usual} are expected."
        return Bad(row, cells, (FieldError("row", message, row),))

    def _problem(self, row: int, cells: list[str]) -> Row | None:
        if not any(cell.strip() for cell in cells):
            return None
        padded = cells + [""] * (self.plan.width - len(cells))
        other = self.plan.other_date
        if other is not None and not padded[self.plan.date].strip() and padded[other].strip():
            padded[self.plan.date] = padded[other]
        if (reason := noise.reason(padded[: max(len(cells), 1)], self.plan)) is not None:
            return Left(row, cells, reason)
        tries: list[Callable[[], object]] = [
            lambda: self._day(padded),
            lambda: self.move(padded),
            lambda: self._entry(row, padded, date.min, _NO_MOVE),
        ]
        errors = [error for attempt in tries if (error := _refusal(attempt, row)) is not None]
        if not errors:
            # Nothing is wrong but that cells were left out that another one makes up for.
            return self._entry(row, padded, self._day(padded), self.move(padded))
        if (reason := noise.nothing(padded, self.plan, errors)) is not None:
            return Left(row, cells, reason)
        return Bad(row, cells, tuple(errors))

    def _day(self, cells: list[str]) -> date:
        try:
            return self.days[cells[self.plan.date]]
        except ValueError as bad:
            raise Refused("date", str(bad)) from bad


_NO_MOVE = Move(Decimal(0), Flow.OUT, "out", None)


def _refusal(attempt: Callable[[], object], row: int) -> FieldError | None:
    try:
        attempt()
    except Refused as bad:
        return FieldError(bad.field, bad.message, row)
    return None
