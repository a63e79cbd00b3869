"""What is checked of a file as a whole: whether it adds up, and in which currency it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from ftracker.domain.errors import FieldError
from ftracker.domain.statements.items import Statement
from ftracker.models import Import
from ftracker.schemas.previews import Page, Seen
from ftracker.web.forms import Form
from ftracker.web.pages_imports import Check
from ftracker.web.rows import Writer

# So many rows are told of by their numbers; all of them are listed below.
_TOLD = 5


def foreign(page: Page, currency: str) -> list[Check]:
    """Say which other currency the rows shown are in, if any is."""
    said = {item.entry.currency.upper() for item in page.items if isinstance(item, Seen)}
    foreign = sorted(said - {"", currency})
    if not foreign:
        return []
    text = f"The file is in {', '.join(foreign)}; your books are kept in {currency}"
    return [Check(f"{text}, and the amounts are taken as they stand.", "bad")]


def balances(statements: Sequence[Statement], writer: Writer) -> list[Check]:
    """Say for each statement of a file whether its balances and its rows add up."""
    return [check for one in statements if (check := _balance(one, writer)) is not None]


def told(form: Form | None, found: Import) -> list[FieldError]:
    """Say why a file was not booked: of rows that cannot be read first what to do with them."""
    errors = form.errors if form else []
    of_rows = [replace(one, field="", message=_at_row(one)) for one in errors if one.row]
    if not of_rows:
        return errors
    what = "this row" if found.invalid == 1 else f"these {found.invalid:,} rows"
    text = f"Correct {what}, or tick “{leave_out(found)}”."
    return [
        FieldError("leave_out", text),
        *(one for one in errors if not one.row),
        *of_rows[:_TOLD],
    ]


def _at_row(error: FieldError) -> str:
    return f"Line {error.row}: {error.message}"


def leave_out(found: Import) -> str:
    """Name the box that leaves out what cannot be read."""
    rows = "1 row" if found.invalid == 1 else f"{found.invalid:,} rows"
    return f"Leave out the {rows} that cannot be read"


def _balance(one: Statement, writer: Writer) -> Check | None:
    if one.opening is None or one.closing is None:
        return None
    whole = ", ".join(text for text in (one.account, _days(one)) if text)
    comes_to = one.opening + one.total
    sums = f"{writer.money(one.opening)} and {one.rows:,} rows of {writer.money(one.total)} make"
    if comes_to == one.closing:
        return Check(f"{whole}: {sums} {writer.money(one.closing)}, as the file says.", "good")
    off: Decimal = one.closing - comes_to
    said = f"the file says {writer.money(one.closing)}, {writer.signed(off)} from it"
    return Check(f"{whole}: {sums} {writer.money(comes_to)}; {said}.", "bad")


def _days(one: Statement) -> str:
    if one.start is None or one.end is None:
        return ""
    return f"{one.start.isoformat()} to {(one.end - timedelta(days=1)).isoformat()}"
