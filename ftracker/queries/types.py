"""Transaction types with what is of them."""

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.kinds import Flow
from ftracker.models import MonthlyTotal, TransactionType


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A type, the number of its active transactions and their sum, which is positive.

    Both sides of a transfer count, and both add to the sum.
    """

    id: UUID
    name: str
    flow: Flow
    is_default: bool
    is_archived: bool
    version: int
    created_at: datetime
    updated_at: datetime
    count: int
    amount: Decimal


_COLUMNS = [getattr(TransactionType, field.name) for field in fields(TypeLine)[:8]]


def listing(session: Session) -> list[TypeLine]:
    """List all types, archived ones too: money in, out, transfers, each sorted by name."""
    total = MonthlyTotal
    mine = and_(
        total.household_id == TransactionType.household_id, total.type_id == TransactionType.id
    )
    statement = (
        select(
            *_COLUMNS,
            func.coalesce(func.sum(total.count), 0).label("count"),
            func.coalesce(func.sum(total.amount), 0).label("amount"),
        )
        .outerjoin(total, mine)
        .where(TransactionType.household_id == household_id(session))
        .group_by(TransactionType.household_id, TransactionType.id)
    )
    rows = session.execute(statement).mappings()
    lines = [
        TypeLine(**(dict(row) | {"flow": Flow(row["flow"]), "count": int(row["count"])}))
        for row in rows
    ]
    order = list(Flow)
    return sorted(lines, key=lambda t: (order.index(t.flow), t.name.casefold(), t.id))


def line(session: Session, type_id: UUID) -> TypeLine | None:
    """Read one type."""
    return next((t for t in listing(session) if t.id == type_id), None)
