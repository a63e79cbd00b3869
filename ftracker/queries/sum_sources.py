"""Where sums come from: the totals where those can tell, else the rows; and what groups them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    Date,
    DateTime,
    Integer,
    Numeric,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from ftracker.domain.periods import Unit
from ftracker.domain.reports.sums import By
from ftracker.models import Category, MonthlyTotal, Transaction, TransactionType
from ftracker.queries import filters
from ftracker.queries.filters import Filter, Shape

# What the totals know, and can therefore be filtered by or grouped by.
_KNOWN = frozenset(("start", "end", "type_ids", "category_ids", "account_ids", "sections"))
_KEPT = frozenset(
    (By.CATEGORY, By.GROUP, By.KIND, By.ACCOUNT, By.TYPE, By.MONTH, By.YEAR),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A table that sums come from: its day, and how transactions are counted in it."""

    entity: type[MonthlyTotal | Transaction]
    day: InstrumentedAttribute[date]
    count: ColumnElement[Any]


TOTALS = Source(MonthlyTotal, MonthlyTotal.month, func.sum(MonthlyTotal.count))
ROWS = Source(Transaction, Transaction.date, func.count())


def are_kept(wanted: Filter, dimensions: Iterable[By]) -> bool:
    """Tell whether a filter is whole months and nothing that the totals do not know."""
    whole = all(day is None or day.day == 1 for day in (wanted.start, wanted.end))
    is_plain = wanted.active and wanted.where is None
    is_known = _KNOWN.issuperset(filters.shape(wanted)[0]) and _KEPT.issuperset(dimensions)
    return whole and is_plain and is_known


def joined(
    source: Source, shape: Shape, columns: Iterable[Any], dimensions: Iterable[By]
) -> Select[Any]:
    """Begin a SELECT on what a filter of this shape lets through, with categories and types."""
    entity = source.entity
    tables = alone(source, shape, columns, {*dimensions, By.KIND})
    return tables.join(TransactionType, _same(entity, TransactionType, entity.type_id))


def alone(
    source: Source, shape: Shape, columns: Iterable[Any], dimensions: Iterable[By]
) -> Select[Any]:
    """Begin the same without types, and with categories only where the dimensions need them."""
    entity = source.entity
    found = select(*columns).select_from(entity)
    if not {By.GROUP, By.KIND}.isdisjoint(dimensions):
        found = found.join(Category, _same(entity, Category, entity.category_id))
    if By.TAG in dimensions:
        found = found.join(_TAG, true())
    return found.where(*(filters.conditions(shape) if source is ROWS else _conditions(shape)))


def middle(amount: ColumnElement[Any]) -> ColumnElement[Any]:
    """Write the median of an amount; PostgreSQL reckons it as a float."""
    return cast(func.percentile_cont(0.5).within_group(amount), Numeric(23, 4))


def began(day: InstrumentedAttribute[date], unit: Unit) -> ColumnElement[Any]:
    """Write the first day of the period that a day lies in."""
    # Through a timestamp without a zone: with one, the server's zone would move the day.
    plain = cast(day, DateTime(timezone=False))
    return cast(func.date_trunc(literal_column(f"'{unit}'"), plain), Date)


def _same(entity: Any, other: Any, key: Any) -> ColumnElement[bool]:
    return and_(other.household_id == entity.household_id, other.id == key)


def _conditions(shape: Shape) -> list[ColumnElement[bool]]:
    """Say a filter's conditions of the totals, as `filters.conditions` says them of the rows."""
    names, count, *_ = shape
    mine = MonthlyTotal.household_id == bindparam("household", type_=Uuid)
    known = filters.known(MonthlyTotal, MonthlyTotal.month)
    placed = filters.placed(MonthlyTotal, count)
    chosen = [placed if name == "sections" else known[name] for name in names]
    return [mine, MonthlyTotal.count > 0, *chosen]


def _began(unit: Unit) -> Callable[[Source], ColumnElement[Any]]:
    return lambda source: began(source.day, unit)


def _part(name: str) -> Callable[[Source], ColumnElement[Any]]:
    return lambda source: cast(func.date_part(literal_column(f"'{name}'"), source.day), Integer)


# One row for each tag, and one with '' for a transaction without any.
_TAG = (
    func.unnest(
        case(
            (Transaction.tags == cast([], ARRAY(Text)), cast([""], ARRAY(Text))),
            else_=Transaction.tags,
        )
    )
    .table_valued(column("tag", Text), name="tagged")
    .render_derived()
    .lateral()
)
KEYS: dict[By, Callable[[Source], Any]] = {
    By.CATEGORY: lambda source: source.entity.category_id,
    By.GROUP: lambda _: func.coalesce(Category.parent_id, Category.id),
    By.KIND: lambda _: Category.kind,
    By.ACCOUNT: lambda source: source.entity.account_id,
    By.TYPE: lambda source: source.entity.type_id,
    By.MEMBER: lambda _: Transaction.member_id,
    By.PAYEE: lambda _: Transaction.payee,
    By.TAG: lambda _: _TAG.c.tag,
    By.WEEK: _began(Unit.WEEK),
    By.MONTH: _began(Unit.MONTH),
    By.YEAR: _began(Unit.YEAR),
    By.DAY: lambda source: source.day,
    By.WEEKDAY: _part("isodow"),
    By.MONTH_DAY: _part("day"),
}
