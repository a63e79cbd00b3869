"""Sums for reports: from the monthly totals where they fit, from the rows where they do not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Date,
    DateTime,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from ftracker.db.scope import household_id
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Unit
from ftracker.models import Category, MonthlyTotal, Transaction, TransactionType
from ftracker.queries import sections, transactions
from ftracker.queries.transactions import Filter

Amount = ColumnElement[Decimal]


@dataclass(frozen=True, slots=True)
class Sums:
    """What came in, went out and was set aside; `count` leaves out transfers."""

    income: Decimal = Decimal(0)
    spending: Decimal = Decimal(0)
    set_aside: Decimal = Decimal(0)
    count: int = 0

    @property
    def net(self) -> Decimal:
        """Income less spending; what was set aside is a part of it."""
        return self.income - self.spending

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.income + other.income,
            self.spending + other.spending,
            self.set_aside + other.set_aside,
            self.count + other.count,
        )


@dataclass(frozen=True, slots=True)
class CategorySum:
    """The sum of one category inside one section, signed as that section counts."""

    category_id: UUID
    section: Section
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class _Source:
    """Where sums come from: the totals or the rows."""

    entity: type[MonthlyTotal | Transaction]
    day: InstrumentedAttribute[date]
    count: ColumnElement[Any]


_TOTALS = _Source(MonthlyTotal, MonthlyTotal.month, func.sum(MonthlyTotal.count))
_ROWS = _Source(Transaction, Transaction.date, func.count())


def extent(session: Session) -> tuple[date, date] | None:
    """Tell the first day of the first and of the last month with transactions, None without any."""
    months: list[Any] = [func.min(MonthlyTotal.month), func.max(MonthlyTotal.month)]
    statement = select(*months).where(
        MonthlyTotal.household_id == household_id(session), MonthlyTotal.count > 0
    )
    first, last = session.execute(statement).one()
    return None if first is None else (first, last)


def by_period(session: Session, *, unit: Unit, start: date, end: date) -> dict[date, Sums]:
    """Sum [start, end) by week, month or year, keyed by its first day; empty ones are left out."""
    source = _source(unit, start, end)
    began = _began(source, unit)
    sums = [
        _sum(source, wanted) for wanted in (Section.INCOME, Section.SPENDING, Section.SET_ASIDE)
    ]
    statement = _selecting(session, source, start, end, [began, *sums, source.count])
    rows = session.execute(statement.group_by(began))
    return {row[0]: Sums(row[1], row[2], row[3], int(row[4])) for row in rows}


def by_category(session: Session, *, start: date, end: date) -> list[CategorySum]:
    """Sum [start, end) by category and section, in no order; what counts nowhere is left out."""
    source = _source(Unit.MONTH, start, end)
    section = sections.section().label("section")
    amount = func.sum(source.entity.amount * sections.sign())
    columns = [source.entity.category_id, section, amount, source.count]
    statement = _selecting(session, source, start, end, columns)
    rows = session.execute(statement.group_by(source.entity.category_id, section))
    return [CategorySum(key, Section(word), total, int(n)) for key, word, total, n in rows]


def _source(unit: Unit, start: date, end: date) -> _Source:
    """Choose the totals for whole months; weeks and odd ranges need the rows."""
    whole = start.day == 1 and end.day == 1 and unit is not Unit.WEEK
    return _TOTALS if whole else _ROWS


def _selecting(
    session: Session, source: _Source, start: date, end: date, columns: list[Any]
) -> Select[Any]:
    entity = source.entity
    return (
        _beginning(session, source, start, end, columns)
        .select_from(entity)
        .join(Category, _same(entity, Category, entity.category_id))
        .join(TransactionType, _same(entity, TransactionType, entity.type_id))
        .where(sections.section() != Section.NONE.value)
    )


def _beginning(
    session: Session, source: _Source, start: date, end: date, columns: list[Any]
) -> Select[Any]:
    if source is _ROWS:
        return transactions.selecting(session, Filter(start, end), columns)
    return select(*columns).where(
        MonthlyTotal.household_id == household_id(session),
        MonthlyTotal.month >= start,
        MonthlyTotal.month < end,
        MonthlyTotal.count > 0,
    )


def _same(entity: Any, other: Any, key: Any) -> ColumnElement[bool]:
    return and_(other.household_id == entity.household_id, other.id == key)


def _began(source: _Source, unit: Unit) -> ColumnElement[date]:
    # Through a timestamp without a zone: with one, the server's zone would move the day.
    start = func.date_trunc(literal(unit.value), cast(source.day, DateTime(timezone=False)))
    return cast(start, Date).label("began")


def _sum(source: _Source, wanted: Section) -> Amount:
    signed = case(
        (sections.section() == wanted.value, source.entity.amount * sections.sign()), else_=0
    )
    return func.coalesce(func.sum(signed), 0)
