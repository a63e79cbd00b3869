"""What a pivot table is asked for by its address, and the choices it offers."""

from collections.abc import Mapping
from dataclasses import dataclass

from ftracker.domain.errors import FieldError
from ftracker.domain.reports import pivots
from ftracker.domain.reports.pivots import Measure, Plan
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import By
from ftracker.web import searches
from ftracker.web.display import Option
from ftracker.web.tables import Control

NONE = "none"
AXES: Mapping[str, str] = {
    By.GROUP: "Group",
    By.CATEGORY: "Category",
    By.KIND: "Kind",
    By.PAYEE: "Payee",
    By.ACCOUNT: "Account",
    By.TYPE: "Type",
    By.MEMBER: "Member",
    By.TAG: "Tag",
    By.WEEKDAY: "Weekday",
    By.WEEK: "Week",
    By.MONTH: "Month",
    By.YEAR: "Year",
}
MEASURES: Mapping[str, str] = {
    Measure.SUM: "Sum",
    Measure.COUNT: "Count",
    Measure.AVERAGE: "Average",
    Measure.MEDIAN: "Median",
    Measure.SHARE: "Share of all",
}
SHOWN = {"stacked": "Stacked", "bars": "Bars", "lines": "Lines", "pie": "Pie", "table": "Table"}
SECTIONS = {
    "spending": "Spending",
    "income": "Income",
    "set_aside": "Set aside",
    "net": "Net",
}
_USUAL: Mapping[str, str] = {
    "rows": By.GROUP,
    "columns": By.MONTH,
    "measure": Measure.SUM,
    "show": "stacked",
    "section": "spending",
}
_KNOWN: Mapping[str, Mapping[str, str]] = {
    "rows": {**AXES, NONE: "Nothing"},
    "columns": {**AXES, NONE: "Nothing"},
    "measure": MEASURES,
    "show": SHOWN,
    "section": SECTIONS,
}
_OPTIONS = {
    name: tuple(Option(value, said) for value, said in known.items())
    for name, known in _KNOWN.items()
}
_LABELS = {
    "rows": "Rows",
    "columns": "Columns",
    "measure": "Measure",
    "show": "As",
    "section": "Of",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A pivot table that is asked for: its plan, how it is drawn, and of what; and what is said."""

    plan: Plan
    show: str
    section: str
    notes: tuple[str, ...]

    @property
    def controls(self) -> tuple[Control, ...]:
        """The choices, with what is chosen."""
        chosen = {
            "rows": self.plan.rows or NONE,
            "columns": self.plan.columns or NONE,
            "measure": self.plan.measure,
            "show": self.show,
            "section": self.section,
        }
        return tuple(
            Control(name, label, _OPTIONS[name], chosen[name]) for name, label in _LABELS.items()
        )


def read(typed: Mapping[str, str], days: Range) -> Asked:
    """Understand the words of an address; what means nothing is as usual."""
    words = {name: _chosen(name, typed) for name in _KNOWN}
    notes: list[str] = []
    rows, columns = (_axis(words[name], days, notes) for name in ("rows", "columns"))
    if rows is columns and rows:
        notes.append("Rows and columns were the same; columns are left out.")
        columns = None
    plan = Plan(rows, columns, Measure(words["measure"]), searches.SECTIONS[words["section"]])
    show = words["show"]
    if not plan.measure.is_additive and show in ("pie", "stacked"):
        show = "bars"
    return Asked(plan, show, words["section"], tuple(notes))


def wrong(typed: Mapping[str, str]) -> tuple[FieldError, ...]:
    """Say which words of an address mean nothing to a pivot table."""
    return tuple(
        FieldError(name, f"“{_LABELS[name]}” can be {', '.join(known)}.")
        for name, known in _KNOWN.items()
        if typed.get(name, _chosen(name, typed)) not in known
    )


def _chosen(name: str, typed: Mapping[str, str]) -> str:
    usual = _USUAL[name]
    said = typed.get(name, usual)
    return said if said in _KNOWN[name] else usual


def _axis(word: str, days: Range, notes: list[str]) -> By | None:
    if word == NONE:
        return None
    axis = By(word)
    fitting = pivots.fitting(axis, days)
    if fitting is not axis:
        notes.append(f"So long a range has too many {axis}s; it is cut into {fitting}s.")
    return fitting
