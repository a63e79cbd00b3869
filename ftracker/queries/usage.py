"""What refers to a category, a type or an account: what stands in the way of its deletion."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from ftracker.db.scope import household_id
from ftracker.models import (
    Account,
    Budget,
    Category,
    Goal,
    MonthlyTotal,
    Schedule,
    Transaction,
    TransactionType,
)
from ftracker.queries import schedules, transactions
from ftracker.queries.transactions import Filter

T = TypeVar("T", Category, TransactionType, Account)


@dataclass(frozen=True, slots=True)
class Usage:
    """How many things refer to one thing; deleted transactions count, as they can come back."""

    active: int
    inactive: int
    goals: int
    children: int
    budgets: int
    schedules: int

    @property
    def transactions(self) -> int:
        """The number of transactions, deleted ones included."""
        return self.active + self.inactive

    @property
    def total(self) -> int:
        """The number of all that refers to it."""
        return self.transactions + self.goals + self.children + self.budgets + self.schedules


def usage(session: Session, entity: type[T], thing_id: UUID) -> Usage:
    """Count what refers to a category, type or account."""
    counts = {
        "active": _active(session, entity, thing_id),
        "inactive": _inactive(session, entity, thing_id),
        "goals": _goals(session, thing_id),
        "children": _children(session, thing_id),
        "schedules": _schedules(session, entity, thing_id),
        "budgets": _budgets(session, thing_id),
    }
    columns = [count.scalar_subquery().label(name) for name, count in counts.items()]
    row = session.execute(select(*columns)).mappings().one()
    return Usage(**{name: int(count) for name, count in row.items()})


def for_update(session: Session, entity: type[T], thing_id: UUID) -> T | None:
    """Load and lock a category, type or account of the household."""
    key = household_id(session), thing_id
    return session.get(entity, key, with_for_update={"key_share": True}, populate_existing=True)


def transaction_ids(session: Session, entity: type[T], thing_id: UUID) -> list[UUID]:
    """List the ids of all transactions that refer to a thing, deleted ones too, in their order."""
    column = column_of(entity)
    statement = (
        select(Transaction.id)
        .where(
            Transaction.household_id == household_id(session),
            getattr(Transaction, column) == thing_id,
        )
        .order_by(Transaction.id)
    )
    return list(session.scalars(statement))


def goals(session: Session, thing_id: UUID) -> list[Goal]:
    """Load and lock the goals of a category or an account, in the order of their ids."""
    statement = (
        select(Goal)
        .where(Goal.household_id == household_id(session), _names(thing_id))
        .order_by(Goal.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def children(session: Session, category_id: UUID) -> list[Category]:
    """Load and lock the subcategories of a category, in the order of their ids."""
    statement = (
        select(Category)
        .where(Category.household_id == household_id(session), Category.parent_id == category_id)
        .order_by(Category.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def transfers_between(session: Session, one_id: UUID, other_id: UUID) -> int:
    """Count the transfers between two accounts, deleted ones too."""
    other = aliased(Transaction)
    statement = (
        select(func.count())
        .select_from(Transaction)
        .join(
            other,
            (other.household_id == Transaction.household_id)
            & (other.transfer_id == Transaction.transfer_id),
        )
        .where(
            Transaction.household_id == household_id(session),
            Transaction.account_id == one_id,
            other.account_id == other_id,
        )
    )
    return session.scalars(statement).one()


def column_of(entity: type[T]) -> str:
    """Name the column by which transactions refer to a thing."""
    columns: dict[type, str] = {
        Category: "category_id",
        TransactionType: "type_id",
        Account: "account_id",
    }
    return columns[entity]


def _active(session: Session, entity: type[T], thing_id: UUID) -> Select[int]:
    """Count by the totals: a category may have a million transactions."""
    return select(func.coalesce(func.sum(MonthlyTotal.count), 0)).where(
        MonthlyTotal.household_id == household_id(session),
        getattr(MonthlyTotal, column_of(entity)) == thing_id,
    )


def _inactive(session: Session, entity: type[T], thing_id: UUID) -> Select[int]:
    deleted = Filter(active=False)
    return transactions.selecting(session, deleted, [func.count()]).where(
        getattr(Transaction, column_of(entity)) == thing_id
    )


def _goals(session: Session, thing_id: UUID) -> Select[int]:
    return select(func.count()).where(Goal.household_id == household_id(session), _names(thing_id))


def _names(thing_id: UUID) -> ColumnElement[bool]:
    return or_(Goal.category_id == thing_id, Goal.account_id == thing_id)


def _children(session: Session, category_id: UUID) -> Select[int]:
    return select(func.count()).where(
        Category.household_id == household_id(session), Category.parent_id == category_id
    )


def _schedules(session: Session, entity: type[T], thing_id: UUID) -> Select[int]:
    return select(func.count()).where(
        Schedule.household_id == household_id(session),
        schedules.names(column_of(entity), thing_id),
    )


def _budgets(session: Session, category_id: UUID) -> Select[int]:
    return select(func.count()).where(
        Budget.household_id == household_id(session), Budget.category_id == category_id
    )
