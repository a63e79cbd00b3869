"""Rows that are no bookings: balances, totals, footers, payments that are not booked yet."""

from ftracker.domain.errors import FieldError
from ftracker.domain.statements import cells as kinds
from ftracker.domain.statements import words
from ftracker.domain.statements.mapping import Mode
from ftracker.domain.statements.plans import Plan

_LETTERS_PER_DIGIT = 3
_NARROW = 2
# Rows that are called so hold a balance, though they have a day and an amount.
BALANCES = words.BALANCES
LONGEST = max(map(len, BALANCES)) + 1


def reason(cells: list[str], plan: Plan) -> str | None:
    """Say why a row that cannot be read is no booking, or None when it looks like one."""
    day = _cell(cells, plan.date)
    amounts = "".join(_cell(cells, i) for i in plan.amount.columns)
    if _is_header(cells, plan):
        return "This is the header once more."
    if words.plain(day) in words.PENDING:
        return "This payment is not booked yet."
    if _is_alone(cells, plan) and not kinds.is_day(day):
        return "This line is no booking."
    if _is_prose(day):
        return _prose(cells, plan, day, amounts)
    has_balance = plan.balance is not None and _cell(cells, plan.balance)
    if not amounts and (has_balance or any(map(_is_end, cells))):
        return "This is a balance, not a booking."
    return None


def _is_alone(cells: list[str], plan: Plan) -> bool:
    """Tell whether one text stands alone in a row that has room for several."""
    return sum(bool(cell.strip()) for cell in cells) == 1 and plan.layout.least > _NARROW


def _prose(cells: list[str], plan: Plan, day: str, amounts: str) -> str | None:
    if not amounts and (not day or len(cells) < plan.layout.least):
        return "This line is no booking."
    is_total = any(words.plain(c).startswith(words.TOTALS) for c in cells if c)
    return "This is a total or a balance." if is_total else None


def may_hold_balances(plan: Plan) -> bool:
    """Tell whether rows called a balance are none: books of categories do book an opening one."""
    return plan.category is None and not plan.is_own


def nothing(cells: list[str], plan: Plan, errors: list[FieldError]) -> str | None:
    """Say why a row moves no money at all and is mere information; None when it may move some."""
    if plan.amount.indicator is not None and words.is_neutral(_cell(cells, plan.amount.indicator)):
        return "This is neither money in nor money out."
    # In a book that people keep, an amount of nothing is a mistake; a bank shows it as a remark.
    is_book = plan.is_own or (plan.category is not None and plan.balance is None)
    if is_book or [error.field for error in errors] != ["amount"]:
        return None
    written = [_cell(cells, i) for i in plan.amount.columns]
    if any(written) and not any(c.isdigit() and c != "0" for text in written for c in text):
        return "This row moves no money." if any("0" in text for text in written) else None
    other = plan.other_date
    if other is not None and not any(written) and not _cell(cells, other):
        return "This payment is not booked yet."
    is_bare = plan.amount.mode is Mode.IN_OUT and not any(written)
    return "This row moves no money." if is_bare and len(cells) >= plan.layout.least else None


def _is_end(cell: str) -> bool:
    return words.is_opening(cell) or words.is_closing(cell)


def _is_header(cells: list[str], plan: Plan) -> bool:
    header = [c.strip() for c in plan.layout.header]
    return bool(header) and [c.strip() for c in cells] == header[: len(cells)] and any(cells)


def _cell(cells: list[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""


def _is_prose(text: str) -> bool:
    """Tell whether a cell is prose rather than a date that went wrong."""
    digits = sum(c.isdigit() for c in text)
    return sum(c.isalpha() for c in text) >= _LETTERS_PER_DIGIT * digits
