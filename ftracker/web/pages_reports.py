"""What the page of a report shows: the frame that all reports share, and the body of one."""

from dataclasses import dataclass

from ftracker.web.display import Badge, Option, Unit
from ftracker.web.forms import Form
from ftracker.web.pages_home import Choices
from ftracker.web.tables import Body


@dataclass(frozen=True, slots=True)
class ReportLink:
    """One report in the menu of reports; the address keeps range and filters."""

    label: str
    icon: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Files:
    """The addresses of a table as files."""

    csv: str
    xlsx: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """A report over a range; `until` in its form is the last day that belongs to it.

    `words` are the words of the address as a saved view keeps them. `files` lie by the name of
    their table. `path` is where the form of range and filters is sent.
    """

    report: str
    title: str
    lead: str
    days: str
    path: str
    words: str
    notes: tuple[str, ...]
    menu: tuple[ReportLink, ...]
    presets: tuple[Option, ...]
    units: tuple[Unit, ...]
    comparisons: tuple[Option, ...]
    form: Form
    choices: Choices
    is_filtered: bool
    badges: tuple[Badge, ...]
    clear_href: str
    body: Body
    files: dict[str, Files]
