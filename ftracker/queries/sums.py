"""Sums by whatever a report groups them by: from the totals where those can tell, else the rows."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Date, Select, bindparam, func, select, true
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.domain.kinds import Section
from ftracker.domain.reports.ranges import Range, parts
from ftracker.domain.reports.sums import By, Sum
from ftracker.queries import filters, sections, sum_sources
from ftracker.queries.filters import Filter, Shape
from ftracker.queries.sum_sources import KEYS, ROWS, TOTALS, Source


def by(session: Session, wanted: Filter, *dimensions: By) -> list[Sum]:
    """Sum what counts in a section, grouped by some dimensions and by section, in no order.

    Transfers count nowhere. Whole months that are filtered and grouped by what the totals know
    are read from the totals: the cost grows with months and categories, not with transactions.
    """
    kept = sum_sources.are_kept(wanted, dimensions)
    read = _read(TOTALS if kept else ROWS, filters.shape(wanted), dimensions)
    rows = read.rows(session, **filters.values(session, wanted))
    return [_sum(row, len(dimensions)) for row in rows]


def over(
    session: Session, wanted: Filter, days: Sequence[Range], *dimensions: By
) -> list[list[Sum]]:
    """Sum each of some ranges, grouped by dimensions, in no order; periods may be among them.

    It takes one statement, or two where whole months are known and others are not; the same keys
    may then stand in a range up to thrice. Days of the filter's own are left aside.
    """
    among = replace(wanted, start=None, end=None)
    shape = filters.shape(among)
    kept = sum_sources.are_kept(among, dimensions)
    found: list[list[Sum]] = [[] for _ in days]
    cuts = [(at, cut) for at, one in enumerate(days) for cut in (parts(one) if kept else [one])]
    for source, is_whole in ((TOTALS, True), (ROWS, False)):
        mine = [(at, cut) for at, cut in cuts if (kept and cut.months is not None) is is_whole]
        if not mine:
            continue
        read = _read_each(source, shape, dimensions)
        spans = {"starts": [cut.start for _, cut in mine], "ends": [cut.end for _, cut in mine]}
        for number, *row in read.rows(session, **filters.values(session, among), **spans):
            found[mine[number - 1][0]].append(_sum(row, len(dimensions)))
    return found


def _sum(row: Sequence[Any], width: int) -> Sum:
    section, amount, count = row[width:]
    return Sum(tuple(row[:width]), Section(section), amount, int(count))


@lru_cache(maxsize=512)
def _read(source: Source, shape: Shape, dimensions: Sequence[By]) -> Read:
    """Write the SELECT, once for each combination of source, filters and dimensions."""
    return Read(_statement(source, shape, dimensions))


@lru_cache(maxsize=512)
def _read_each(source: Source, shape: Shape, dimensions: Sequence[By]) -> Read:
    """Write the SELECT of several ranges, each looked up by itself."""
    within = (source.day >= _SPAN.c.starts, source.day < _SPAN.c.ends)
    # A LATERAL of its own: a join by days would be planned as one pass over all that there is.
    inner = _statement(source, shape, dimensions).where(*within).lateral("found")
    return Read(select(_SPAN.c.number, inner).select_from(_SPAN.join(inner, true())))


def _statement(source: Source, shape: Shape, dimensions: Sequence[By]) -> Select[Any]:
    signed = source.entity.amount * sections.sign()
    section = sections.section()
    keys = [KEYS[one](source) for one in dimensions]
    named = [key.label(f"key_{number}") for number, key in enumerate(keys)]
    amounts = (func.sum(signed).label("amount"), source.count.label("count"))
    columns = [*named, section.label("section"), *amounts]
    statement = sum_sources.joined(source, shape, columns, dimensions)
    return statement.where(section != Section.NONE.value).group_by(*keys, section)


_SPAN = (
    func.unnest(bindparam("starts", type_=ARRAY(Date)), bindparam("ends", type_=ARRAY(Date)))
    .table_valued("starts", "ends", with_ordinality="number")
    .render_derived(name="span")
)
