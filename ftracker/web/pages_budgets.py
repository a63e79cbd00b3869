"""What the pages of budgets show: rows of categories, columns of periods, and how it adds up."""

from collections.abc import Mapping
from dataclasses import dataclass

from ftracker.web.display import CategoryMark, Figure, Option, PeriodSwitch
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import Groups
from ftracker.web.pages_transactions import StaleView

Tabs = tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of a budget is used and how much of its period is gone, both 0 to 100."""

    width: str
    pace: str
    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class LikelyView:
    """Where a period that runs will end, 80 of 100 times, and whether its budget will do."""

    text: str
    href: str
    chance: str
    is_warning: bool


@dataclass(frozen=True, slots=True)
class CellView:
    """A budget in one period; `value` is what was typed or given, `usual` what counts without.

    `name` is empty where it cannot be changed here. `tone` is `over`, `ok` or empty before it
    begins, when there is nothing left to speak of. `hint` says where it leads at this rate.
    """

    name: str
    id: str
    label: str
    value: str
    usual: str
    error: str
    budgeted: str
    carried: str
    spent: str
    spent_href: str
    left: str
    href: str
    tone: str
    hint: str
    note: str
    bar: Bar | None
    likely: LikelyView | None = None


@dataclass(frozen=True, slots=True)
class RowView:
    """A budget: its category, and what stands below another is marked."""

    id: str
    mark: CategoryMark
    note: str
    is_child: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A figure and the list that sums to it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class LooseView:
    """What has no budget here; `note` tells of one elsewhere, `add_href` leads to a first one."""

    mark: CategoryMark
    note: str
    add_href: str
    amounts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TotalView:
    """All of a section in one period."""

    budgeted: str
    spent: Link
    left: str
    tone: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """Income, spending or what is set aside; `columns` name its three figures."""

    title: str
    tone: str
    columns: tuple[str, str, str]
    rows: tuple[RowView, ...]
    loose: tuple[LooseView, ...]
    totals: tuple[TotalView, ...]


@dataclass(frozen=True, slots=True)
class OtherView:
    """A budget of another cadence, in its period that holds the day."""

    mark: CategoryMark
    period: str
    period_href: str
    budgeted: str
    spent: Link
    left: Link
    tone: str
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of how an amount adds up; the last one is the sum."""

    label: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class BudgetsPage:
    """Budgets over some periods; `action` saves what was typed into their cells.

    `proposed` is what a first budget would hold where there is none, its `proposed_note` says
    why it is empty otherwise.
    """

    switch: PeriodSwitch
    counts: Tabs
    filters: Tabs
    figures: tuple[Figure, ...]
    periods: tuple[str, ...]
    everything: RowView | None
    sections: tuple[SectionView, ...]
    others: tuple[OtherView, ...]
    available: tuple[SumLine, ...]
    form: Form
    tools: Form
    action: str
    start: str
    cadence: str
    is_empty: bool
    is_single: bool
    is_filtered: bool
    ways: tuple[Option, ...]
    proposed: tuple[tuple[CategoryMark, str], ...]


@dataclass(frozen=True, slots=True)
class BudgetFormPage:
    """A budget to be added or changed."""

    title: str
    form: Form
    action: str
    is_new: bool
    has_everything: bool
    categories: Groups
    cadences: tuple[Option, ...]
    rollovers: tuple[Option, ...]
    back_href: str
    stale: StaleView | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An amount that a cell could have, and why."""

    label: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class PastRow:
    """One earlier period of a budget."""

    label: str
    href: str
    budgeted: str
    spent: Link
    left: str
    tone: str


@dataclass(frozen=True, slots=True)
class CellPage:
    """One budget in one period: how it adds up, what it could get, where its money can go."""

    title: str
    lead: str
    lines: tuple[SumLine, ...]
    left: str
    tone: str
    bar: Bar | None
    hint: str
    likely: LikelyView | None
    form: Form
    usual: str
    proposals: tuple[Proposal, ...]
    partners: tuple[Option, ...]
    is_covering: bool
    can_move: bool
    past: tuple[PastRow, ...]
    columns: tuple[str, str, str]
    action: str
    move_action: str
    edit_href: str
    back_href: str


@dataclass(frozen=True, slots=True)
class BudgetSettingsPage:
    """How the household plans."""

    form: Form
    methods: tuple[tuple[str, str], ...]
    cadences: tuple[Option, ...]
    weekends: tuple[Option, ...]
    incomes: tuple[Option, ...]
    stale: StaleView | None


LABELS: Mapping[str, str] = {
    "cadence": "Period",
    "amount": "Usual amount",
    "start_date": "Counts from",
    "rollover": "What goes on",
    "cap": "At most",
    "note": "Note",
}
PLAN_LABELS: Mapping[str, str] = {
    "method": "Way of working",
    "cadence": "Usual period",
    "payday": "Payday",
    "payday_weekend": "On a weekend",
    "fortnight_start": "Two weeks begin on",
    "income": "What counts as income",
}
