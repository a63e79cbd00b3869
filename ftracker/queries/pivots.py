"""What a pivot table is made of: amounts by any two keys, and the largest of one."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Text, any_, bindparam, cast, func
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.domain.reports.pivots import Group, Measure, Plan
from ftracker.domain.reports.sums import By
from ftracker.queries import filters, sections, sum_sources
from ftracker.queries.filters import Filter, Shape
from ftracker.queries.sum_sources import KEYS, ROWS, TOTALS, Source

Among = Mapping[By, Sequence[str]]


def groups(
    session: Session, wanted: Filter, plan: Plan, axes: tuple[By, ...], among: Among
) -> list[Group]:
    """Sum a filter of the plan's sections by some axes, in no order.

    Of the payees and tags in `among` only these are asked for. Whole months by what the totals
    know are read from there.
    """
    median = plan.measure is Measure.MEDIAN
    source = TOTALS if not median and sum_sources.are_kept(wanted, axes) else ROWS
    read = _read(source, filters.shape(wanted), plan, axes, tuple(among))
    chosen = {f"among_{axis}": list(keys) for axis, keys in among.items()}
    rows = read.rows(session, **chosen, **filters.values(session, wanted))
    width = len(axes)
    # Nothing at all is one row without a sum, where nothing is grouped.
    return [
        Group(tuple(row[:width]), row[width], row[width + 1], *row[width + 2 :])
        for row in rows
        if row[width + 1]
    ]


def largest(
    session: Session, wanted: Filter, plan: Plan, axis: By, *, most: int
) -> tuple[list[Group], int]:
    """Sum a filter by one axis: give the largest groups, and how many there are in all.

    Largest are those with most transactions where the plan counts them, and else those whose sum
    is the farthest from nothing, for averages and medians too.
    """
    read = _largest(filters.shape(wanted), plan, axis)
    rows = read.rows(session, most=most, **filters.values(session, wanted))
    found = [Group((key,), amount, count, *more) for key, amount, count, _, *more in rows]
    return found, rows[0][3] if rows else 0


@lru_cache(maxsize=512)
def _read(
    source: Source, shape: Shape, plan: Plan, axes: Sequence[By], among: Sequence[By]
) -> Read:
    keys = [KEYS[one](source) for one in axes]
    amount = _signed(source, plan)
    count = cast(source.count, BigInteger)
    columns = [*keys, func.sum(amount), count, *_medians(amount, plan)]
    chosen = (
        KEYS[one](source) == any_(bindparam(f"among_{one}", type_=ARRAY(Text))) for one in among
    )
    statement = sum_sources.alone(source, shape, columns, axes).where(*chosen)
    return Read(statement.group_by(*keys) if keys else statement)


@lru_cache(maxsize=512)
def _largest(shape: Shape, plan: Plan, axis: By) -> Read:
    key = KEYS[axis](ROWS)
    amount = _signed(ROWS, plan)
    whole = func.sum(amount)
    columns = [key, whole, ROWS.count, func.count().over(), *_medians(amount, plan)]
    size = ROWS.count if plan.measure is Measure.COUNT else func.abs(whole)
    statement = sum_sources.alone(ROWS, shape, columns, (axis,)).group_by(key)
    return Read(statement.order_by(size.desc(), key).limit(bindparam("most")))


def _signed(source: Source, plan: Plan) -> Any:
    """Sign an amount as its section does; a filter of the plan's sections is sure to stand by."""
    return source.entity.amount * sections.sign_among(source.entity.direction, *plan.sections)


def _medians(amount: Any, plan: Plan) -> list[Any]:
    return [sum_sources.middle(amount)] if plan.measure is Measure.MEDIAN else []
