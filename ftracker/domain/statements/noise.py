"""Rows that are no bookings: balances, totals, footers, payments that are not booked yet."""

from ftracker.domain.statements import words
from ftracker.domain.statements.plans import Plan

_LETTERS_PER_DIGIT = 3


def reason(cells: list[str], plan: Plan) -> str | None:
    """Say why a row that cannot be read is no booking, or None when it looks like one."""
    day = _cell(cells, plan.date)
    amounts = "".join(_cell(cells, i) for i in plan.amount.columns)
    if [c.strip() for c in cells] == [c.strip() for c in plan.layout.header]:
        return "This is the header once more."
    if words.plain(day) in words.PENDING:
        return "This payment is not booked yet."
    if _is_prose(day):
        if not amounts and (not day or len(cells) < plan.layout.least):
            return "This line is no booking."
        is_total = any(words.plain(c).startswith(words.TOTALS) for c in cells)
        return "This is a total or a balance." if is_total else None
    has_balance = plan.balance is not None and _cell(cells, plan.balance)
    return "This is a balance, not a booking." if has_balance and not amounts else None


def _cell(cells: list[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""


def _is_prose(text: str) -> bool:
    """Tell whether a cell is prose rather than a date that went wrong."""
    digits = sum(c.isdigit() for c in text)
    return sum(c.isalpha() for c in text) >= _LETTERS_PER_DIGIT * digits
