"""The history: every change, newest first; each can be looked at, and taken back."""

from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import Response

from ftracker.db import Session
from ftracker.domain.errors import NotFound
from ftracker.queries import history as stored
from ftracker.queries import members
from ftracker.queries.catalogue import catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Viewer
from ftracker.routes.steps import Router
from ftracker.services import history
from ftracker.services.user_sessions import SignedIn
from ftracker.web import filters, flash, history_searches, pages_history, redirects
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.history_searches import HistorySearch
from ftracker.web.history_words import DOORS, TOPICS
from ftracker.web.pages_history import ChangePage, HistoryPage, Teller, line
from ftracker.web.templating import render

ROWS = 50
router = Router(prefix="/history")


@router.get("")
def listing(
    request: Request,
    session: Viewer,
    me: Me,
    before: UUID | None = None,
    after: UUID | None = None,
) -> Response:
    """List what was done, newest first."""
    search = history_searches.read(request.query_params)
    found = stored.page(session, search.wanted, before=before, after=after)
    page = _page(search, found, _people(session), me.locale)
    return render(request, "history.html", page)


@router.get("/{key}")
def show(
    request: Request,
    session: Viewer,
    me: Me,
    key: UUID,
    row: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Show one change: what the rows were before, and after."""
    return render(request, "change.html", _change(session, me, key, row=row))


@router.post("/{key}/undo")
def undo(request: Request, session: Editor, me: Me, key: UUID, form: Sent) -> Response:
    """Take a change back, and offer to do it again."""
    with saving.attempt(session, form) as went:
        undone = history.undo(session, key)
    if not went.ok:
        page = _change(session, me, key, error=form.errors[0].message)
        return render(request, "change.html", page, status=went.status)
    text = pages_history.said(undone.summary)
    return flash.say(request, redirects.to(_back(request)), text, undo=undone.id)


def _back(request: Request) -> str:
    """Give the page of ours that the person came from, else the history."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.url.netloc:
        return "/history"
    return redirects.at_home(came.path + (f"?{came.query}" if came.query else ""))


def _page(
    search: HistorySearch, found: stored.Entries, people: dict[UUID, str], locale: str
) -> HistoryPage:
    return HistoryPage(
        lines=tuple(line(entry, locale) for entry in found.entries),
        filters=Form.filled(**search.typed),
        people=tuple(Option(str(key), name) for key, name in people.items()),
        doors=tuple(Option(door, words.capitalize()) for door, words in DOORS.items()),
        topics=tuple(Option(topic, words) for topic, (words, _) in TOPICS.items()),
        badges=search.badges(people, locale),
        newer_href=search.url(after=str(found.newer)) if found.newer else "",
        older_href=search.url(before=str(found.older)) if found.older else "",
    )


def _change(
    session: Session, me: SignedIn, key: UUID, *, row: int = 0, error: str = ""
) -> ChangePage:
    entry = stored.entry(session, key)
    if entry is None:
        raise NotFound
    money = filters.formatter(me.currency, me.locale)
    teller = Teller(catalogue(session), _people(session), money, me.locale)
    rows = stored.rows_from(session, key, seq=row, limit=ROWS + 1)
    return ChangePage(
        line=line(entry, me.locale),
        changes=teller.changes(rows[:ROWS]),
        import_href=f"/data/imports/{entry.import_id}" if entry.import_id else "",
        more_href=f"/history/{key}?row={rows[ROWS].seq}" if len(rows) > ROWS else "",
        undoes_href=f"/history/{entry.undoes_id}" if entry.undoes_id else "",
        error=error,
    )


def _people(session: Session) -> dict[UUID, str]:
    return {m.user_id: m.name or m.email for m in members.listing(session)}
