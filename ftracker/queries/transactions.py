"""Lists of transactions: by filter, newest first, paged by key at the same cost at any depth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, tuple_
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import Transaction

LONGEST_PAGE = 500


Pairs = tuple[tuple[UUID, ...], tuple[UUID, ...]]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which transactions are meant; `start` belongs, `end` does not, amounts are inclusive.

    `sections` lists categories with the types that put them there; one of them must fit.
    """

    start: date | None = None
    end: date | None = None
    q: str = ""
    type_ids: tuple[UUID, ...] = ()
    category_ids: tuple[UUID, ...] = ()
    account_ids: tuple[UUID, ...] = ()
    sections: tuple[Pairs, ...] | None = None
    tag: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    split_id: UUID | None = None
    transfer_id: UUID | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One transaction, column by column."""

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


_COLUMNS = [getattr(Transaction, field.name) for field in fields(Line)]


def read_cursor(text: str) -> Cursor:
    """Read what `Cursor.text` wrote. Raises ValueError when it is something else."""
    newer = text.startswith("-")
    day, _, key = text.removeprefix("-").partition(".")
    return Cursor(date.fromisoformat(day), UUID(hex=key), newer)


def page(session: Session, wanted: Filter, *, limit: int = 50, at: Cursor | None = None) -> Page:
    """List one page of transactions, newest first; ties are broken by the id."""
    newer = at is not None and at.newer
    order = (Transaction.date, Transaction.id)
    statement = select(*_COLUMNS).where(*_conditions(session, wanted))
    statement = statement.order_by(*(order if newer else (c.desc() for c in order)))
    if at is not None:
        statement = statement.where(_beyond(at))
    rows = [Line(*row) for row in session.execute(statement.limit(limit + 1))]
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
    statement = _select(session, wanted, _COLUMNS).order_by(
        Transaction.date.desc(), Transaction.id.desc()
    )
    return [Line(*row) for row in session.execute(statement)]


def partners(session: Session, lines: Sequence[Line]) -> dict[UUID, Line]:
    """Find the other side of each transfer among `lines`, by transfer id; one query."""
    wanted = {line.transfer_id for line in lines if line.transfer_id}
    if not wanted:
        return {}
    mine = {line.id for line in lines}
    statement = _select(session, Filter(), _COLUMNS).where(Transaction.transfer_id.in_(wanted))
    found = [Line(*row) for row in session.execute(statement)]
    return {line.transfer_id: line for line in found if line.transfer_id and line.id not in mine}


def parts(session: Session, split_id: UUID) -> list[Line]:
    """List the active parts of a split in the order they were made."""
    statement = _select(session, Filter(split_id=split_id), _COLUMNS).order_by(Transaction.id)
    return [Line(*row) for row in session.execute(statement)]


def are_there_any(session: Session) -> bool:
    """Tell whether the household has any active transaction."""
    return bool(session.scalar(select(exists(_select(session, Filter(), [Transaction.id])))))


def line(session: Session, transaction_id: UUID) -> Line | None:
    """Read one transaction, active or not."""
    statement = select(*_COLUMNS).where(
        Transaction.household_id == household_id(session), Transaction.id == transaction_id
    )
    row = session.execute(statement).one_or_none()
    return Line(*row) if row else None


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
    return _select(session, wanted, columns)


def _select(session: Session, wanted: Filter, columns: Sequence[Any]) -> Select[Any]:
    return select(*columns).where(*_conditions(session, wanted))


def _conditions(session: Session, wanted: Filter) -> list[ColumnElement[bool]]:
    """Hide other households and, unless asked for, inactive rows; then filter."""
    # Said as the partial indexes say it: with IS TRUE the planner reads every row instead.
    active = Transaction.is_active.expression
    shown = active if wanted.active else ~active
    mine = Transaction.household_id == household_id(session)
    chosen = (
        test(value)
        for name, test in _TESTS.items()
        if (value := getattr(wanted, name)) not in (None, "", ())
        or (name == "sections" and value is not None)
    )
    return [mine, shown, *chosen]


def _mentions(words: str) -> ColumnElement[bool]:
    return or_(
        Transaction.payee.icontains(words, autoescape=True),
        Transaction.note.icontains(words, autoescape=True),
    )


def _beyond(at: Cursor) -> ColumnElement[bool]:
    here, there = tuple_(Transaction.date, Transaction.id), tuple_(at.day, at.id)
    return here > there if at.newer else here < there


def _cursor(lines: list[Line], index: int, *, newer: bool = False) -> Cursor:
    return Cursor(lines[index].date, lines[index].id, newer)


_TESTS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "start": lambda day: Transaction.date >= day,
    "end": lambda day: Transaction.date < day,
    "type_ids": Transaction.type_id.in_,
    "category_ids": Transaction.category_id.in_,
    "account_ids": Transaction.account_id.in_,
    "sections": lambda pairs: or_(
        false(),
        *(
            and_(Transaction.category_id.in_(categories), Transaction.type_id.in_(types))
            for categories, types in pairs
        ),
    ),
    "tag": lambda tag: Transaction.tags.contains([tag]),
    "min": lambda amount: Transaction.amount >= amount,
    "max": lambda amount: Transaction.amount <= amount,
    "split_id": lambda key: Transaction.split_id == key,
    "transfer_id": lambda key: Transaction.transfer_id == key,
    "q": _mentions,
}
