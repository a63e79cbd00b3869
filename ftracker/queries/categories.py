"""Categories as they stand, and what is in them."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.kinds import Flow, Kind, section, sign
from ftracker.models import Category, MonthlyTotal, Transaction, TransactionType
from ftracker.queries import transactions
from ftracker.queries.transactions import Filter


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


@dataclass(frozen=True, slots=True)
class Content:
    """The number and sum of a category's active transactions, without those below it.

    `amount` is positive where the kind expects it: earned, spent or set aside. Kinds that follow
    the flow have money in less money out. `in_window` is the part from the first to the last
    day of a Timebound category, both included. Transfers count, and add nothing.
    """

    count: int = 0
    amount: Decimal = Decimal(0)
    in_window: Decimal = Decimal(0)


_COLUMNS = [getattr(Category, field.name) for field in fields(CategoryLine)]


def listing(session: Session) -> list[CategoryLine]:
    """List all categories by name without regard to case, archived ones included."""
    lines = [CategoryLine(*row) for row in session.execute(_mine(session))]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def line(session: Session, category_id: UUID) -> CategoryLine | None:
    """Read one category."""
    row = session.execute(_mine(session).where(Category.id == category_id)).one_or_none()
    return CategoryLine(*row) if row else None


def contents(session: Session) -> dict[UUID, Content]:
    """Sum up what is in each category; those without transactions are left out."""
    found: dict[UUID, Content] = {}
    for category_id, kind, flow, amount, count in session.execute(_of_totals(session)):
        worth, sofar = _sign(Kind(kind), Flow(flow)) * amount, found.get(category_id, Content())
        found[category_id] = replace(
            sofar, count=sofar.count + int(count), amount=sofar.amount + worth
        )
    for category_id, kind, flow, amount in session.execute(_of_windows(session)):
        worth, sofar = _sign(Kind(kind), Flow(flow)) * amount, found[category_id]
        found[category_id] = replace(sofar, in_window=sofar.in_window + worth)
    return found


def _sign(kind: Kind, flow: Flow) -> int:
    """Tell the sign inside the kind's own section, or of the flow where it has none."""
    if section(kind, Flow.IN) is section(kind, Flow.OUT):
        return sign(kind, flow)
    return {Flow.IN: 1, Flow.OUT: -1, Flow.TRANSFER: 0}[flow]


def _of_totals(session: Session) -> Select[Any]:
    total = MonthlyTotal
    keys: list[Any] = [total.category_id, Category.kind, TransactionType.flow]
    sums: list[Any] = [func.sum(total.amount), func.sum(total.count)]
    return (
        select(*keys, *sums)
        .join(Category, _same(Category, total.household_id, total.category_id))
        .join(TransactionType, _same(TransactionType, total.household_id, total.type_id))
        .where(total.household_id == household_id(session), total.count > 0)
        .group_by(*keys)
    )


def _of_windows(session: Session) -> Select[Any]:
    row = Transaction
    keys: list[Any] = [row.category_id, Category.kind, TransactionType.flow]
    inside = row.date.between(Category.start_date, Category.end_date)
    return (
        transactions.selecting(session, Filter(), [*keys, func.sum(row.amount)])
        .join(Category, and_(_same(Category, row.household_id, row.category_id), inside))
        .join(TransactionType, _same(TransactionType, row.household_id, row.type_id))
        .group_by(*keys)
    )


def _same(entity: Any, household: Any, key: Any) -> Any:
    return and_(entity.household_id == household, entity.id == key)


def _mine(session: Session) -> Select[Any]:
    return select(*_COLUMNS).where(Category.household_id == household_id(session))
