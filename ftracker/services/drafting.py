"""What a row of a file becomes: texts cleaned, rules applied, a category proposed, edits on top."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ftracker.domain.applying import Applier
from ftracker.domain.kinds import Flow
from ftracker.domain.rules import Draft
from ftracker.domain.statements import headers
from ftracker.domain.statements.files import Reading
from ftracker.domain.statements.formats import Format
from ftracker.domain.statements.items import Entry
from ftracker.domain.statements.mapping import FIND
from ftracker.services.edits import Edit
from ftracker.services.names import Names
from ftracker.services.suggestions import Suggester

_KEPT = 1 << 12
_made = tuple.__new__


class Drafted(NamedTuple):
    """A row by ids, as it is booked; tags as the database reads them."""

    date: date
    amount: Decimal
    direction: str
    type_id: str
    category_id: str
    account_id: str
    payee: str
    note: str
    tags: str


@dataclass(frozen=True, slots=True)
class Texts:
    """How the texts of a file are made into a payee and a note."""

    clean: Callable[[str], str]
    has_payee: bool


@dataclass(slots=True)
class Drafter:
    """Makes rows of a file into what is booked.

    What there is nothing to do with costs nothing: most rows of most files are taken as they are.
    `has_old` says that rows came in when fingerprints were made another way.
    """

    names: Names
    has_old: bool = False
    texts: Texts | None = None
    rules: Applier | None = None
    suggester: Suggester | None = None
    threshold: int = 100
    edits: Mapping[int, Edit] = field(default_factory=dict)
    has_references: bool = False
    draft: Callable[[Entry, str], Drafted] = field(init=False)
    _cleaned: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        is_simple = not (self.texts or self.suggester or self.edits)
        plain = self._plain if self.rules is None else self._ruled
        self.draft = plain if is_simple else self._full

    def _plain(self, entry: Entry, account: str) -> Drafted:
        names = self.names
        # A named tuple's own way of making one costs as much again as all its fields.
        return _made(
            Drafted,
            (
                entry.date,
                entry.amount,
                entry.direction,
                names.type(entry.type, entry.flow),
                names.category(entry.category),
                account,
                entry.payee,
                entry.note,
                "{}",
            ),
        )

    def _ruled(self, entry: Entry, account: str) -> Drafted:
        """Take a row as it is when no rule can fit its payee, as hardly any does."""
        if self.rules is not None and self.rules.leaves(entry.payee):
            return self._plain(entry, account)
        return self._full(entry, account)

    def _full(self, entry: Entry, account: str) -> Drafted:
        payee, note = self._said(entry)
        place = self.names.label(account)
        draft = Draft(
            entry.date, entry.amount, entry.direction, entry.type, entry.category, place,
            payee, note, (),
        )  # fmt: skip
        if self.rules is not None:
            draft = self.rules(draft)
        edit = self.edits.get(entry.row)
        if edit is not None:
            draft = draft._replace(**edit.said)
        if draft.account != place:
            account = self.names.named(draft.account)
        kind, direction = self._type(draft, entry, edit)
        category = self._category(draft, entry.flow)
        return Drafted(
            draft.date, draft.amount, direction, kind, category, account,
            draft.payee, draft.note, _array(draft.tags),
        )  # fmt: skip

    def _said(self, entry: Entry) -> tuple[str, str]:
        """Clean what a bank wrote; what it was stays in the note."""
        payee, note = entry.payee, entry.note
        if self.texts is None:
            return payee, note
        if payee:
            cleaned = self._clean(payee)
            if cleaned == payee:
                return payee, note
            return cleaned, f"{payee} · {note}" if note else payee
        if note and not self.texts.has_payee:
            payee = self._clean(note.partition(" · ")[0])
        # What is the payee to the letter need not be said once more.
        return payee, "" if payee == note else note

    def _clean(self, text: str) -> str:
        assert self.texts is not None  # noqa: S101 - asked for by whoever calls
        found = self._cleaned.get(text)
        if found is None:
            if len(self._cleaned) >= _KEPT:
                self._cleaned.clear()
            found = self._cleaned[text] = self.texts.clean(text)
        return found

    def _type(self, draft: Draft, entry: Entry, edit: Edit | None) -> tuple[str, str]:
        """Give the type, and the direction that goes with its flow."""
        if draft.type is not None:
            kind, flow = self.names.kind(draft.type)
            if flow is Flow.TRANSFER or flow.value == draft.direction:
                return kind, draft.direction
            if edit is None or not edit.turns:
                return kind, flow.value
        turned = draft.direction != entry.direction and entry.flow is not Flow.TRANSFER
        flow = Flow(draft.direction) if turned or draft.type is not None else entry.flow
        return self.names.type(None, flow), draft.direction

    def _category(self, draft: Draft, flow: Flow) -> str:
        """Give the category that is said, or one that is proposed with enough probability."""
        if not draft.category and self.suggester is not None and flow is not Flow.TRANSFER:
            said = draft.payee, draft.note, draft.amount, draft.direction
            found = self.suggester.suggest(*said, draft.account)
            if found is not None and found.probability * 100 >= self.threshold:
                return str(found.category_id)
        return self.names.category(draft.category)


def texts(reading: Reading, given_payee: object, clean: Callable[[str], str]) -> Texts | None:
    """Tell how the texts of a file are cleaned; None leaves them exactly as they are.

    A file of our own, and one whose mapping says that there is no payee, is left alone.
    """
    plan = reading.plan
    if plan is None:
        return Texts(clean, has_payee=reading.format is Format.QIF)
    if plan.is_own or (given_payee is None and plan.payee is None):
        return None
    first = next(iter(plan.description), None)
    name = "" if first is None else str(plan.layout.name(first))
    is_note = headers.rank(name, "note") is not None and headers.rank(name, "description") is None
    return Texts(clean, has_payee=plan.payee is not None or is_note)


def open_payee(given_payee: object, found: dict[str, Any]) -> dict[str, Any]:
    """Leave the payee of a mapping open that nobody settled: then texts of banks are cleaned."""
    if given_payee is FIND and found.get("payee") is None:
        return {key: value for key, value in found.items() if key != "payee"}
    return found


def _array(tags: tuple[str, ...]) -> str:
    """Write tags as COPY reads an array: quoted for the array, then for the line."""
    if not tags:
        return "{}"
    quoted = ('"' + tag.replace("\\", "\\\\").replace('"', '\\"') + '"' for tag in tags)
    return ("{" + ",".join(quoted) + "}").replace("\\", "\\\\").replace("\t", "\\t")
