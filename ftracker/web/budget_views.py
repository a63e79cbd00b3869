"""What of the budgets is looked at: how many periods, and which rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ftracker.domain.budget_sheets import Row
from ftracker.domain.budgets import Cell
from ftracker.domain.kinds import Section
from ftracker.web.budget_forecasts import Ahead

COUNTS = (1, 3, 6, 12)


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for: how many periods, which rows only; and who looks on which day.

    `ahead` is what the forecast says of the periods that run.
    """

    count: int
    only: str
    today: date
    can_write: bool
    ahead: Ahead = field(default_factory=dict)

    def shows(self, row: Row) -> bool:
        """Tell whether a row is among those that are asked for."""
        return FILTERS[self.only][1](row)


def view(words: Mapping[str, str], *, today: date, can_write: bool) -> View:
    """Understand the words of an address; what makes no sense is left out."""
    text = words.get("periods", "")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < len("100") else 1
    only = words.get("only", "")
    count = min(max(count, 1), COUNTS[-1])
    return View(count, only if only in FILTERS else "", today, can_write)


def begun(row: Row) -> list[Cell]:
    """List the cells of a budget from the period on that it begins in."""
    return [cell for cell in row.cells if cell.span.end > row.first]


def is_overspent(row: Row) -> bool:
    """Tell whether more was spent than there is in one of the shown periods."""
    return row.section is Section.SPENDING and any(cell.left < 0 for cell in begun(row))


def is_underfunded(row: Row) -> bool:
    """Tell whether one of the shown periods has less than the budget's usual amount."""
    return any(cell.there < row.usual for cell in begun(row))


FILTERS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "": ("All", bool),
    "overspent": ("Overspent", is_overspent),
    "underfunded": ("Underfunded", is_underfunded),
}
