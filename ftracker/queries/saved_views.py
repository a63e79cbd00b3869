"""Saved views of reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import SavedView


@dataclass(frozen=True, slots=True)
class SavedViewLine:
    """A saved view; `words` are written as in `domain/view_words.py`."""

    id: UUID
    name: str
    report: str
    words: str
    is_pinned: bool
    position: int
    version: int
    created_at: datetime
    updated_at: datetime


_COLUMNS = [getattr(SavedView, name) for name in SavedViewLine.__slots__]


def listing(session: Session) -> list[SavedViewLine]:
    """List all saved views in their order."""
    return _lines(session, _selecting(session, _COLUMNS))


def pinned(session: Session) -> list[SavedViewLine]:
    """List the views that are pinned to the home page, in their order."""
    return _lines(session, _selecting(session, _COLUMNS).where(SavedView.is_pinned))


def line(session: Session, view_id: UUID) -> SavedViewLine | None:
    """Read one saved view."""
    found = _lines(session, _selecting(session, _COLUMNS).where(SavedView.id == view_id))
    return found[0] if found else None


def all_for_update(session: Session) -> list[SavedView]:
    """Load and lock all saved views, in their order."""
    statement = _selecting(session, [SavedView]).with_for_update()
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def _lines(session: Session, statement: Select[Any]) -> list[SavedViewLine]:
    return [SavedViewLine(*row) for row in session.execute(statement)]


def _selecting(session: Session, columns: Sequence[Any]) -> Select[Any]:
    mine = SavedView.household_id == household_id(session)
    return select(*columns).where(mine).order_by(SavedView.position, SavedView.id)
