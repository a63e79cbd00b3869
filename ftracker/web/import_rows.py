"""The rows of a file: what each becomes, what is wrong with it, and what can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode
from uuid import UUID

from ftracker.domain.errors import FieldError
from ftracker.domain.kinds import Flow
from ftracker.domain.statements.items import Left
from ftracker.domain.statements.plans import Plan
from ftracker.models import Transaction
from ftracker.schemas.previews import Page, Row, Seen
from ftracker.web.display import Option, Tone
from ftracker.web.forms import Form
from ftracker.web.pages_imports import FIELDS, Cell, Fate, PreviewLine
from ftracker.web.pages_matches import because
from ftracker.web.rows import Writer

SHOWS = ("problems", "matches")
_TONES: dict[Flow, Tone] = {Flow.IN: "income", Flow.OUT: "spending", Flow.TRANSFER: "transfer"}
_LONGEST = 9
_ASKED = (Option("same", "It is the same"), Option("new", "Both are real"))
_AGAIN = (Option("", "Ask again"),)


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of the rows is shown: from where, which ones, and the line that is open."""

    start: int = 0
    show: str = ""
    editing: int = 0
    is_open: bool = False

    @classmethod
    def read(cls, words: Mapping[str, str]) -> "Place":
        """Understand an address; a word that means nothing is left out."""
        show = words.get("show", "")
        return cls(
            _number(words.get("from", "")),
            show if show in SHOWS else "",
            _number(words.get("edit", "")),
            words.get("open", "") == "yes",
        )

    def href(self, *, start: int | None = None, show: str | None = None, editing: int = 0) -> str:
        """Give the address of another part, as it is written behind the page's own."""
        words = {
            "from": str((self.start if start is None else start) or ""),
            "show": self.show if show is None else show,
            "edit": str(editing or ""),
        }
        said = urlencode({name: text for name, text in words.items() if text})
        return f"?{said}" if said else "?"


@dataclass(frozen=True, slots=True)
class Lines:
    """Writes the rows of one file; `added` gives the transactions that lines became."""

    page: Page
    writer: Writer
    place: Place
    form: Form | None = None
    can_change: bool = False
    added: Mapping[int, UUID] = field(default_factory=dict)

    def all(self) -> list[PreviewLine]:
        """Write the rows of the page, in the file's order."""
        return [self._line(item) for item in self.page.items]

    def _line(self, item: Row) -> PreviewLine:
        if isinstance(item, Seen):
            return self._seen(item)
        if isinstance(item, Left):
            cells = _raw(item.cells, self.page.plan, ())
            return _closed(item.row, cells, Fate("left", f"Left out. {item.reason}"))
        said = [e.message for e in item.errors if e.field not in FIELDS]
        cells = _raw(item.cells, self.page.plan, item.errors)
        fate = Fate("bad", " ".join(["Cannot be read.", *said]))
        typed = {name: cell.text for name, cell in cells.items()}
        return self._open(item.row, cells, fate, typed, item.errors)

    def _seen(self, item: Seen) -> PreviewLine:
        row, cells = item.entry.row, _good(item, self.writer)
        if (added := self.added.get(row)) is not None:
            return _closed(row, cells, Fate("new", "", f"/transaction/edit/{added}", "Added"))
        fate = _fate(item)
        if not self.can_change:
            return _closed(row, cells, replace(fate, choices=()))
        return self._open(row, cells, fate, _values(item), ())

    def _open(
        self,
        row: int,
        cells: dict[str, Cell],
        fate: Fate,
        typed: dict[str, str],
        errors: Sequence[FieldError],
    ) -> PreviewLine:
        """Show a row that can be typed over, with what was typed when that could not be kept."""
        if not self.can_change:
            return _closed(row, cells, fate)
        is_editing = self.place.editing == row
        if is_editing and self.form is not None:
            typed, errors = {n: self.form.value(n) for n in FIELDS}, self.form.errors
        wrong = {e.field: e.message for e in errors}
        href = f"{self.place.href(editing=row)}#line-{row}"
        faults = {name: wrong.get(name, "") for name in FIELDS}
        return PreviewLine(row, cells, fate, href, is_editing, typed, faults)


def _closed(row: int, cells: dict[str, Cell], fate: Fate) -> PreviewLine:
    return PreviewLine(row, cells, fate, "", is_editing=False, typed={}, wrong={})


def _values(item: Seen) -> dict[str, str]:
    """Give the cells of a row as they are typed."""
    entry = item.entry
    amount = f"{'-' if entry.direction == Flow.OUT else ''}{entry.amount}"
    day = entry.date.isoformat()
    texts = (day, amount, item.type, item.category, item.account, entry.payee, entry.note)
    return dict(zip(FIELDS, texts, strict=True))


def _fate(item: Seen) -> Fate:
    """Say what becomes of a row, and what can be chosen."""
    href = f"/transaction/edit/{item.other.id}" if item.other else ""
    link = _told(item.other) if item.other else ""
    if item.choice == "skip":
        return Fate("left", "You leave it out.", choices=_AGAIN)
    if item.choice == "same":
        return Fate("left", "You said it is the same as", href, link, _AGAIN)
    if item.is_duplicate:
        return Fate("known", "In the books already")
    if item.match is not None and item.choice != "new":
        why = because(item.match.days, item.match.likeness)
        return Fate("open", f"{why.capitalize()} as", href, link, _ASKED)
    if item.match is not None:
        return Fate("new", "New, beside", href, link, _AGAIN)
    return Fate("new", "New, as changed here" if item.is_edited else "New")


def _told(other: Transaction) -> str:
    words = other.payee or other.note or "a transaction without words"
    return f"{words[:60]}, {other.date.isoformat()}"


def _good(item: Seen, writer: Writer) -> dict[str, Cell]:
    entry = item.entry
    sign = -1 if entry.direction == Flow.OUT else 1
    return {
        "date": Cell(entry.date.isoformat()),
        "amount": Cell(writer.signed(entry.amount * sign), tone=_TONES[entry.flow]),
        "type": Cell(item.type),
        "category": Cell(item.category, is_new=item.is_new_category),
        "account": Cell(item.account, is_new=item.is_new_account),
        "payee": Cell(entry.payee),
        "note": Cell(entry.note),
    }


def _raw(cells: list[str], plan: Plan | None, errors: tuple[FieldError, ...]) -> dict[str, Cell]:
    """Show the cells as they stand in the file, each with what is wrong with it."""
    wrong = {error.field: error.message for error in errors}
    if plan is None:
        texts = ["", "", "", "", "", "", " · ".join(cell for cell in cells if cell)[:200]]
    else:
        places: list[tuple[int | None, ...]] = [
            (plan.date,), (plan.amount.column, plan.amount.out), (plan.type,), (plan.category,),
            (plan.account,), (plan.payee,), plan.description,
        ]  # fmt: skip
        texts = [_joined(cells, columns) for columns in places]
    return {name: Cell(text, wrong.get(name, "")) for name, text in zip(FIELDS, texts, strict=True)}


def _joined(cells: list[str], columns: tuple[int | None, ...]) -> str:
    texts = [cells[i].strip() for i in columns if i is not None and i < len(cells)]
    return " · ".join(text for text in texts if text)[:200]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 0
