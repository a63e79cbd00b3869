"""Many transactions at once: each deed one set-based statement that keeps the totals in step.

And who writes beside whom: rows, totals and names are locked on the way, so that two deeds which
change what is there could wait for each other for ever if both were let in.
"""

from collections.abc import Sequence
from typing import Any
from typing import cast as cast_type
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    DateTime,
    Select,
    Table,
    cast,
    delete,
    exists,
    func,
    literal,
    select,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import locks, scope
from ftracker.db.base import now
from ftracker.db.scope import household_id
from ftracker.models import Account, Category, MonthlyTotal, Transaction
from ftracker.queries import history as written
from ftracker.services import shadows
from ftracker.services.staging import LEFT, ROWS

_MOVES = cast_type("Table", Transaction.__table__)
_TOTALS = cast_type("Table", MonthlyTotal.__table__)
_KEY = ("category_id", "account_id", "type_id", "direction")
_TAKEN = (
    "id", "date", "amount", *_KEY, "payee", "note", "tags", "fingerprint", "reference",
    "import_line",
)  # fmt: skip


def hold(session: Session) -> None:
    """Let nobody else write the household's transactions until this one ends."""
    locks.hold(session, "ledger", household_id(session))


def share(session: Session) -> None:
    """Add transactions beside others who add; whoever changes some goes before or after."""
    locks.share(session, "ledger", household_id(session))


def needed(session: Session, ids: Sequence[UUID], first: int = 0) -> set[UUID]:
    """Tell which of these categories and accounts a staged row that comes in points to.

    Rows before the `first` are left out; they count from 0.
    """
    if not ids:
        return set()
    used = [
        select(column).where(column.in_(ids), ROWS.c.number >= first, _comes_in())
        for column in (ROWS.c.category_id, ROWS.c.account_id)
    ]
    return set(session.connection().execute(union(*used)).scalars())


def insert(session: Session, import_id: UUID, *, member_id: UUID | None = None) -> int:
    """Book the staged rows that nothing keeps out, as written down by a member; gives how many."""
    mine, at = household_id(session), now()
    same = {
        "household_id": mine, "import_id": import_id, "member_id": member_id, "is_active": True,
        "version": 1, "created_at": at, "updated_at": at,
    }  # fmt: skip
    values = [literal(value, _MOVES.c[name].type) for name, value in same.items()]
    source = select(*(ROWS.c[name] for name in _TAKEN), *values).where(_comes_in())
    booked = (
        pg_insert(_MOVES)
        .from_select([*_TAKEN, *same], source, include_defaults=False)
        .on_conflict_do_nothing(
            index_elements=[_MOVES.c.household_id, _MOVES.c.fingerprint],
            index_where=_MOVES.c.fingerprint.is_not(None),
        )
    )
    if scope.is_spread(session):
        return shadows.book(session, booked, import_id)
    added = booked.returning(*_returned(_MOVES)).cte("added")
    return _count(session, added, _more(added, mine).cte("kept"))


def total(session: Session) -> None:
    """Add all staged rows, which are booked already, to the totals."""
    staged = select(*_returned(ROWS)).cte("staged")
    session.connection().execute(_more(staged, household_id(session)))


def remove(session: Session, import_id: UUID) -> int:
    """Take the transactions of an import out of the books for good; gives how many."""
    mine = household_id(session)
    gone = (
        delete(_MOVES)
        .where(_MOVES.c.household_id == mine, _MOVES.c.import_id == import_id)
        .returning(*_returned(_MOVES))
        .cte("gone")
    )
    sums = _sums(gone).cte("sums")
    same = [_TOTALS.c[name] == sums.c[name] for name in ("month", *_KEY)]
    kept = (
        update(_TOTALS)
        .where(_TOTALS.c.household_id == mine, *same)
        .values(amount=_TOTALS.c.amount - sums.c.amount, count=_TOTALS.c["count"] - sums.c["count"])
        .cte("kept")
    )
    count = _count(session, gone, kept)
    empty = delete(_TOTALS).where(_TOTALS.c.household_id == mine, _TOTALS.c["count"] == 0)
    session.connection().execute(empty)
    return count


def remove_created(session: Session, change_set_id: UUID) -> None:
    """Take away the categories and accounts that a change set made, unless something uses them."""
    for row in reversed(written.change_rows(session, change_set_id)):
        key = (row.household_id, row.row_id)
        is_category = row.table_name == "categories"
        thing = session.get(Category, key) if is_category else session.get(Account, key)
        if thing is not None and thing.version == 1:
            _remove_unused(session, thing)


def created_account(session: Session, change_set_id: UUID | None, account_id: UUID | None) -> str:
    """Give the name under which a change set made an account, '' when it did not make it."""
    rows = written.change_rows(session, change_set_id) if change_set_id else []
    names = [r.after["name"] for r in rows if r.row_id == account_id and r.after is not None]
    return str(names[0]) if names else ""


def _remove_unused(session: Session, thing: Category | Account) -> None:
    try:
        with session.begin_nested():
            session.delete(thing)
    except IntegrityError:
        # Somebody gave it to another transaction: then it stays.
        session.expire(thing)


def _comes_in() -> ColumnElement[bool]:
    return ~exists().where(LEFT.c.number == ROWS.c.number)


def _returned(of: Table) -> list[ColumnElement[Any]]:
    month = cast(func.date_trunc("month", cast(of.c.date, DateTime)), Date).label("month")
    return [month, *(of.c[name] for name in (*_KEY, "amount"))]


def _more(moved: CTE, mine: UUID) -> Insert:
    """Add moved rows to the totals."""
    sums = _sums(moved).cte("sums")
    more = pg_insert(_TOTALS).from_select(
        ["household_id", "month", *_KEY, "amount", "count"],
        select(literal(mine, _TOTALS.c.household_id.type), *_columns(sums)),
        include_defaults=False,
    )
    return more.on_conflict_do_update(
        index_elements=list(_TOTALS.primary_key.columns),
        set_={
            "amount": _TOTALS.c.amount + more.excluded.amount,
            "count": _TOTALS.c.count + more.excluded.count,
        },
    )


def _sums(moved: CTE) -> Select[Any]:
    """Add moved rows up by the key of the totals, in its order, so that locks are taken alike."""
    key = [moved.c[name] for name in ("month", *_KEY)]
    sums = select(*key, func.sum(moved.c.amount).label("amount"), func.count().label("count"))
    return sums.group_by(*key).order_by(*key)


def _columns(sums: CTE) -> list[ColumnElement[Any]]:
    return [sums.c[name] for name in ("month", *_KEY, "amount", "count")]


def _count(session: Session, moved: CTE, kept: CTE) -> int:
    statement = select(func.count()).select_from(moved).add_cte(kept)
    return session.connection().execute(statement).scalar_one()
