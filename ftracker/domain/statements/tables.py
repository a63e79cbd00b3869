"""What the columns of a sample hold: how many cells are filled, dates, amounts, words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ftracker.domain.statements import cells as kinds
from ftracker.domain.statements import headers, numbers
from ftracker.domain.statements.layout import Layout

MOST = 0.6
FEW = 12


class Facts:
    """One column of the rows that look like bookings."""

    def __init__(self, index: int, header: str, cells: list[str]) -> None:
        self.index, self.header, self.cells = index, header, cells
        self.filled = [cell for cell in cells if cell]
        self.words = set(self.filled)

    @property
    def fill(self) -> float:
        """Tell which share of the cells is filled."""
        return len(self.filled) / max(len(self.cells), 1)

    @cached_property
    def dates(self) -> float:
        """Tell which share of the filled cells are days."""
        return _share(self.filled, kinds.is_day)

    @cached_property
    def numbers(self) -> float:
        """Tell which share of the filled cells can be amounts."""
        return _share(self.filled, numbers.looks_like)

    @cached_property
    def values(self) -> list[Decimal | None]:
        """Read the cells as numbers, in their order."""
        return numbers.guesses(self.cells)

    @cached_property
    def has_minus(self) -> bool:
        """Tell whether any number is below zero."""
        return any(value is not None and value < 0 for value in self.values)

    @cached_property
    def is_money(self) -> bool:
        """Tell whether the numbers are written as money is, not as a number of something."""
        return any(kinds.is_money(cell) for cell in self.filled)

    @cached_property
    def is_text(self) -> bool:
        """Tell whether the column holds words for people."""
        letters = _share(self.filled, lambda cell: any(c.isalpha() for c in cell))
        return bool(self.filled) and letters >= MOST and self.dates < MOST

    @cached_property
    def is_code(self) -> bool:
        """Tell whether the cells are numbers with letters in them, as accounts have."""
        return _share(self.filled, kinds.is_code) >= MOST

    @cached_property
    def length(self) -> float:
        """Tell how long the texts are together, those that repeat counted once."""
        return float(sum(len(word) for word in self.words))

    @property
    def is_choice(self) -> bool:
        """Tell whether a few words repeat."""
        return 0 < len(self.words) <= FEW and all(len(word) <= 40 for word in self.words)

    def rank(self, role: str) -> float | None:
        """Tell how well the header names a role, 0 best."""
        return headers.rank(self.header, role) if self.header else None

    def is_called(self, *roles: str) -> bool:
        """Tell whether the header is a word of one of the roles."""
        return bool(self.header) and not headers.roles(self.header).isdisjoint(roles)


@dataclass(frozen=True)
class Table:
    """The columns of a file, as far as its first rows show them."""

    layout: Layout
    rows: list[list[str]]

    @cached_property
    def columns(self) -> list[Facts]:
        """Give the facts of every column, from left to right."""
        names = self.layout.header
        return [
            Facts(i, names[i] if i < len(names) else "", [_cell(row, i) for row in self.rows])
            for i in range(self.layout.most)
        ]

    def free(self, taken: Iterable[int]) -> list[Facts]:
        """Give the columns that no role has taken yet."""
        busy = set(taken)
        return [facts for facts in self.columns if facts.index not in busy]

    @cached_property
    def texts(self) -> list[str]:
        """Give all words of each row in one text."""
        wordy = [facts for facts in self.columns if facts.is_text]
        return [" ".join(facts.cells[i] for facts in wordy) for i in range(len(self.rows))]


def of(layout: Layout) -> Table:
    """Take the rows of a sample that look like bookings; all, where none does."""
    found = [row for row in layout.sample if kinds.is_entry(row)]
    return Table(layout, found or layout.sample)


def _cell(row: list[str], index: int) -> str:
    return row[index].strip() if index < len(row) else ""


def _share(cells: list[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0
