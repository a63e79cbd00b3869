"""Lists of transactions: by filter, newest first, paged by key at the same cost at any depth."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Integer, Select, Uuid, bindparam, exists, or_, select, tuple_
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.models import Transaction
from ftracker.queries import filters
from ftracker.queries.filters import Filter, Pairs, Shape

__all__ = ["Filter", "Pairs"]

LONGEST_PAGE = 500


class Line(NamedTuple):
    """One transaction, column by column; a tuple, as lists are made of many."""

    id: UUID
    date: date
    amount: Decimal
    direction: str
    type_id: UUID
    category_id: UUID
    account_id: UUID
    payee: str
    note: str
    tags: list[str]
    split_id: UUID | None
    transfer_id: UUID | None
    reconciliation_id: UUID | None
    member_id: UUID | None
    is_active: bool
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after this day and id, or before them when `newer`."""

    day: date
    id: UUID
    newer: bool = False

    @property
    def text(self) -> str:
        """The cursor as the address carries it."""
        return f"{'-' if self.newer else ''}{self.day:%Y%m%d}.{self.id.hex}"


@dataclass(frozen=True, slots=True)
class Page:
    """Transactions newest first, and the cursors of the pages around; None at either end."""

    lines: list[Line]
    older: Cursor | None
    newer: Cursor | None


_COLUMNS = [getattr(Transaction, name) for name in Line._fields]


def read_cursor(text: str) -> Cursor:
    """Read what `Cursor.text` wrote. Raises ValueError when it is something else."""
    newer = text.startswith("-")
    day, _, key = text.removeprefix("-").partition(".")
    return Cursor(date.fromisoformat(day), UUID(hex=key), newer)


def page(session: Session, wanted: Filter, *, limit: int = 50, at: Cursor | None = None) -> Page:
    """List one page of transactions, newest first; ties are broken by the id."""
    newer = at is not None and at.newer
    read = _page(filters.shape(wanted), deeper=at is not None, newer=newer)
    place = {"at_day": at.day, "at_id": at.id} if at is not None else {}
    values = filters.values(session, wanted) | place
    rows = [Line(*row) for row in read.rows(session, most=limit + 1, **values)]
    more, lines = len(rows) > limit, rows[:limit]
    if newer:
        lines.reverse()
    return Page(
        lines,
        _cursor(lines, -1) if lines and (more or newer) else None,
        _cursor(lines, 0, newer=True) if lines and at is not None and (more or not newer) else None,
    )


def everything(session: Session, wanted: Filter) -> list[Line]:
    """List all transactions of a filter that is known to be small, newest first."""
    statement = selecting(session, wanted, _COLUMNS).order_by(
        Transaction.date.desc(), Transaction.id.desc()
    )
    return [Line(*row) for row in session.execute(statement)]


def partners(session: Session, lines: Sequence[Line]) -> dict[UUID, Line]:
    """Find the other side of each transfer that has only one side among `lines`."""
    sides = Counter(line.transfer_id for line in lines if line.transfer_id)
    wanted = [key for key, count in sides.items() if count == 1]
    if not wanted:
        return {}
    mine = {line.id for line in lines}
    statement = selecting(session, Filter(), _COLUMNS).where(Transaction.transfer_id.in_(wanted))
    found = [Line(*row) for row in session.execute(statement)]
    return {line.transfer_id: line for line in found if line.transfer_id and line.id not in mine}


def parts(session: Session, split_id: UUID) -> list[Line]:
    """List the active parts of a split in the order they were made."""
    statement = selecting(session, Filter(split_id=split_id), _COLUMNS).order_by(Transaction.id)
    return [Line(*row) for row in session.execute(statement)]


def are_there_any(session: Session) -> bool:
    """Tell whether the household has any active transaction."""
    return bool(session.scalar(select(exists(selecting(session, Filter(), [Transaction.id])))))


def line(session: Session, transaction_id: UUID) -> Line | None:
    """Read one transaction, active or not."""
    statement = select(*_COLUMNS).where(
        Transaction.household_id == household_id(session), Transaction.id == transaction_id
    )
    row = session.execute(statement).one_or_none()
    return Line(*row) if row else None


def lines(session: Session, ids: Sequence[UUID]) -> list[Line]:
    """Read the active transactions of these, in the order of the ids given."""
    statement = selecting(session, Filter(), _COLUMNS).where(Transaction.id.in_(ids))
    found = {row.id: Line(*row) for row in session.execute(statement)}
    return [found[key] for key in ids if key in found]


def rows(session: Session, ids: Sequence[UUID]) -> list[Transaction]:
    """Load the transactions that exist of these, in the order of their ids."""
    statement = (
        select(Transaction)
        .where(Transaction.household_id == household_id(session), Transaction.id.in_(ids))
        .order_by(Transaction.id)
    )
    return list(session.scalars(statement))


def for_update(session: Session, ids: Sequence[UUID]) -> list[Transaction]:
    """Load and lock transactions, active or not, in the order of their ids."""
    statement = (
        select(Transaction)
        .where(Transaction.household_id == household_id(session), Transaction.id.in_(ids))
        .order_by(Transaction.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def group_for_update(
    session: Session, *, transfer_ids: Sequence[UUID] = (), split_ids: Sequence[UUID] = ()
) -> list[Transaction]:
    """Load and lock all sides of transfers and all parts of splits, in the order of their ids."""
    statement = (
        select(Transaction)
        .where(
            Transaction.household_id == household_id(session),
            or_(Transaction.transfer_id.in_(transfer_ids), Transaction.split_id.in_(split_ids)),
        )
        .order_by(Transaction.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def selecting(session: Session, wanted: Filter, columns: Sequence[Any]) -> Select[Any]:
    """Give the one SELECT on transactions that all others begin with."""
    return _selecting(filters.shape(wanted), columns).params(**filters.values(session, wanted))


def _selecting(shape: Shape, columns: Sequence[Any]) -> Select[Any]:
    return select(*columns).where(*filters.conditions(shape))


@lru_cache(maxsize=256)
def _page(shape: Shape, *, deeper: bool, newer: bool) -> Read:
    """Write the SELECT of a page, once for each combination of filters."""
    order = (Transaction.date, Transaction.id)
    statement = _selecting(shape, _COLUMNS)
    if deeper:
        here = tuple_(*order)
        there = tuple_(bindparam("at_day", type_=Date), bindparam("at_id", type_=Uuid))
        statement = statement.where(here > there if newer else here < there)
    statement = statement.order_by(*(order if newer else (c.desc() for c in order)))
    return Read(statement.limit(bindparam("most", type_=Integer)))


def _cursor(lines: list[Line], index: int, *, newer: bool = False) -> Cursor:
    return Cursor(lines[index].date, lines[index].id, newer)
