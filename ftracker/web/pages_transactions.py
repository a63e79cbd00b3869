"""What the pages about single transactions show: add and edit, delete, the deleted ones."""

from dataclasses import dataclass
from typing import Literal

from ftracker.web.display import Option, Tone
from ftracker.web.forms import Form
from ftracker.web.pages_transfers import OtherSide


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """A transaction type as a choice; its flow decides which fields the form shows."""

    value: str
    label: str
    flow: Literal["in", "out", "transfer"]


@dataclass(frozen=True, slots=True)
class PartFields:
    """One part of a split as typed; `error` is the sentence for it, if there is one."""

    category_id: str = ""
    amount: str = ""
    note: str = ""
    id: str = ""
    version: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class StaleRow:
    """One field on both sides of a stale edit."""

    label: str
    yours: str
    theirs: str
    is_different: bool


@dataclass(frozen=True, slots=True)
class StaleView:
    """Both versions; saving again with `version` keeps yours, `reload_href` takes theirs."""

    rows: tuple[StaleRow, ...]
    version: str
    reload_href: str


@dataclass(frozen=True, slots=True)
class TransactionFormPage:
    """Adding or editing.

    `form` holds id, version, type_id, date, amount, category_id, account_id, to_account_id,
    payee, note, tags (joined by commas) and next. Without `shows_account` there is only one
    account. `parts` has at least two, empty ones when the transaction is no split; `other_side` is
    that of a transfer; `raw_href` leads to the row of a file that it came from. `ticked` says
    against which balance it was checked; `asks_again` whether what was checked shall change all
    the same. `written_by` is who wrote it down, '' where there is only one who could have.
    """

    title: str
    form: Form
    action: str
    is_new: bool
    types: tuple[TypeChoice, ...]
    category_groups: tuple[tuple[str, tuple[Option, ...]], ...]
    accounts: tuple[Option, ...]
    shows_account: bool
    parts: tuple[PartFields, ...]
    is_split: bool
    tags: tuple[str, ...]
    back_href: str
    delete_href: str = ""
    stale: StaleView | None = None
    other_side: OtherSide | None = None
    ticked: str = ""
    asks_again: bool = False
    raw_href: str = ""
    written_by: str = ""


@dataclass(frozen=True, slots=True)
class RawPage:
    """What the file said from which a transaction came; `cells` are names with their texts."""

    back_href: str
    file_name: str
    file_href: str
    line: int
    cells: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TransactionDeletePage:
    """Asks before a transaction is deleted; `warning` tells what goes with it.

    `ticked` says against which balance of the bank it was checked.
    """

    title: str
    amount: str
    day: str
    category: str
    warning: str
    action: str
    version: str
    back_href: str
    ticked: str = ""


@dataclass(frozen=True, slots=True)
class InactiveRow:
    """One deleted transaction."""

    id: str
    title: str
    icon: str
    colour: str
    detail: str
    amount: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class InactivePage:
    """The deleted transactions; `is_empty` when there are none at all, whatever is searched."""

    q: str
    rows: tuple[InactiveRow, ...]
    count: str
    is_empty: bool
    newer_href: str
    older_href: str


@dataclass(frozen=True, slots=True)
class PurgePage:
    """Asks before transactions are deleted for good."""

    title: str
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TickedPage:
    """Asks before transactions change that were ticked off; `fields` is what was asked for."""

    text: str
    fields: tuple[tuple[str, str], ...]
    back_href: str


@dataclass(frozen=True, slots=True)
class BulkPage:
    """Asks what many transactions shall have in common, where nothing was chosen yet."""

    title: str
    form: Form
    ids: tuple[str, ...]
    categories: tuple[Option, ...]
    accounts: tuple[Option, ...]
    next: str
