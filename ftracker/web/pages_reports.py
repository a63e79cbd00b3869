"""What the page of a report shows: the frame that all reports share, and the body of one."""

from dataclasses import dataclass

from ftracker.web.display import Badge
from ftracker.web.forms import Form
from ftracker.web.tables import Body


@dataclass(frozen=True, slots=True)
class ReportLink:
    """One report in the menu of reports; the address keeps range and filters."""

    label: str
    icon: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to look at a report, by the address that is otherwise the same."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """Ways to look at a report, one of which is chosen: `Against`, `A year earlier`."""

    label: str
    current: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing that a filter can be ticked for; it may stand below another one."""

    value: str
    label: str
    is_ticked: bool
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class PickBox:
    """All that one word of a filter can be ticked for, in groups; a group may have no title."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[Pick, ...]], ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """The form that narrows a report; `kept` are the words of the address that go along."""

    form: Form
    boxes: tuple[PickBox, ...]
    payees: tuple[Pick, ...]
    kept: tuple[tuple[str, str], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a report: the preset that gave them, if one did, and the ways to others.

    `until` in its form is the last day that belongs to the range.
    """

    label: str
    days: str
    presets: tuple[Choice, ...]
    form: Form
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Files:
    """The addresses of a table as files."""

    csv: str
    xlsx: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """A report over a range.

    `words` are the words of the address as a saved view keeps them. `files` lie by the name of
    their table. `path` is where the forms are sent.
    """

    report: str
    title: str
    lead: str
    path: str
    words: str
    notes: tuple[str, ...]
    menu: tuple[ReportLink, ...]
    span: Span
    units: tuple[Choice, ...]
    switches: tuple[Switch, ...]
    filters: Filters
    badges: tuple[Badge, ...]
    clear_href: str
    everything_href: str
    body: Body
    files: dict[str, Files]
