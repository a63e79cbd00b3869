"""Categories as they stand, for those who edit them."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import Category


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category, column by column; `end_date` is the last day of its window."""

    id: UUID
    name: str
    kind: str
    icon: str
    colour: str
    parent_id: UUID | None
    start_date: date | None
    end_date: date | None
    is_default: bool
    is_archived: bool
    version: int
    created_at: datetime
    updated_at: datetime


_COLUMNS = [getattr(Category, field.name) for field in fields(CategoryLine)]


def listing(session: Session) -> list[CategoryLine]:
    """List all categories by name without regard to case, archived ones included."""
    lines = [CategoryLine(*row) for row in session.execute(_mine(session))]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def line(session: Session, category_id: UUID) -> CategoryLine | None:
    """Read one category."""
    row = session.execute(_mine(session).where(Category.id == category_id)).one_or_none()
    return CategoryLine(*row) if row else None


def _mine(session: Session) -> Select[Any]:
    return select(*_COLUMNS).where(Category.household_id == household_id(session))
