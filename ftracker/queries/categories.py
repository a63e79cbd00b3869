"""Categories with what is in them."""

from collections import defaultdict
from dataclasses import dataclass, fields
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
    """A category and the sum of its active transactions, without those of its subcategories.

    `amount` is positive where the kind expects it: earned, spent or set aside. Kinds that follow
    the flow have money in less money out. `window_amount` is the sum between the first and the
    last day of a Timebound category, both included. Transfers count, and add nothing.
    """

    id: UUID
    name: str
    kind: Kind
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
    count: int
    amount: Decimal
    window_amount: Decimal | None


@dataclass(frozen=True, slots=True)
class _Sum:
    category_id: UUID
    flow: Flow
    amount: Decimal
    count: int


_COLUMNS = [getattr(Category, field.name) for field in fields(CategoryLine)[:13]]


def listing(session: Session) -> list[CategoryLine]:
    """List all categories, archived ones too, sorted by name without regard to case."""
    rows = session.execute(select(*_COLUMNS).where(Category.household_id == household_id(session)))
    sums, windows = _by_category(session, _of_totals), _by_category(session, _of_windows)
    lines = [_line(dict(row), sums[row["id"]], windows[row["id"]]) for row in rows.mappings()]
    return sorted(lines, key=lambda c: (c.name.casefold(), c.id))


def line(session: Session, category_id: UUID) -> CategoryLine | None:
    """Read one category."""
    return next((c for c in listing(session) if c.id == category_id), None)


def _line(row: dict[str, Any], sums: list[_Sum], windows: list[_Sum]) -> CategoryLine:
    kind = Kind(row["kind"])
    return CategoryLine(
        **(row | {"kind": kind}),
        count=sum(s.count for s in sums),
        amount=_worth(kind, sums),
        window_amount=_worth(kind, windows) if kind is Kind.TIMEBOUND else None,
    )


def _worth(kind: Kind, sums: list[_Sum]) -> Decimal:
    return sum((_sign(kind, s.flow) * s.amount for s in sums), Decimal(0))


def _sign(kind: Kind, flow: Flow) -> int:
    """Tell the sign inside the kind's own section, or of the flow where it has none."""
    if section(kind, Flow.IN) is section(kind, Flow.OUT):
        return sign(kind, flow)
    return {Flow.IN: 1, Flow.OUT: -1, Flow.TRANSFER: 0}[flow]


def _by_category(session: Session, source: Any) -> dict[UUID, list[_Sum]]:
    found: dict[UUID, list[_Sum]] = defaultdict(list)
    for category_id, flow, amount, count in session.execute(source(session)):
        found[category_id].append(_Sum(category_id, Flow(flow), amount, int(count)))
    return found


def _of_totals(session: Session) -> Select[UUID, str, Decimal, int]:
    total = MonthlyTotal
    columns = total.category_id, TransactionType.flow, func.sum(total.amount), func.sum(total.count)
    return (
        select(*columns)
        .join(TransactionType, _same(TransactionType, total.household_id, total.type_id))
        .where(total.household_id == household_id(session))
        .group_by(total.category_id, TransactionType.flow)
    )


def _of_windows(session: Session) -> Select[Any]:
    row = Transaction
    columns: list[Any] = [row.category_id, TransactionType.flow, func.sum(row.amount), func.count()]
    inside = row.date.between(Category.start_date, Category.end_date)
    return (
        transactions.selecting(session, Filter(), columns)
        .join(Category, and_(_same(Category, row.household_id, row.category_id), inside))
        .join(TransactionType, _same(TransactionType, row.household_id, row.type_id))
        .group_by(row.category_id, TransactionType.flow)
    )


def _same(entity: Any, household: Any, key: Any) -> Any:
    return and_(entity.household_id == household, entity.id == key)
