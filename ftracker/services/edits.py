"""Cells of a file that a person typed over before it came in."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ftracker.domain import money
from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import dates
from ftracker.domain.statements.files import Reading
from ftracker.domain.statements.items import Bad, Entry, Item, Limits
from ftracker.domain.statements.moves import Move, Mover
from ftracker.domain.statements.plans import Plan
from ftracker.domain.statements.refusals import Refused
from ftracker.queries.catalogue import Catalogue

FIELDS = ("date", "amount", "type", "category", "account", "payee", "note")
_LIMITS = Limits()
_MOST = {"category": _LIMITS.name, "account": _LIMITS.name, "payee": _LIMITS.payee}
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """What was typed over in one row; None where the file's own cell holds.

    The amount is signed: below zero is money out.
    """

    date: dt.date | None = None
    amount: Decimal | None = None
    type: str | None = None
    category: str | None = None
    account: str | None = None
    payee: str | None = None
    note: str | None = None

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, by the fields of a draft, whose amount is above zero."""
        names = ("date", "type", "category", "account", "payee", "note")
        found = {name: value for name in names if (value := getattr(self, name)) is not None}
        if self.amount is not None:
            found |= {"amount": abs(self.amount), "direction": _way(self.amount).value}
        return found

    @property
    def turns(self) -> bool:
        """Whether the typed amount alone says the way, whatever type the file gave."""
        return self.amount is not None and self.type is None


def read(typed: Typed, currency: str, names: Catalogue) -> Edit:
    """Read what was typed into the fields of one row.

    Dates are written as 2026-01-31. Raises InvalidInput at each field that cannot be read.
    """
    errors: list[FieldError] = []
    said: dict[str, Any] = {}
    for field, text in typed.items():
        try:
            said[field] = _value(field, text.strip(), currency, names)
        except ValueError as bad:
            errors.append(FieldError(field, str(bad)))
    if errors:
        raise InvalidInput.of(errors)
    return Edit(**said)


def mended(items: Iterable[Item], edits: Mapping[int, Edit], reading: Reading) -> Iterator[Item]:
    """Read rows that could not be read with what was typed over in them; pass the rest on."""
    for item in items:
        edit = edits.get(item.row) if isinstance(item, Bad) else None
        yield item if edit is None or not isinstance(item, Bad) else _mend(item, edit, reading)


def _value(field: str, text: str, currency: str, names: Catalogue) -> object:
    if field == "date":
        return dates.read(text, ("%Y-%m-%d",))
    if field == "amount":
        amount = money.parse_balance(text, currency)
        if not amount:
            raise ValueError("The amount is zero.")
        return amount
    if field == "type":
        found = [t.name for t in names.types.values() if t.name.casefold() == text.casefold()]
        if not found:
            raise ValueError("Choose a type of the list.")
        return found[0]
    most = _MOST.get(field, _LIMITS.note)
    if len(text) > most:
        raise ValueError(f"Write at most {most:,} characters.")
    if any(not c.isprintable() and c not in "\t\n" for c in text):
        raise ValueError("There is a character in it that cannot be kept.")
    return text


def _mend(bad: Bad, edit: Edit, reading: Reading) -> Entry | Bad:
    left = tuple(error for error in bad.errors if not _settles(edit, error.field))
    if left:
        return replace(bad, errors=left)
    if reading.plan is None:
        return _typed(bad, edit)
    plan = reading.plan
    cells = bad.cells + [""] * (plan.width - len(bad.cells))
    if edit.type is not None and plan.type is not None:
        cells[plan.type] = edit.type
    if plan.other_date is not None and not cells[plan.date].strip():
        cells[plan.date] = cells[plan.other_date]
    day = edit.date or dates.read(cells[plan.date], plan.formats)
    try:
        move = _moved(edit) or Mover(plan, str.strip).move(cells)
    except Refused as wrong:
        return replace(bad, errors=(FieldError(wrong.field, wrong.message, bad.row),))
    return _entry(bad.row, cells, plan, day, move)


def _settles(edit: Edit, field: str) -> bool:
    """Tell whether what was typed mends a field; day and amount mend a row of the wrong width."""
    if field in FIELDS:
        return getattr(edit, field) is not None
    return edit.date is not None and edit.amount is not None


def _typed(bad: Bad, edit: Edit) -> Entry | Bad:
    """Make a row from what was typed alone, where the file has no columns to read the rest."""
    move = _moved(edit)
    if edit.date is None or move is None:
        missing = "date" if edit.date is None else "amount"
        return replace(bad, errors=(FieldError(missing, "Type it here.", bad.row),))
    note = " · ".join(cell.strip() for cell in bad.cells if cell.strip())[: _LIMITS.note]
    return Entry(bad.row, edit.date, *_of(move), "", "", "", note, "", "")


def _entry(row: int, cells: list[str], plan: Plan, day: dt.date, move: Move) -> Entry:
    def cell(column: int | None, most: int = _LIMITS.name) -> str:
        return "" if column is None else " ".join(cells[column].split())[:most]

    payee, account = plan.payee, plan.account
    if move.direction == Flow.IN:
        payee = payee if plan.payee_in is None else plan.payee_in
        account = account if plan.account_in is None else plan.account_in
    note = " · ".join(part for i in plan.description if (part := cells[i].strip()))
    return Entry(
        row,
        day,
        *_of(move),
        cell(plan.category),
        cell(account),
        cell(payee, _LIMITS.payee),
        note[: _LIMITS.note],
        plan.mapping.currency or cell(plan.currency),
        cell(plan.reference),
    )


def _of(move: Move) -> tuple[Decimal, Flow, str, str | None]:
    return move.amount, move.flow, move.direction, move.type


def _moved(edit: Edit) -> Move | None:
    if edit.amount is None:
        return None
    flow = _way(edit.amount)
    return Move(abs(edit.amount), flow, flow.value, None)


def _way(amount: Decimal) -> Flow:
    return Flow.OUT if amount < 0 else Flow.IN
