"""What the home page shows: a period in sums, bubbles and the list of its transactions."""

from dataclasses import dataclass

from ftracker.web.display import (
    Badge,
    CategoryMark,
    Figure,
    Option,
    PeriodSwitch,
    Tone,
)
from ftracker.web.forms import Form


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of income against spending; `width` is 0 to 100 of the longest."""

    label: str
    text: str
    width: str
    tone: Tone
    href: str


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category's part of the period, the largest first.

    `detail` tells section and count (`Spending, 12 entries`), `share` is written out (`18 %`),
    `width` is 0 to 100 of the largest, without decimals.
    """

    mark: CategoryMark
    detail: str
    amount: str
    tone: Tone
    share: str
    width: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split."""

    category: str
    colour: str
    amount: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: a transaction, a whole split, or a transfer from side to side.

    Ids are written without dashes, as a list says many; `ids` are joined by commas: all parts of
    a split, else the one id. `opens_page` is true for what cannot be edited in place, `is_locked`
    for what was ticked off against a balance of the bank. `amount`
    carries its sign; `detail` tells in words what a colour would (category, refund, account).
    """

    id: str
    ids: str
    title: str
    icon: str
    colour: str
    detail: str
    amount: str
    tone: Tone
    tags: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    opens_page: bool = False
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """The transactions of one day, and what they come to."""

    label: str
    sum: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What filters, quick-add and bulk changes offer; archived ones are left out."""

    types: tuple[Option, ...]
    categories: tuple[Option, ...]
    accounts: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """The row that adds a transaction; `form` holds id, date, amount, type_id and the rest.

    A transfer needs two accounts and the whole form, so `types` leave it out.
    """

    form: Form
    types: tuple[Option, ...]
    shows_account: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page; `here` is its own address, to come back to after a change.

    `filters_href` is the same list with the filter fields open, `kept` the words that these have
    no field for, `rule_href` a rule of what narrows the list, empty where none can. `smaller_href`
    is the page with all categories: `smaller` says how many are not there. They are left out until
    somebody asks for them, as the list must stay small.
    """

    title: str
    here: str
    periods: PeriodSwitch
    figures: tuple[Figure, ...]
    bars: tuple[Bar, ...]
    bars_sentence: str
    bubbles_href: str
    categories: tuple[CategoryLine, ...]
    smaller: int
    smaller_href: str
    choices: Choices
    quick: QuickAdd
    filters: Form
    kept: tuple[tuple[str, str], ...]
    filters_open: bool
    filters_href: str
    badges: tuple[Badge, ...]
    rule_href: str
    clear_href: str
    days: tuple[Day, ...]
    count: str
    newer_href: str
    older_href: str
    is_new: bool
    has_pins: bool


@dataclass(frozen=True, slots=True)
class RowPage:
    """One line of the list by itself, as an inline edit gives it back."""

    row: Row


@dataclass(frozen=True, slots=True)
class RowEditPage:
    """A line of the list as a form.

    `form` holds version, date, amount, payee, note, type_id, category_id, account_id; `stale`
    is the sentence that says that somebody else was faster, `asks_again` whether what was ticked
    off shall change all the same.
    """

    id: str
    form: Form
    types: tuple[Option, ...]
    categories: tuple[Option, ...]
    accounts: tuple[Option, ...]
    stale: str = ""
    asks_again: bool = False
