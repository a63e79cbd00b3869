"""Sums by whatever a report groups them by: from the totals where those can tell, else the rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Date,
    DateTime,
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from ftracker.db.reads import Read
from ftracker.domain.kinds import Section
from ftracker.domain.reports.ranges import Range, parts
from ftracker.domain.reports.sums import By, Sum
from ftracker.models import Category, MonthlyTotal, Transaction, TransactionType
from ftracker.queries import filters, sections
from ftracker.queries.filters import Filter, Shape

# What the totals know, and can therefore be filtered by or grouped by.
_KNOWN = frozenset(("start", "end", "type_ids", "category_ids", "account_ids", "sections"))
_KEPT = frozenset((By.CATEGORY, By.ACCOUNT, By.TYPE, By.MONTH, By.YEAR))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where sums come from: the totals or the rows."""

    entity: type[MonthlyTotal | Transaction]
    day: InstrumentedAttribute[date]
    count: ColumnElement[Any]


_TOTALS = _Source(MonthlyTotal, MonthlyTotal.month, func.sum(MonthlyTotal.count))
_ROWS = _Source(Transaction, Transaction.date, func.count())


def by(session: Session, wanted: Filter, *dimensions: By, median: bool = False) -> list[Sum]:
    """Sum what counts in a section, grouped by some dimensions and by section, in no order.

    Transfers count nowhere. Whole months that are filtered and grouped by what the totals know
    are read from the totals: the cost grows with months and categories, not with transactions.
    """
    shape = filters.shape(wanted)
    kept = not median and _are_kept(wanted, shape, dimensions)
    read = _read(_TOTALS if kept else _ROWS, shape, dimensions, median=median)
    rows = read.rows(session, **filters.values(session, wanted))
    return [_sum(row, len(dimensions)) for row in rows]


def over(
    session: Session, wanted: Filter, days: Sequence[Range], *dimensions: By
) -> list[list[Sum]]:
    """Sum each of some ranges, grouped by dimensions that are no days, in no order.

    It takes one statement, or two where whole months are known and others are not; the same keys
    may then stand in a range up to thrice. Days of the filter's own are left aside.
    """
    among = replace(wanted, start=None, end=None)
    shape = filters.shape(among)
    kept = _are_kept(among, shape, dimensions)
    found: list[list[Sum]] = [[] for _ in days]
    cuts = [(at, cut) for at, one in enumerate(days) for cut in (parts(one) if kept else [one])]
    for source, is_whole in ((_TOTALS, True), (_ROWS, False)):
        mine = [(at, cut) for at, cut in cuts if (kept and cut.months is not None) is is_whole]
        if not mine:
            continue
        read = _read_each(source, shape, dimensions)
        spans = {"starts": [cut.start for _, cut in mine], "ends": [cut.end for _, cut in mine]}
        for number, *row in read.rows(session, **filters.values(session, among), **spans):
            found[mine[number - 1][0]].append(_sum(row, len(dimensions)))
    return found


def _sum(row: Sequence[Any], width: int) -> Sum:
    amount, count, *median = row[width + 1 :]
    return Sum(tuple(row[:width]), Section(row[width]), amount, int(count), *median)


def _are_kept(wanted: Filter, shape: Shape, dimensions: Sequence[By]) -> bool:
    """Tell whether a filter is whole months and nothing that the totals do not know."""
    whole = all(day is None or day.day == 1 for day in (wanted.start, wanted.end))
    is_plain = wanted.active and wanted.where is None
    return whole and is_plain and _KNOWN.issuperset(shape[0]) and _KEPT.issuperset(dimensions)


@lru_cache(maxsize=512)
def _read(source: _Source, shape: Shape, dimensions: Sequence[By], *, median: bool) -> Read:
    """Write the SELECT, once for each combination of source, filters and dimensions."""
    return Read(_statement(source, shape, dimensions, median=median))


@lru_cache(maxsize=512)
def _read_each(source: _Source, shape: Shape, dimensions: Sequence[By]) -> Read:
    """Write the SELECT of several ranges, each looked up by itself."""
    within = (source.day >= _SPAN.c.starts, source.day < _SPAN.c.ends)
    # A LATERAL of its own: a join by days would be planned as one pass over all that there is.
    inner = _statement(source, shape, dimensions).where(*within).lateral("found")
    return Read(select(_SPAN.c.number, inner).select_from(_SPAN.join(inner, true())))


