"""What the pages of the history show: who did what, and what it was before and after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.dates import format_datetime

from ftracker.db.history import Row
from ftracker.domain.scenario_changes import read
from ftracker.domain.scenario_words import Speaker
from ftracker.models import ChangeRow
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.history import Entry
from ftracker.web import filters, locales
from ftracker.web.display import Badge, Option
from ftracker.web.forms import Form
from ftracker.web.history_words import DOORS, FINAL, LABELS, PLAIN_WORDS, TABLES, VALUES

UNDID = "Undid: "
_AMOUNTS = ("amount", "balance", "cap", "earmark", "buffer", "least", "most")


@dataclass(frozen=True, slots=True)
class Line:
    """One change set; `state` says that it is undone, or what it undoes."""

    id: str
    day: str
    time: str
    who: str
    door: str
    summary: str
    rows: str
    state: str
    can_undo: bool
    undo_label: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the history; `filters` is the form that narrows it."""

    lines: tuple[Line, ...]
    filters: Form
    people: tuple[Option, ...]
    doors: tuple[Option, ...]
    topics: tuple[Option, ...]
    badges: tuple[Badge, ...]
    newer_href: str
    older_href: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a change set: what it is, what became of it, and its fields."""

    title: str
    verb: str
    href: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One change set with its rows; `error` says why it could not be undone."""

    line: Line
    changes: tuple[RowChange, ...]
    import_href: str
    more_href: str
    undoes_href: str
    error: str
    back_href: str = "/history"


def line(entry: Entry, locale: str) -> Line:
    """Write a change set as a line of the history."""
    at = entry.at.astimezone()
    return Line(
        id=str(entry.id),
        day=filters.day(at.date(), locale),
        time=format_datetime(at, "HH:mm", locale=locale.replace("-", "_")),
        who=entry.who or ("a former member" if entry.user_id else "FTracker"),
        door=DOORS[entry.door],
        summary=said(entry.summary),
        rows=f"{entry.rows:,} row{'' if entry.rows == 1 else 's'}",
        state=_state(entry),
        can_undo=entry.times_undone == 0 and not entry.deed.startswith(FINAL),
        undo_label="Redo" if said(entry.summary).startswith(UNDID) else "Undo",
    )


def said(summary: str) -> str:
    """Say what was undone; undone twice it was done again."""
    bare = summary
    while bare.startswith(UNDID):
        bare = bare.removeprefix(UNDID)
    times = (len(summary) - len(bare)) // len(UNDID)
    if times == 0:
        return bare
    return f"{UNDID}{bare}" if times % 2 else f"Did again: {bare}"


def _state(entry: Entry) -> str:
    if entry.times_undone:
        return "undone" if entry.times_undone % 2 else "undone, and done again"
    return ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the rows of a change set in words, with the names of one household."""

    names: Catalogue
    people: Mapping[UUID, str]
    money: Callable[[Decimal], str]
    locale: str

    def changes(self, rows: Sequence[ChangeRow]) -> tuple[RowChange, ...]:
        """Tell the rows in the order they were written."""
        return tuple(self._change(row) for row in rows)

    def _change(self, row: ChangeRow) -> RowChange:
        known = row.after or row.before
        what = TABLES.get(row.table_name, row.table_name)
        if known is None:
            return RowChange(what, "is gone for good; what it said is forgotten", "", ())
        return RowChange(
            title=f"{what} {self._name(row.table_name, known)}".strip(),
            verb=_verb(row),
            href=_href(row),
            fields=self._fields(row.before or {}, row.after or {}),
        )

    def _fields(self, before: Row, after: Row) -> tuple[FieldChange, ...]:
        """Tell the fields that differ; of a new or gone row those that say something."""
        return tuple(
            FieldChange(label, self._word(name, before), self._word(name, after))
            for name, label in LABELS.items()
            if (name in before or name in after) and before.get(name) != after.get(name)
            if self._word(name, before) or self._word(name, after)
        )

    def _name(self, table: str, row: Row) -> str:
        match table:
            case "transactions":
                text = row["payee"] or row["note"].partition("\n")[0]
                name = ", ".join(filter(None, (text, self.money(Decimal(row["amount"])))))
            case "memberships":
                name = self.people.get(UUID(row["user_id"]), "")
            case "reconciliations":
                name = self.money(Decimal(row["balance"]))
            case "allotments":
                name = self.money(Decimal(row["amount"]))
            case "budgets":
                key = row["category_id"]
                name = self._named(UUID(key)) if key else "for everything"
            case "occurrences":
                name = filters.day(date.fromisoformat(row["due_date"]), self.locale)
            case _:
                name = str(row.get("name", ""))
        return name

    def _word(self, name: str, row: Row) -> str:
        value = row.get(name)
        if value is None or value in ("", []):
            return ""
        if name == "is_active":
            return "" if value else "yes"
        return self._written(name, value)

    def _written(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else ""
        if isinstance(value, list):
            return self._listed(name, value)
        if name in ("split_id", "transfer_id", "reconciliation_id", "applied_set_id"):
            return "yes"
        if name.endswith("_id"):
            return self._named(UUID(value))
        if name.endswith(_AMOUNTS):
            return self.money(Decimal(value))
        return (
            filters.day(date.fromisoformat(value), self.locale)
            if "date" in name
            else _in_words(name, str(value))
        )

    def _listed(self, name: str, values: list[Any]) -> str:
        if name == "changes":
            return "; ".join(self._told(one) for one in values)
        are_ids = name.endswith("_ids")
        return ", ".join(self._named(UUID(one)) if are_ids else one for one in values)

    def _told(self, change: Row) -> str:
        """Say what a scenario changes; what is scheduled and saved for is not named here."""
        names = {key: one.name for key, one in self.names.categories.items()}
        speaker = Speaker(
            names, self.money, lambda day: filters.day(day, self.locale), "Something planned"
        )
        return speaker.told(read(change))

    def _named(self, key: UUID) -> str:
        things = (self.names.categories, self.names.types, self.names.accounts)
        found = (thing[key].name for thing in things if key in thing)
        return next(found, "one that is gone")


def _in_words(name: str, code: str) -> str:
    """Call a code by the words that people choose it by; what is no code stays."""
    if name == "locale":
        return locales.language(code) or code
    if name in PLAIN_WORDS:
        return code.replace("-", " ").replace("_", " ").capitalize()
    return VALUES.get(name, {}).get(code, code)


def _verb(row: ChangeRow) -> str:
    if row.before is None:
        return "added"
    if row.after is None:
        return "deleted"
    return _switched(row.before, row.after)


def _switched(before: Row, after: Row) -> str:
    """Name what became of a row whose switch was turned, else that it was changed."""
    for name, on, off in (
        ("is_active", "restored", "deleted"),
        ("is_archived", "archived", "brought back"),
    ):
        if before.get(name) != after.get(name):
            return on if after.get(name) else off
    return "changed"


def _href(row: ChangeRow) -> str:
    """Lead to what is there still, where it has a page."""
    if row.after is None:
        return ""
    if row.table_name == "transactions":
        return f"/transaction/edit/{row.row_id}" if row.after["is_active"] else ""
    if row.table_name == "occurrences":
        return f"/schedules/{row.after['schedule_id']}/days/{row.after['due_date']}"
    paths = {
        "categories": "categories", "transaction_types": "types", "accounts": "accounts",
        "goals": "goals", "schedules": "schedules",
    }  # fmt: skip
    path = paths.get(row.table_name)
    return f"/{path}/{row.row_id}" if path else ""
