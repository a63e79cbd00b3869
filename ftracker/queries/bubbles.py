"""The transactions of a period as bubbles: the largest one by one, the rest of each category."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import Session

from ftracker.domain.kinds import Direction, Flow
from ftracker.models import Transaction
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.transactions import Filter, selecting

MOST = 400


@dataclass(frozen=True, slots=True)
class Bubble:
    """One transaction; the amount is positive."""

    id: UUID
    date: date
    amount: Decimal
    type_id: UUID
    category_id: UUID
    payee: str
    note: str


@dataclass(frozen=True, slots=True)
class CategorySum:
    """All transactions of one category and type in the period; the amount is positive."""

    category_id: UUID
    type_id: UUID
    amount: Decimal
    count: int


def largest(session: Session, wanted: Filter, names: Catalogue) -> list[Bubble]:
    """List the largest transactions of a filter, at most 400, largest first.

    Of a transfer between two accounts only the outgoing side is a bubble.
    """
    columns = [getattr(Transaction, name) for name in Bubble.__slots__]
    statement = (
        selecting(session, wanted, columns)
        .where(_counts_once(names))
        .order_by(Transaction.amount.desc(), Transaction.id)
        .limit(MOST)
    )
    return [Bubble(*row) for row in session.execute(statement).tuples()]


def sums(session: Session, wanted: Filter, names: Catalogue) -> list[CategorySum]:
    """Sum all transactions of a filter by category and type, largest first; transfers once."""
    total, count = func.sum(Transaction.amount), func.count()
    columns = [Transaction.category_id, Transaction.type_id, total, count]
    statement = (
        selecting(session, wanted, columns)
        .where(_counts_once(names))
        .group_by(Transaction.category_id, Transaction.type_id)
        .order_by(total.desc(), Transaction.category_id, Transaction.type_id)
    )
    return [CategorySum(*row) for row in session.execute(statement).tuples()]


def _counts_once(names: Catalogue) -> ColumnElement[bool]:
    transfers = [t.id for t in names.types.values() if t.flow is Flow.TRANSFER]
    return or_(
        Transaction.type_id.not_in(transfers),
        Transaction.transfer_id.is_(None),
        Transaction.direction == Direction.OUT,
    )
