"""What the pages of saved views show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ftracker.domain import view_words
from ftracker.queries.saved_views import SavedViewLine
from ftracker.web import saved_views
from ftracker.web.display import Figure
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import stale
from ftracker.web.pages_transactions import StaleView
from ftracker.web.saved_views import PATH, Teller

LABELS = {"name": "Name", "is_pinned": "On the home page"}
WORDS = {"on": "Yes", "": "No"}
MOST_FIGURES = 3


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """One saved view in the list; `gone` says what it names that is no longer there."""

    id: str
    name: str
    href: str
    icon: str
    told: str
    gone: tuple[str, ...]
    is_pinned: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class SavedViewsPage:
    """All saved views in their order."""

    rows: tuple[SavedViewRow, ...]


@dataclass(frozen=True, slots=True)
class SavedViewFormPage:
    """Saving a view, or changing one; `form` holds name, report, words, is_pinned and version.

    `replace_href` lets the one that has the name already show this instead.
    """

    title: str
    form: Form
    action: str
    is_new: bool
    told: str
    href: str
    stale: StaleView | None
    replace_href: str = ""
    back_href: str = PATH


@dataclass(frozen=True, slots=True)
class SavedViewDeletePage:
    """Asks before a saved view goes."""

    id: str
    name: str
    told: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinned view: its name, where it leads, and what its report says first."""

    name: str
    href: str
    told: str
    figures: tuple[Figure, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PinsPage:
    """All pinned views in their order."""

    pins: tuple[Pin, ...]


def listing(
    lines: Sequence[SavedViewLine], missing: Mapping[str, Sequence[str]], teller: Teller
) -> SavedViewsPage:
    """Show all saved views; `missing` lies by the words of each."""
    rows = [
        SavedViewRow(
            str(line.id),
            line.name,
            view_words.href(line.report, line.words),
            saved_views.icon(line.report),
            teller.told(line.report, line.words),
            saved_views.gone(missing[line.words]),
            line.is_pinned,
            number == 1,
            number == len(lines),
        )
        for number, line in enumerate(lines, start=1)
    ]
    return SavedViewsPage(tuple(rows))


def form_page(
    form: Form,
    teller: Teller,
    *,
    line: SavedViewLine | None,
    namesake: SavedViewLine | None = None,
    is_stale: bool = False,
) -> SavedViewFormPage:
    """Show the form; `line` is the view that it changes, None for a new one.

    A `namesake` has the name already that was typed for a new one.
    """
    report, words = form.value("report"), form.value("words")
    reload_href = f"{PATH}/{line.id}" if line else PATH
    is_sound = not any(error.field in ("report", "words") for error in form.errors)
    return SavedViewFormPage(
        title=f"View {line.name}" if line else "Save this view",
        form=form,
        action=reload_href,
        is_new=line is None,
        told=teller.told(report, words) if is_sound else "",
        href=view_words.href(report, words) if is_sound else PATH,
        stale=stale(
            form, saved_views.filled(line), labels=LABELS, words=WORDS, reload_href=reload_href
        )
        if line and is_stale
        else None,
        replace_href=f"{PATH}/{namesake.id}/words" if namesake else "",
    )


def delete_page(line: SavedViewLine, teller: Teller) -> SavedViewDeletePage:
    """Ask before a saved view goes."""
    return SavedViewDeletePage(str(line.id), line.name, teller.told(line.report, line.words))


def pins(
    lines: Sequence[SavedViewLine],
    missing: Mapping[str, Sequence[str]],
    teller: Teller,
    figures: Mapping[UUID, Sequence[Figure]],
) -> PinsPage:
    """Show the pinned views, each with at most three of its figures."""
    return PinsPage(
        tuple(
            Pin(
                line.name,
                view_words.href(line.report, line.words),
                teller.told(line.report, line.words),
                tuple(figures.get(line.id, ()))[:MOST_FIGURES],
                saved_views.gone(missing[line.words]),
            )
            for line in lines
        )
    )
