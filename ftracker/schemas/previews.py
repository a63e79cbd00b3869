"""What a file would become, as pages and programs are told."""

from dataclasses import dataclass
from datetime import date

from ftracker.domain.errors import FieldError
from ftracker.domain.statements.items import Bad, Entry, Left, Statement
from ftracker.domain.statements.plans import Plan
from ftracker.models import Import, ImportMatch, Transaction


@dataclass(frozen=True, slots=True)
class Seen:
    """A row that can be booked, and the names of what it will belong to.

    The entry is as it will be booked: cleaned, by the rules, with what was typed over. `match` says
    that it looks like `other`, a transaction that is there (None once that went); `choice` is what
    a person said of it: `same`, `new`, `skip` or nothing.
    """

    entry: Entry
    type: str
    category: str
    account: str
    is_new_category: bool
    is_new_account: bool
    is_duplicate: bool
    is_edited: bool = False
    choice: str = ""
    match: ImportMatch | None = None
    other: Transaction | None = None


Row = Seen | Bad | Left


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a file that waits: its columns and rows, and names that nobody has used yet.

    A file that needs an answer first has `errors`, which hold the question. `plan` is there for
    tables that were understood. `statements` is what the file says of its accounts; `profile` the
    name of the profile that it was read by, '' for none; `is_gone` that its bytes are kept no
    longer.
    """

    found: Import
    plan: Plan | None
    columns: list[str]
    items: list[Row]
    has_more: bool
    new_categories: dict[str, int]
    new_accounts: dict[str, int]
    errors: list[FieldError]
    statements: list[Statement]
    profile: str
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """What there is to do once a file came in.

    The change set that can be undone, '' for none, and how many rows wait for a person; transfers
    were looked for up to `transfers_end`, which does not belong.
    """

    undo_id: str = ""
    without_category: int = 0
    matches: int = 0
    transfers: int = 0
    transfers_end: date | None = None
