"""Transaction types as they stand, and what is of them."""

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import MonthlyTotal, TransactionType


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


@dataclass(frozen=True, slots=True)
class Content:
    """The number of a type's active transactions and their sum, which is positive.

    Both sides of a transfer count, and both add to the sum.
    """

    count: int = 0
    amount: Decimal = Decimal(0)


_COLUMNS = [getattr(TransactionType, field.name) for field in fields(TypeLine)]


def listing(session: Session) -> list[TypeLine]:
    """List all types by name without regard to case, archived ones included."""
    lines = [TypeLine(*row) for row in session.execute(_mine(session))]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def line(session: Session, type_id: UUID) -> TypeLine | None:
    """Read one type."""
    row = session.execute(_mine(session).where(TransactionType.id == type_id)).one_or_none()
    return TypeLine(*row) if row else None


def contents(session: Session) -> dict[UUID, Content]:
    """Sum up what is of each type; those without transactions are left out."""
    total = MonthlyTotal
    statement = (
        select(total.type_id, func.sum(total.count), func.sum(total.amount))
        .where(total.household_id == household_id(session), total.count > 0)
        .group_by(total.type_id)
    )
    rows = session.execute(statement)
    return {type_id: Content(int(count), amount) for type_id, count, amount in rows}


def _mine(session: Session) -> Select[Any]:
    return select(*_COLUMNS).where(TransactionType.household_id == household_id(session))
