"""Saved views of reports for programs."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from ftracker.db import Session
from ftracker.domain import view_words
from ftracker.queries import saved_views as stored
from ftracker.queries.saved_views import SavedViewLine
from ftracker.routes.api import requests
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.api.shown import both_versions
from ftracker.routes.deps import Editor, Viewer
from ftracker.schemas.fields import Out
from ftracker.schemas.saved_views import SavedView, SavedViewEdit, SavedViewIn
from ftracker.services import saved_views

router = requests.router("reports/views")


class SavedViewList(Out):
    """All saved views of a household; there is no further page."""

    items: list[SavedView]
    next_cursor: None = None


@router.get("", operation_id="listSavedViews")
def listing(session: Viewer) -> SavedViewList:
    """List all saved views in their order."""
    return SavedViewList(items=_shown(session, stored.listing(session)))


@router.post("", status_code=201, operation_id="addSavedView")
def add(data: SavedViewIn, session: Editor, once: Repeatable) -> SavedView:
    """Keep a report under a name, with the words that stand behind it in its address.

    All that is kept of it are words, so that a rolling range such as `last-90-days` rolls on. At
    most six are pinned to the home page.
    """
    return once.created(
        session, SavedView, data, lambda: _one(session, saved_views.add(session, data).id)
    )


@router.get("/{view_id}", operation_id="getSavedView")
def one(view_id: UUID, session: Viewer) -> SavedView:
    """Show one saved view."""
    return _one(session, view_id)


@router.put("/{view_id}", operation_id="editSavedView")
def edit(view_id: UUID, data: SavedViewEdit, session: Editor, once: Repeatable) -> SavedView:
    """Change a saved view; `version` must be the one that was read.

    Without `position` it stays where it is.
    """

    def deed() -> SavedView:
        saved_views.edit(session, view_id, data)
        return _one(session, view_id)

    with both_versions(session, _one):
        return once.done(session, SavedView, data, deed)


@router.delete("/{view_id}", status_code=204, operation_id="deleteSavedView")
def delete(view_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete a saved view; what it showed stays."""
    with both_versions(session, _one):
        saved_views.delete(session, view_id, version=version)


def _one(session: Session, view_id: UUID) -> SavedView:
    return _shown(session, [saved_views.get(session, view_id)])[0]


def _shown(session: Session, lines: Sequence[SavedViewLine]) -> list[SavedView]:
    missing = saved_views.missing(session, [line.words for line in lines])
    return [
        SavedView(
            **asdict(line)
            | {
                "words": _words(line.words),
                "href": view_words.href(line.report, line.words),
                "missing": list(missing[line.words]),
            }
        )
        for line in lines
    ]


def _words(text: str) -> dict[str, str | list[str]]:
    words = view_words.read(text)
    return {
        name: list(view_words.several(words, name)) if name in view_words.SEVERAL else word
        for name, word in words.items()
    }
