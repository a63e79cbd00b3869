"""Goals, and what was set aside for them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from ftracker.db.scope import household_id
from ftracker.domain import kinds
from ftracker.domain.kinds import Section
from ftracker.models import Category, Goal, Transaction, TransactionType
from ftracker.queries import transactions
from ftracker.queries.transactions import Filter

_Below = aliased(Category)
_SHOWN = {
    "id", "name", "category_id", "target_amount", "starting_amount", "start_date", "due_date",
    "version", "created_at", "updated_at",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal with what the ledger says of it; `current_amount` may be below zero."""

    id: UUID
    name: str
    category_id: UUID
    category: str
    target_amount: Decimal
    starting_amount: Decimal
    current_amount: Decimal
    start_date: date
    due_date: date | None
    version: int
    created_at: datetime
    updated_at: datetime


def listing(session: Session) -> list[GoalLine]:
    """List the goals: the one that is due first comes first, those without a day last."""
    lines = [GoalLine(**row) for row in session.execute(_selecting(session)).mappings()]
    return sorted(lines, key=lambda g: (g.due_date or date.max, g.name.casefold(), g.id))


def line(session: Session, goal_id: UUID) -> GoalLine | None:
    """Read one goal."""
    row = session.execute(_selecting(session).where(Goal.id == goal_id)).mappings().one_or_none()
    return GoalLine(**row) if row else None


def for_update(session: Session, goal_id: UUID) -> Goal | None:
    """Load and lock one goal."""
    key = household_id(session), goal_id
    return session.get(Goal, key, with_for_update=True, populate_existing=True)


def set_aside(session: Session, category_id: UUID, *, since: date) -> Decimal:
    """Sum what was set aside in a category and below it from a day on; withdrawals subtract."""
    statement = _set_aside(session, literal(category_id), literal(since))
    total: Decimal = session.scalars(statement).one()
    return total


def _selecting(session: Session) -> Select[Any]:
    aside = _set_aside(session, Goal.category_id, Goal.start_date).correlate(Goal)
    current = Goal.starting_amount + aside.scalar_subquery()
    columns = [
        *(c for c in Goal.__table__.columns if c.name in _SHOWN),
        Category.name.label("category"),
        current.label("current_amount"),
    ]
    return (
        select(*columns)
        .join(Category, _named(Category, Goal.household_id, Goal.category_id))
        .where(Goal.household_id == household_id(session))
    )


def _set_aside(session: Session, category_id: Any, since: Any) -> Select[Any]:
    signed = Transaction.amount * _sign()
    return (
        transactions.selecting(session, Filter(), [func.coalesce(func.sum(signed), 0)])
        .join(_Below, _named(_Below, Transaction.household_id, Transaction.category_id))
        .join(
            TransactionType, _named(TransactionType, Transaction.household_id, Transaction.type_id)
        )
        .where(
            Transaction.date >= since,
            or_(_Below.id == category_id, _Below.parent_id == category_id),
        )
    )


def _named(entity: Any, household: Any, key: Any) -> ColumnElement[bool]:
    return and_(entity.household_id == household, entity.id == key)


def _sign() -> ColumnElement[int]:
    """Write the signs of what is set aside as CASE; everything else counts nothing."""
    aside = [row for row in kinds.table() if row[2] is Section.SET_ASIDE]
    whens = [
        (and_(_Below.kind == kind.value, TransactionType.flow == flow.value), sign)
        for kind, flow, _, sign in aside
    ]
    return case(*whens, else_=0)
