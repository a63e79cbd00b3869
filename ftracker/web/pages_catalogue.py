"""What the pages of categories, types and accounts have in common."""

from collections.abc import Mapping
from dataclasses import dataclass

from ftracker.web.display import CategoryMark, Option, Tone
from ftracker.web.forms import Form
from ftracker.web.pages_transactions import StaleRow, StaleView

Groups = tuple[tuple[str, tuple[Option, ...]], ...]


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A category, type or account in its list; each figure with what it is made of."""

    id: str
    mark: CategoryMark
    note: str
    count: str
    count_href: str
    amount: str
    amount_href: str
    tone: Tone
    is_child: bool
    is_default: bool


@dataclass(frozen=True, slots=True)
class ThingGroup:
    """Things that belong together, and what they have in common."""

    title: str
    lead: str
    rows: tuple[ThingRow, ...]


@dataclass(frozen=True, slots=True)
class ThingsPage:
    """All categories, types or accounts; `total` is empty where a sum would mean nothing."""

    groups: tuple[ThingGroup, ...]
    archived: tuple[ThingRow, ...]
    total: str = ""


@dataclass(frozen=True, slots=True)
class InUsePage:
    """Asks before a thing goes, or before another takes over what it has.

    `used` says what refers to it, empty when nothing does; `kept` says why it has to stay.
    """

    title: str
    name: str
    word: str
    path: str
    used: str
    kept: str
    can_archive: bool
    is_merge: bool
    choices: Groups
    form: Form
    back_href: str


def counted(count: int) -> str:
    """Write a number of transactions."""
    if count == 0:
        return "No transactions"
    return f"{count:,} transaction{'' if count == 1 else 's'}"


def stale(
    form: Form,
    present: Form,
    *,
    labels: Mapping[str, str],
    words: Mapping[str, str],
    reload_href: str,
) -> StaleView:
    """Put what was typed beside what is there now.

    `words` are what values mean that are not read as they are: ids, codes.
    """
    rows = tuple(
        StaleRow(
            label,
            words.get(form.value(name), form.value(name)),
            words.get(present.value(name), present.value(name)),
            form.value(name).strip() != present.value(name),
        )
        for name, label in labels.items()
    )
    return StaleView(rows, present.value("version"), reload_href)
