"""The rows of a file, one by one: what each becomes, or why it cannot be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import dates, dialects, escapes, numbers, words
from ftracker.domain.statements.mapping import Mode
from ftracker.domain.statements.meanings import Meaning
from ftracker.domain.statements.plans import Plan

_KEPT = 1 << 16
_BLANKS = " \u00a0"
T = TypeVar("T")


class Entry(NamedTuple):
    """One transaction of a file. A tuple, because a frozen dataclass costs four times as much.

    `row` is the line where it begins, from 1; the amount is above zero; `direction` is `in` or
    `out`; `type` is None for the default type of the flow; texts are '' where there are none.
    """

    row: int
    date: date
    amount: Decimal
    flow: Flow
    direction: str
    type: str | None
    category: str
    account: str
    payee: str
    note: str
    currency: str
    reference: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be read: its cells, and a sentence for each field that is wrong."""

    row: int
    cells: list[str]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A row that is no booked transaction, and why: a balance, a total, a pending payment."""

    row: int
    cells: list[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold: rows, and characters in a name and in a text."""

    rows: int = 2_000_000
    name: int = 100
    text: int = 2_000


Item = Entry | Bad | Left


class _Refused(Exception):
    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message


def read(content: bytes, plan: Plan, limits: Limits | None = None) -> Iterator[Item]:
    """Read the rows in the file's order; memory stays flat.

    Raises InvalidInput on `file` when the file as a whole goes beyond a limit.
    """
    limits = limits or Limits()
    row_of = _Reader(plan, limits).item
    skip = plan.mapping.skip_rows or 0
    count = 0
    for line, cells in dialects.records(content, plan.dialect, skip=skip):
        if skip + bool(plan.layout.header) and line <= plan.layout.header_line:
            continue
        count += 1
        if count > limits.rows:
            raise InvalidInput("file", f"A file may have {limits.rows:,} rows; this one has more.")
        item = row_of(line, cells)
        if item is not None:
            yield item


