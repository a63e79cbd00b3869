"""The pages of files that come in: what each row becomes, and what is wrong with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements.items import Bad, Left
from ftracker.domain.statements.plans import Plan
from ftracker.models import Import
from ftracker.schemas.previews import Page, Seen
from ftracker.web import choices, mappings
from ftracker.web.display import Option, Tone
from ftracker.web.forms import Form
from ftracker.web.rows import Writer

_TONES: dict[Flow, Tone] = {Flow.IN: "income", Flow.OUT: "spending", Flow.TRANSFER: "transfer"}
_LONGEST = 9
_FIELDS = ("date", "amount", "type", "category", "account", "payee", "note")


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One file in the list of those that came in."""

    href: str
    file_name: str
    at: datetime
    text: str
    status: str
    undo_id: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """The way in, the way out, and the files that came in before."""

    form: Form
    accounts: tuple[Option, ...]
    imports: list[ImportLine]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the preview: its text, the sentence of what is wrong, and marks."""

    text: str
    error: str = ""
    is_new: bool = False
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One row of a file: its line, its seven cells, and what becomes of it."""

    row: int
    state: str
    text: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A file that waits to be confirmed."""

    found: Import
    lines: list[PreviewLine]
    form: Form
    columns: list[Option]
    dates: list[Option]
    delimiters: tuple[Option, ...]
    decimals: tuple[Option, ...]
    encodings: list[Option]
    modes: tuple[Option, ...]
    accounts: tuple[Option, ...]
    new_categories: list[str]
    new_accounts: list[str]
    foreign_currencies: list[str]
    is_clear: bool
    good: int
    fresh: int
    only_problems: bool
    newer_href: str
    older_href: str


def listed(found: Import, undo_id: str) -> ImportLine:
    """Show one file that came in."""
    said = {
        "previewed": f"waits, {found.rows:,} rows",
        "queued": f"waits for its turn, {found.rows:,} rows",
        "running": f"is being imported, {found.progress:,} of {found.rows:,} rows read",
        "failed": "could not be imported; nothing was booked",
        "imported": f"{found.added:,} added, {found.duplicates:,} known already",
        "undone": "taken back",
    }
    left = f", {found.invalid:,} left out" if found.status == "imported" and found.invalid else ""
    return ImportLine(
        f"/data/imports/{found.id}",
        found.file_name,
        found.imported_at or found.created_at,
        said[found.status] + left,
        found.status,
        undo_id,
    )


def chosen(text: str) -> UUID | None:
    """Read the account that was chosen; None leaves it to the file. Raises InvalidInput."""
    try:
        return UUID(text) if text else None
    except ValueError as bad:
        raise InvalidInput("account", "Choose an account of the list.") from bad


def number(text: str) -> int:
    """Read where a page of rows begins; what is no number is the start."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 0


def preview(
    page: Page, writer: Writer, form: Form | None, *, start: int, size: int, only_problems: bool
) -> PreviewPage:
    """Show a part of a file that waits, with its mapping as a form (or as it was typed)."""
    found, plan = page.found, page.plan
    shown = form or mappings.filled(found.mapping, plan, str(found.account_id or ""))
    shown.errors = mappings.at_fields([*shown.errors, *(page.errors if form is None else [])])
    lines = [line(item, plan, writer) for item in page.items] if plan else []
    good = found.rows - found.invalid
    return PreviewPage(
        found=found,
        lines=lines,
        form=shown,
        columns=mappings.column_options(page.columns),
        dates=mappings.date_options(shown.value("date_format")),
        delimiters=mappings.DELIMITERS,
        decimals=mappings.DECIMALS,
        encodings=mappings.encoding_options(shown.value("encoding")),
        modes=mappings.MODES,
        accounts=choices.options(writer.names.accounts.values()),
        new_categories=counted(page.new_categories),
        new_accounts=counted(page.new_accounts),
        foreign_currencies=_foreign(page, writer.currency),
        is_clear=plan is not None,
        good=good,
        fresh=good - found.duplicates,
        only_problems=only_problems,
        newer_href=_href(max(0, start - size), only_problems=only_problems) if start else "",
        older_href=_href(start + size, only_problems=only_problems) if page.has_more else "",
    )


def _href(start: int, *, only_problems: bool) -> str:
    return f"?from={start}" + ("&show=problems" if only_problems else "")


def _foreign(page: Page, currency: str) -> list[str]:
    said = {item.entry.currency.upper() for item in page.items if isinstance(item, Seen)}
    return sorted(said - {"", currency})


def counted(names: dict[str, int]) -> list[str]:
    """Write names with the number of their rows: `Coffee (12)`."""
    return [f"{name} ({number:,})" for name, number in names.items()]


def line(item: Seen | Bad | Left, plan: Plan, writer: Writer) -> PreviewLine:
    """Show what one row becomes."""
    if isinstance(item, Seen):
        state, text = ("known", "In the books already") if item.is_duplicate else ("new", "New")
        return PreviewLine(item.entry.row, state, text, _good(item, writer))
    if isinstance(item, Left):
        return PreviewLine(item.row, "left", item.reason, _raw(item.cells, plan, ()))
    said = [e.message for e in item.errors if e.field == "row"]
    return PreviewLine(item.row, "bad", " ".join(said), _raw(item.cells, plan, item.errors))


def _good(item: Seen, writer: Writer) -> list[Cell]:
    entry = item.entry
    sign = -1 if entry.direction == Flow.OUT else 1
    return [
        Cell(entry.date.isoformat()),
        Cell(writer.signed(entry.amount * sign), tone=_TONES[entry.flow]),
        Cell(item.type),
        Cell(item.category, is_new=item.is_new_category),
        Cell(item.account, is_new=item.is_new_account),
        Cell(entry.payee),
        Cell(entry.note),
    ]


def _raw(cells: list[str], plan: Plan, errors: tuple[FieldError, ...]) -> list[Cell]:
    """Show the cells as they stand in the file, each with what is wrong with it."""
    places: list[tuple[int | None, ...]] = [
        (plan.date,), (plan.amount.column, plan.amount.out), (plan.type,), (plan.category,),
        (plan.account,), (plan.payee,), plan.description,
    ]  # fmt: skip
    wrong = {error.field: error.message for error in errors}
    return [
        Cell(_joined(cells, columns), wrong.get(field, ""))
        for field, columns in zip(_FIELDS, places, strict=True)
    ]


def _joined(cells: list[str], columns: tuple[int | None, ...]) -> str:
    texts = [cells[i].strip() for i in columns if i is not None and i < len(cells)]
    return " · ".join(text for text in texts if text)[:200]
