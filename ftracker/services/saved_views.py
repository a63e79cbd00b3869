"""Views of reports, kept by name: added, changed, put in order, pinned to the home page."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import household_id
from ftracker.domain import view_words
from ftracker.domain.errors import Clash, Conflict, NotFound, Stale
from ftracker.models import SavedView
from ftracker.queries import members
from ftracker.queries import saved_views as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.saved_views import SavedViewLine
from ftracker.schemas.saved_views import (
    MOST_VIEWS,
    SavedViewEdit,
    SavedViewFields,
    SavedViewIn,
    ViewWordsEdit,
)

# Each of them is reckoned whenever somebody opens the home page.
MOST_PINNED = 6


def add(session: Session, data: SavedViewIn) -> SavedView:
    """Keep a view and give its row; without a position it is the last one.

    The same request twice makes one. Raises Clash at `name` when another one has it, and Conflict
    for an id that means another view, when there are 100, or when 6 are pinned already.
    """
    rows, values = _hold(session), _values(data)
    if there := next((row for row in rows if row.id == data.id), None):
        return _same(there, values)
    if len(rows) >= MOST_VIEWS:
        raise Conflict(f"There are {MOST_VIEWS} saved views already. Delete some first.")
    _check_name(rows, data.name)
    _check_pins(rows, pinned=data.is_pinned)
    row = SavedView(household_id=household_id(session), id=data.id or new_id(), **values)
    summary = f"Saved the view {row.name}"
    with history.deed(session, "saved_views.add", summary), _name_is_free(row.name):
        _number(rows, row, data.position)
        session.add(row)
        session.flush()
    return row


def edit(session: Session, view_id: UUID, data: SavedViewEdit) -> SavedView:
    """Change all of a view. Raises as `add` does, NotFound, and Stale when `version` is old."""
    rows = _hold(session)
    row = _one(rows, view_id, version=data.version)
    others = [other for other in rows if other is not row]
    _check_name(others, data.name)
    _check_pins(others, pinned=data.is_pinned)
    summary = f"Changed the view {data.name}"
    with history.deed(session, "saved_views.edit", summary), _name_is_free(data.name):
        for name, value in _values(data).items():
            setattr(row, name, value)
        if data.position is not None:
            _number(others, row, data.position)
        session.flush()
    return row


def replace(session: Session, view_id: UUID, data: ViewWordsEdit) -> SavedView:
    """Let a view show something else under its name. Raises NotFound."""
    row = _one(_hold(session), view_id)
    with history.deed(session, "saved_views.replace", f"Changed what the view {row.name} shows"):
        row.report, row.words = data.report, data.words.text
    return row


def pin(session: Session, view_id: UUID, *, pinned: bool) -> SavedView:
    """Show a view on the home page, or not. Raises NotFound, and Conflict when 6 are there."""
    rows = _hold(session)
    row = _one(rows, view_id)
    _check_pins([other for other in rows if other is not row], pinned=pinned)
    verb = "Pinned" if pinned else "Unpinned"
    with history.deed(session, "saved_views.pin", f"{verb} the view {row.name}"):
        row.is_pinned = pinned
    return row


def move(session: Session, view_id: UUID, *, up: bool) -> None:
    """Let a view change places with the one above, or below; at the end it stays.

    Raises NotFound.
    """
    rows = _hold(session)
    row = _one(rows, view_id)
    place = rows.index(row) + (-1 if up else 1)
    with history.deed(session, "saved_views.move", f"Moved the view {row.name}"):
        _number([other for other in rows if other is not row], row, max(place, 0) + 1)


def delete(session: Session, view_id: UUID, *, version: int | None = None) -> None:
    """Delete a view; what it showed stays. Raises NotFound and Stale."""
    row = _one(_hold(session), view_id, version=version)
    with history.deed(session, "saved_views.delete", f"Deleted the view {row.name}"):
        session.delete(row)


def follow(session: Session, what: str, old: UUID, new: UUID) -> None:
    """Let views that name a thing name the one that it was merged into.

    `what` it is says `category`, `account` or `type`.
    """
    with history.deed(session, "saved_views.follow", "Let saved views follow"):
        for row in _hold(session):
            if str(old) in row.words:
                row.words = view_words.replaced(row.words, what, old, new)


def get(session: Session, view_id: UUID) -> SavedViewLine:
    """Give a view. Raises NotFound."""
    found = stored.line(session, view_id)
    if found is None:
        raise NotFound
    return found


def named(session: Session, name: str) -> SavedViewLine | None:
    """Find the view of a name, without regard to case and to space around it."""
    wanted = name.strip().casefold()
    return next((one for one in stored.listing(session) if one.name.casefold() == wanted), None)


def missing(session: Session, texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Tell of the words of views, by their text, which name something that is gone.

    They are words such as `category_id`; none where all is there.
    """
    names = catalogue(session)
    known: dict[str, Iterable[UUID]] = {
        "category": names.categories,
        "account": names.accounts,
        "type": names.types,
    }
    if any("member_id" in text for text in texts):
        there = (one.user_id for one in members.listing(session))
        known["member"] = [view_words.NOBODY, *there]
    return {text: view_words.missing(text, known) for text in texts}


def _values(data: SavedViewFields) -> dict[str, str | bool]:
    return {
        "name": data.name,
        "report": data.report,
        "words": data.words.text,
        "is_pinned": data.is_pinned,
    }


def _hold(session: Session) -> list[SavedView]:
    locks.hold(session, "saved_views", household_id(session))
    return stored.all_for_update(session)


def _one(rows: Iterable[SavedView], view_id: UUID, *, version: int | None = None) -> SavedView:
    row = next((row for row in rows if row.id == view_id), None)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def _same(there: SavedView, values: dict[str, str | bool]) -> SavedView:
    if any(getattr(there, name) != value for name, value in values.items()):
        raise Conflict("There is a saved view with this id already, with other content.")
    return there


def _check_name(others: Iterable[SavedView], name: str) -> None:
    for other in others:
        if other.name.casefold() == name.casefold():
            raise _taken(other.name)


def _check_pins(others: Iterable[SavedView], *, pinned: bool) -> None:
    if pinned and sum(other.is_pinned for other in others) >= MOST_PINNED:
        raise Conflict(f"{MOST_PINNED} views are pinned already. Take one of them down first.")


@contextmanager
def _name_is_free(name: str) -> Iterator[None]:
    """Say the same of names that only the database takes for one."""
    try:
        yield
    except IntegrityError as taken:
        raise _taken(name) from taken


def _taken(name: str) -> Clash:
    return Clash("name", f"There is already a saved view called “{name}”.")


def _number(others: Sequence[SavedView], row: SavedView, position: int | None) -> None:
    """Put a view in its place among the others and number all anew, from 1."""
    place = len(others) if position is None else min(position - 1, len(others))
    for number, one in enumerate([*others[:place], row, *others[place:]], start=1):
        one.position = number
