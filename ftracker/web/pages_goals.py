"""What the pages of goals show."""

from dataclasses import dataclass

from ftracker.web.charts import Spec
from ftracker.web.display import Figure, Option
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import Groups
from ftracker.web.pages_transactions import StaleView


@dataclass(frozen=True, slots=True)
class Standing:
    """How a goal stands, as a word with an icon; `tone` is good, warn, bad or nothing."""

    label: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class WayView:
    """One way back for a goal that is behind: what it says, and the button that does it.

    `label` is empty where there is nothing to do but to set aside what is meant already.
    """

    text: str
    label: str
    action: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a goal with its name; `href` may be empty where it is made of nothing."""

    label: str
    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal in the list; `percent` is 0 to 100 of its target, without decimals."""

    id: str
    name: str
    icon: str
    colour: str
    place: str
    href: str
    current: str
    current_href: str
    target: str
    percent: str
    standing: Standing
    facts: tuple[Fact, ...]
    ways: tuple[WayView, ...]
    state: str
    has_place: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class GoalsPage:
    """The goals of a filter by priority, and all that are not over held against what comes.

    `parts` are what was set aside in the last 90 days, each with its list, and `monthly` is a
    third of their sum; a tab is its name, its address, and whether it is the one that is shown.
    """

    tabs: tuple[tuple[str, str, bool], ...]
    rows: tuple[GoalRow, ...]
    sentence: str
    sentence_tone: str
    parts: tuple[Figure, ...]
    parts_sum: str
    monthly: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of a goal; what is not known yet, or was not asked for, is empty."""

    label: str
    moved: str
    moved_href: str
    done: str
    needed: str
    expected: str


@dataclass(frozen=True, slots=True)
class Mate:
    """A goal that shares an account, and its part of the balance."""

    name: str
    href: str
    text: str
    note: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class GoalPage:
    """One goal: how it stands, its way as a chart and as a table, and its account if it has one.

    `earmark` is the form for its part of the account; None where it has none.
    """

    row: GoalRow
    note: str
    chart: Spec
    months: tuple[MonthRow, ...]
    list_href: str
    list_label: str
    history_href: str
    mates: tuple[Mate, ...]
    account: str
    account_href: str
    balance: str
    free: str
    earmark: Form | None


@dataclass(frozen=True, slots=True)
class GoalFormPage:
    """Adding or changing a goal; `present` says what is there now, empty on an account."""

    title: str
    form: Form
    action: str
    is_new: bool
    back_href: str
    aims: tuple[Option, ...]
    categories: Groups
    accounts: tuple[Option, ...]
    present: str
    stale: StaleView | None = None


@dataclass(frozen=True, slots=True)
class GoalDeletePage:
    """Asks before a goal goes."""

    id: str
    name: str
    form: Form
