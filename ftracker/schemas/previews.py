"""What a file would become, as pages and programs are told."""

from dataclasses import dataclass

from ftracker.domain.errors import FieldError
from ftracker.domain.statements.items import Bad, Entry, Left
from ftracker.domain.statements.plans import Plan
from ftracker.models import Import


@dataclass(frozen=True, slots=True)
class Seen:
    """A row that can be booked, and the names of what it will belong to."""

    entry: Entry
    type: str
    category: str
    account: str
    is_new_category: bool
    is_new_account: bool
    is_duplicate: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a file that waits: its columns and rows, and names that nobody has used yet.

    Without a plan the file needs an answer first; `errors` hold the question.
    """

    found: Import
    plan: Plan | None
    columns: list[str]
    items: list[Seen | Bad | Left]
    has_more: bool
    new_categories: dict[str, int]
    new_accounts: dict[str, int]
    errors: list[FieldError]
