"""Sums by payee: the largest of them, and the whole, in one pass over the rows."""

from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.domain.kinds import Section
from ftracker.domain.reports.payees import Largest, PayeeSum, Rest
from ftracker.domain.reports.sums import By
from ftracker.models import Transaction
from ftracker.queries import filters, sections, sum_sources
from ftracker.queries.filters import Filter, Shape
from ftracker.queries.sum_sources import ROWS


def largest(session: Session, wanted: Filter, *, most: int) -> Largest:
    """Sum what a filter of one section lets through by payee; transfers count nowhere.

    The largest come first, ties by name. Payees are one where their letters are, large or small.
    """
    read = _read(filters.shape(wanted))
    rows = read.rows(session, most=most, **filters.values(session, wanted))
    if not rows:
        return Largest((), Rest())
    payees = tuple(PayeeSum(tuple(row[0]), *row[1:4]) for row in rows)
    return Largest(payees, Rest(*rows[0][4:]))


@lru_cache(maxsize=128)
def _read(shape: Shape) -> Read:
    """Add up what is spelt alike first: there is far less of that to be made small."""
    columns = (
        Transaction.payee,
        func.sum(Transaction.amount * sections.sign()).label("amount"),
        func.count().label("count"),
        func.max(Transaction.date).label("date"),
    )
    spelt = (
        sum_sources.joined(ROWS, shape, columns, [By.PAYEE])
        .where(sections.section() != Section.NONE.value)
        .group_by(Transaction.payee)
        .subquery("spelt")
    )
    amount, count = func.sum(spelt.c.amount), _whole(func.sum(spelt.c.count))
    usual = aggregate_order_by(spelt.c.payee, spelt.c.count.desc(), spelt.c.payee)
    name = func.lower(spelt.c.payee)
    return Read(
        select(
            func.array_agg(usual),
            amount,
            count,
            func.max(spelt.c.date),
            func.sum(amount).over(),
            _whole(func.sum(func.sum(spelt.c.count)).over()),
            func.count().over(),
        )
        .group_by(name)
        .order_by(amount.desc(), name)
        .limit(bindparam("most"))
    )


def _whole(number: Any) -> Any:
    return cast(number, BigInteger)
