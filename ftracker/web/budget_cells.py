"""The cells of the budget page as a form: their names say which they are and what they held."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.budgets import Cell
from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.schemas.budgets import AllotmentIn
from ftracker.web.forms import Form

PREFIX = "cell"
UNREADABLE = "This field cannot be understood. Load the page again."


def name(budget_id: UUID, cell: Cell, currency: str) -> str:
    """Name the field of a cell: its budget, its first day, and what it holds now.

    What others change meanwhile is so never typed over by a field that nobody touched.
    """
    return f"{PREFIX}-{budget_id.hex}-{cell.span.start:%Y%m%d}-{value(cell, currency)}"


def value(cell: Cell, currency: str) -> str:
    """Write what a cell was given, nothing where it has the usual amount."""
    return money.plain(cell.budgeted, currency) if cell.is_given else ""


def changed(form: Form, currency: str) -> list[AllotmentIn]:
    """Read the cells whose text is not what they held. Raises InvalidInput at each bad one."""
    found: list[AllotmentIn] = []
    wrong: list[FieldError] = []
    for field in form.typed:
        if field.startswith(f"{PREFIX}-"):
            text = form.value(field).strip()
            try:
                found += _read(field, text, currency)
            except ValueError as bad:
                wrong.append(FieldError(field, str(bad)))
    if wrong:
        raise InvalidInput.of(wrong)
    return found


def typed(form: Form, field: str, currency: str) -> str | None:
    """Read an amount of a form as people type it, None for nothing. Raises InvalidInput."""
    try:
        return _typed(form.value(field), currency)
    except ValueError as bad:
        raise InvalidInput(field, str(bad)) from bad


def _typed(text: str, currency: str) -> str | None:
    return f"{money.parse_balance(text, currency):f}" if text.strip() else None


def _read(field: str, text: str, currency: str) -> list[AllotmentIn]:
    try:
        _, key, day, held = field.split("-", 3)
        budget_id, first = UUID(hex=key), date.fromisoformat(day)
        before = Decimal(held) if held else None
    except (ValueError, ArithmeticError) as bad:
        raise ValueError(UNREADABLE) from bad
    amount = _typed(text, currency)
    if (None if amount is None else Decimal(amount)) == before:
        return []
    return [AllotmentIn(budget_id=budget_id, day=first, amount=amount)]
