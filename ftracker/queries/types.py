"""Transaction types as they stand, for those who edit them."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import TransactionType


@dataclass(frozen=True, slots=True)
class TypeLine:
    """One transaction type, column by column."""

    id: UUID
    name: str
    flow: str
    is_default: bool
    is_archived: bool
    version: int
    created_at: datetime
    updated_at: datetime


_COLUMNS = [getattr(TransactionType, field.name) for field in fields(TypeLine)]


def listing(session: Session) -> list[TypeLine]:
    """List all types by name without regard to case, archived ones included."""
    lines = [TypeLine(*row) for row in session.execute(_mine(session))]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def line(session: Session, type_id: UUID) -> TypeLine | None:
    """Read one type."""
    row = session.execute(_mine(session).where(TransactionType.id == type_id)).one_or_none()
    return TypeLine(*row) if row else None


def _mine(session: Session) -> Select[Any]:
    return select(*_COLUMNS).where(TransactionType.household_id == household_id(session))