class _Reader:
    """Turns cells into items; dates and amounts are read once per distinct text."""

    def __init__(self, plan: Plan, limits: Limits) -> None:
        self.plan, self.limits = plan, limits
        self.day = _remembered(lambda text: dates.read(text, plan.formats))
        self.number = _remembered(lambda text: numbers.read(text, plan.style))
        self.meaning = _remembered(self._meaning)
        self.width = max(plan.date, *plan.amount.columns) + 1
        self.text: Callable[[str], str] = _own_text if plan.is_own else _foreign_text
        self.currency = plan.mapping.currency or ""

    def item(self, row: int, cells: list[str]) -> Item | None:
        """Read one record; None when it is blank."""
        plan = self.plan
        for column, values in plan.skips:
            if column < len(cells) and cells[column].strip() in values:
                return Left(row, cells, "The mapping leaves out rows like this.")
        if not plan.layout.least <= len(cells) <= plan.layout.most:
            if not any(cell.strip() for cell in cells):
                return None
            if (problem := self._ragged(row, cells)) is not None:
                return problem
        try:
            day = self.day(cells[plan.date])
            amount, meaning, direction = self._money(cells)
            if amount <= 0:
                raise ValueError
            return self._entry(row, cells, day, amount, meaning, direction)
        except (ValueError, IndexError, _Refused):
            return self._bad(row, cells)

    def _entry(
        self, row: int, cells: list[str], day: date, amount: Decimal,
        meaning: Meaning, direction: str,
    ) -> Entry:
        plan = self.plan
        return Entry(
            row, day, amount, meaning.flow, direction, meaning.type,
            self._name(cells, plan.category, "category"),
            self._name(cells, plan.account, "account"),
            self._name(cells, plan.payee, "payee", self.limits.text),
            self._note(cells),
            self.currency or self._name(cells, plan.currency, "currency"),
            self._name(cells, plan.reference, "reference", self.limits.text),
        )

    def _name(
        self, cells: list[str], column: int | None, field: str, most: int | None = None
    ) -> str:
        if column is None or column >= len(cells):
            return ""
        text = self.text(cells[column])
        if len(text) > (most or self.limits.name):
            raise _Refused(field, f"This is longer than {most or self.limits.name} characters.")
        return text

    def _note(self, cells: list[str]) -> str:
        parts = [self.text(cells[i]) for i in self.plan.description if i < len(cells)]
        note = parts[0] if len(parts) == 1 else " · ".join(part for part in parts if part)
        if len(note) > self.limits.text:
            raise _Refused("note", f"This is longer than {self.limits.text} characters.")
        return note

    def _money(self, cells: list[str]) -> tuple[Decimal, Meaning, str]:
        mode = self.plan.amount.mode
        if mode is Mode.IN_OUT:
            signed = self._of_two(cells)
        elif mode is Mode.INDICATOR:
            signed = self._indicated(cells)
        else:
            signed = self._amount(cells[self.plan.amount.column])
            if self.plan.amount.negate:
                signed = -signed
        return self._typed(cells, signed)

    def _typed(self, cells: list[str], signed: Decimal) -> tuple[Decimal, Meaning, str]:
        """Bring the sign and the type together: the type leads, and the sign may not deny it."""
        column = self.plan.type
        word = self.text(cells[column]).strip() if column is not None and column < len(cells) else ""
        by_sign = "out" if signed < 0 else "in"
        if not word:
            if self.plan.amount.mode is Mode.UNSIGNED:
                raise _Refused("type", "The type is missing, and the amount has no sign.")
            return abs(signed), _BY_SIGN[by_sign], by_sign
        meaning = self.meaning(word)
        is_bare = self.plan.amount.mode in (Mode.UNSIGNED, Mode.SIGNED) and signed > 0
        bare = "out" if self.plan.amount.mode is Mode.UNSIGNED else by_sign
        direction = meaning.direction or (bare if is_bare else by_sign)
        if not is_bare and direction != by_sign:
            raise _Refused("type", f"The amount says money {by_sign}, and “{word[:40]}” does not.")
        if signed < 0 and self.plan.amount.mode is Mode.UNSIGNED:
            raise _Refused("amount", "The amount is below zero, though the type says the way.")
        return abs(signed), meaning, direction

    def _meaning(self, word: str) -> Meaning:
        found = self.plan.meanings.of(word)
        if found is None:
            raise _Refused("type", f"“{word[:40]}” is no type we know: say what it means.")
        return found

    def _amount(self, text: str) -> Decimal:
        try:
            return self.number(text)
        except ValueError as bad:
            raise _Refused("amount", str(bad)) from bad

    def _of_two(self, cells: list[str]) -> Decimal:
        amount = self.plan.amount
        money_in, money_out = self._half(cells, amount.column), self._half(cells, amount.out)
        if money_in and money_out:
            raise _Refused("amount", "Both money in and money out are filled.")
        if amount.out_below_zero:
            money_out = -money_out
        return money_in - money_out

    def _half(self, cells: list[str], column: int | None) -> Decimal:
        text = cells[column].strip() if column is not None and column < len(cells) else ""
        return self._amount(text) if text else Decimal(0)

    def _indicated(self, cells: list[str]) -> Decimal:
        amount = self.plan.amount
        value = self._amount(cells[amount.column])
        word = cells[amount.indicator or 0].strip()
        way = self._way(word)
        if value < 0 and way == "in":
            raise _Refused("amount", f"The amount is below zero, though “{word}” means money in.")
        return abs(value) if way == "in" else -abs(value)

    def _way(self, word: str) -> str:
        amount = self.plan.amount
        if word in amount.in_words or word in amount.out_words:
            return "in" if word in amount.in_words else "out"
        known = None if amount.in_words or amount.out_words else words.flow(word)
        if known is None:
            raise _Refused("amount", f"“{word[:40]}” does not say whether money came in or out.")
        return known[1]

    # Only rows that could not be read come here, so that the good ones stay fast.

    def _ragged(self, row: int, cells: list[str]) -> Item | None:
        layout = self.plan.layout
        extra = any(cell.strip() for cell in cells[layout.most :])
        if layout.least <= len(cells) and not extra:
            return None
        if (reason := self._noise(cells)) is not None:
            return Left(row, cells, reason)
        usual = len(layout.header) or layout.most
        message = f"This row has {len(cells)} cells where {usual} are expected."
        return Bad(row, cells, (FieldError("row", message, row),))

    def _bad(self, row: int, cells: list[str]) -> Item | None:
        if not any(cell.strip() for cell in cells):
            return None
        if (reason := self._noise(cells)) is not None:
            return Left(row, cells, reason)
        errors = []
        try:
            self.day(self._cell(cells, self.plan.date))
        except ValueError as bad:
            errors.append(FieldError("date", str(bad), row))
        padded = cells + [""] * (self.width - len(cells))
        try:
            amount, meaning, direction = self._money(padded)
            if amount <= 0:
                raise _Refused("amount", self._nothing(padded))
            self._entry(row, padded, date.min, amount, meaning, direction)
        except _Refused as bad:
            errors.append(FieldError(bad.field, bad.message, row))
        return Bad(row, cells, tuple(errors))

    def _nothing(self, cells: list[str]) -> str:
        filled = any(self._cell(cells, i).strip() for i in self.plan.amount.columns)
        return "The amount is zero." if filled else "The amount is missing."

    def _cell(self, cells: list[str], column: int | None) -> str:
        return cells[column] if column is not None and column < len(cells) else ""

    def _noise(self, cells: list[str]) -> str | None:
        """Say why a row is none of the bookings, or None when it looks like one."""
        day = self._cell(cells, self.plan.date).strip()
        amounts = "".join(self._cell(cells, i).strip() for i in self.plan.amount.columns)
        if [c.strip() for c in cells] == [c.strip() for c in self.plan.layout.header]:
            return "This is the header once more."
        if words.plain(day) in words.PENDING:
            return "This payment is not booked yet."
        if _is_wordy(day):
            if not amounts and (not day or len(cells) < self.plan.layout.least):
                return "This line is no booking."
            is_total = any(words.plain(c).startswith(words.TOTALS) for c in cells)
            return "This is a total or a balance." if is_total else None
        balance = self._cell(cells, self.plan.balance).strip()
        return "This is a balance, not a booking." if balance and not amounts else None


def _is_wordy(text: str) -> bool:
    """Tell whether a cell is prose rather than a date that went wrong."""
    digits = sum(c.isdigit() for c in text)
    return sum(c.isalpha() for c in text) >= 3 * digits


_BY_SIGN = {"in": Meaning(None, Flow.IN, "in"), "out": Meaning(None, Flow.OUT, "out")}


def _own_text(text: str) -> str:
    return escapes.restore(text)


def _foreign_text(text: str) -> str:
    return text.strip(_BLANKS)


def _remembered(read: Callable[[str], T]) -> Callable[[str], T]:
    """Keep what each distinct text was read as, failures too, and forget all when it grows."""
    kept: dict[str, T | Exception] = {}

    def remembered(text: str) -> T:
        found = kept.get(text)
        if found is None:
            if len(kept) >= _KEPT:
                kept.clear()
            try:
                found = read(text)
            except (ValueError, _Refused) as bad:
                found = bad
            kept[text] = found
        if isinstance(found, Exception):
            raise found
        return found

    return remembered
