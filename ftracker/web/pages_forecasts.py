"""What the pages of the forecast show."""

from dataclasses import dataclass

from ftracker.web.display import CategoryMark
from ftracker.web.pages_reports import Choice, Files, Switch
from ftracker.web.tables import Body


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a forecast needs first: what it is, and where to give it."""

    text: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the forecast: its place on the page, what it says, and how it can be looked at."""

    word: str
    title: str
    lead: str
    body: Body
    choices: tuple[Choice, ...] = ()
    choices_label: str = ""
    switches: tuple[Switch, ...] = ()


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """The forecast: its parts in the order of reading, how old it is, and what it lacks.

    Without parts it is yet to be worked out, or there is nothing to work with: then `needs` says
    what that would be. `is_pending` says that it is being worked out anew.
    """

    age: str
    is_pending: bool
    notes: tuple[str, ...]
    needs: tuple[Need, ...]
    parts: tuple[Part, ...]
    files: dict[str, Files]


@dataclass(frozen=True, slots=True)
class CategoryForecastPage:
    """One category ahead."""

    title: str
    mark: CategoryMark
    age: str
    body: Body
    files: dict[str, Files]
    list_href: str
    budget_href: str