def _statement(
    source: _Source, shape: Shape, dimensions: Sequence[By], *, median: bool = False
) -> Select[Any]:
    entity = source.entity
    signed = entity.amount * sections.sign()
    section = sections.section()
    keys = [_KEYS[one](source) for one in dimensions]
    named = [key.label(f"key_{number}") for number, key in enumerate(keys)]
    sums = (func.sum(signed).label("amount"), source.count.label("count"))
    columns = [*named, section.label("section"), *sums]
    if median:
        columns.append(func.percentile_cont(0.5).within_group(signed))
    statement = _joined(source, columns, tags=By.TAG in dimensions)
    conditions = filters.conditions(shape) if source is _ROWS else _conditions(shape)
    counted = section != Section.NONE.value
    return statement.where(*conditions, counted).group_by(*keys, section)


def _joined(source: _Source, columns: list[Any], *, tags: bool) -> Select[Any]:
    entity = source.entity
    tables = (
        select(*columns)
        .select_from(entity)
        .join(Category, _same(entity, Category, entity.category_id))
        .join(TransactionType, _same(entity, TransactionType, entity.type_id))
    )
    return tables.join(_TAG, true()) if tags else tables


def _same(entity: Any, other: Any, key: Any) -> ColumnElement[bool]:
    return and_(other.household_id == entity.household_id, other.id == key)


def _conditions(shape: Shape) -> list[ColumnElement[bool]]:
    """Say a filter's conditions of the totals, as `filters.conditions` says them of the rows."""
    names, count, *_ = shape
    mine = MonthlyTotal.household_id == bindparam("household", type_=Uuid)
    chosen = [_pairs(count) if name == "sections" else _TESTS[name] for name in names]
    return [mine, MonthlyTotal.count > 0, *chosen]


def _pairs(count: int) -> ColumnElement[bool]:
    return or_(
        *(
            and_(
                MonthlyTotal.category_id == any_(bindparam(f"categories_{number}", type_=_IDS)),
                MonthlyTotal.type_id == any_(bindparam(f"types_{number}", type_=_IDS)),
            )
            for number in range(count)
        )
    )


def _began(unit: str) -> Callable[[_Source], ColumnElement[Any]]:
    # Through a timestamp without a zone: with one, the server's zone would move the day.
    return lambda source: cast(
        func.date_trunc(literal_column(f"'{unit}'"), cast(source.day, DateTime(timezone=False))),
        Date,
    )


def _part(name: str) -> Callable[[_Source], ColumnElement[Any]]:
    return lambda source: cast(func.date_part(literal_column(f"'{name}'"), source.day), Integer)


_IDS = ARRAY(Uuid)
_TESTS: dict[str, ColumnElement[bool]] = {
    "start": MonthlyTotal.month >= bindparam("start", type_=Date),
    "end": MonthlyTotal.month < bindparam("end", type_=Date),
    "type_ids": MonthlyTotal.type_id == any_(bindparam("type_ids", type_=_IDS)),
    "category_ids": MonthlyTotal.category_id == any_(bindparam("category_ids", type_=_IDS)),
    "account_ids": MonthlyTotal.account_id == any_(bindparam("account_ids", type_=_IDS)),
}
# One row for each tag, and one with '' for a transaction without any.
_TAG = (
    func.unnest(
        case(
            (Transaction.tags == cast([], ARRAY(Text)), cast([""], ARRAY(Text))),
            else_=Transaction.tags,
        )
    )
    .table_valued(column("tag", Text), name="tagged")
    .lateral()
)
_SPAN = (
    func.unnest(bindparam("starts", type_=ARRAY(Date)), bindparam("ends", type_=ARRAY(Date)))
    .table_valued("starts", "ends", with_ordinality="number", name="span")
    .render_derived()
)
_KEYS: dict[By, Callable[[_Source], Any]] = {
    By.CATEGORY: lambda source: source.entity.category_id,
    By.ACCOUNT: lambda source: source.entity.account_id,
    By.TYPE: lambda source: source.entity.type_id,
    By.MEMBER: lambda _: Transaction.member_id,
    By.PAYEE: lambda _: Transaction.payee,
    By.TAG: lambda _: _TAG.c.tag,
    By.WEEK: _began("week"),
    By.MONTH: _began("month"),
    By.YEAR: _began("year"),
    By.DAY: lambda source: source.day,
    By.WEEKDAY: _part("isodow"),
    By.MONTH_DAY: _part("day"),
}
