"""What the page of reports shows: sums by period and by category, as charts and as tables."""

from dataclasses import dataclass

from ftracker.web.charts import Spec
from ftracker.web.display import CategoryMark, Figure, Tone, Unit
from ftracker.web.forms import Form


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table, and the address of the transactions that it is made of."""

    text: str
    href: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One week, month or year; its cells are income, spending, set aside and net."""

    label: str
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category's part of its section; `width` is 0 to 100 of the section's largest."""

    mark: CategoryMark
    amount: str
    tone: Tone
    share: str
    width: str
    count: str


@dataclass(frozen=True, slots=True)
class SectionTable:
    """The categories of one section, largest first, and their sum."""

    label: str
    total: Cell
    rows: tuple[CategoryRow, ...]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """A report over a range; `until` in its form is the last day that belongs to it.

    A preset is its name, its address, and whether it is the one that is shown.
    """

    label: str
    note: str
    form: Form
    units: tuple[Unit, ...]
    presets: tuple[tuple[str, str, bool], ...]
    figures: tuple[Figure, ...]
    bars: Spec
    pie: Spec
    trend: Spec
    trend_name: str
    rows: tuple[PeriodRow, ...]
    total: PeriodRow
    trend_rows: tuple[tuple[str, str, str], ...]
    sections: tuple[SectionTable, ...]
