"""Every write is remembered: the flush of a tracked row writes its before and after.

Code cannot forget this. A tracked row that is flushed outside a deed is an error, and so is
a set-based write to a tracked table that does not say that it keeps the history itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table, event, insert, inspect, null, update
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.base import NO_VALUE

from ftracker.db.base import Base, Tracked, now
from ftracker.db.ids import new_id
from ftracker.db.scope import actor, household_id

# A column of this mark follows from other rows: it is no part of what was done.
DERIVED = "derived"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after a write; `before` is None for a new row, `after` for a gone one."""

    table: str
    row_id: UUID
    before: Row | None
    after: Row | None


@dataclass(slots=True)
class Deed:
    """A change set that is being written; its summary may be settled late."""

    id: UUID
    name: str
    summary: str
    undoes_id: UUID | None = None
    import_id: UUID | None = None
    written: int = 0


Follower = Callable[[Session, list[Change]], None]
_followers: dict[str, Follower] = {}


def follow(table: str, follower: Follower) -> None:
    """Call `follower` after each flush with the changes of one table, in the same transaction."""
    _followers[table] = follower


@contextmanager
def deed(
    session: Session,
    name: str,
    summary: str,
    *,
    undoes_id: UUID | None = None,
    import_id: UUID | None = None,
) -> Iterator[Deed]:
    """Open the change set that all writes inside belong to; a deed within a deed joins it.

    A deed that wrote nothing leaves no trace.
    """
    outer: Deed | None = session.info.get("deed")
    if outer is not None:
        yield outer
        session.flush()
        return
    current = Deed(new_id(), name, summary, undoes_id, import_id)
    session.info["deed"] = current
    try:
        yield current
        session.flush()
        if current.written:
            _write_change_set(session, current)
            session.info["last_deed"] = current.id
    finally:
        del session.info["deed"]


def last(session: Session) -> UUID | None:
    """Tell the change set that this session wrote last, if it wrote one."""
    return session.info.get("last_deed")


@contextmanager
def aside(session: Session) -> Iterator[None]:
    """Let deeds happen beside the one that a person asked for, which stays the last one."""
    before = last(session)
    yield
    session.info["last_deed"] = before


def written(session: Session, count: int) -> None:
    """Say that the current deed wrote rows with a set-based statement of its own."""
    _current(session).written += count


def forget(session: Session, row_ids: list[UUID]) -> None:
    """Erase what the history knows of rows that go for good, except that they were there."""
    rows = _table("change_rows")
    gone = rows.c.household_id == household_id(session), rows.c.row_id.in_(row_ids)
    session.connection().execute(update(rows).where(*gone).values(before=null(), after=null()))


def _write_change_set(session: Session, current: Deed) -> None:
    who = actor(session)
    row = {
        "household_id": household_id(session),
        "id": current.id,
        "at": now(),
        "user_id": who.user_id,
        "door": who.door,
        "deed": current.name,
        "summary": current.summary,
        "undoes_id": current.undoes_id,
        "import_id": current.import_id,
    }
    session.connection().execute(insert(_table("change_sets")), row)


@event.listens_for(Session, "before_flush")
def _look(session: Session, _: UOWTransaction, __: object) -> None:
    """Read the rows as they were; the flush itself raises versions and stamps."""
    session.info["before"] = {
        thing: _state(thing, old=True)
        for thing in (*session.dirty, *session.deleted)
        if isinstance(thing, Tracked)
    }


@event.listens_for(Session, "after_flush")
def _remember(session: Session, _: UOWTransaction) -> None:
    before: dict[Tracked, Row] = session.info.pop("before")
    things = [t for t in session.new if isinstance(t, Tracked)] + list(before)
    changes = [
        Change(_name(thing), _row_id(thing), before.get(thing), _after(session, thing))
        for thing in things
    ]
    if changed := [c for c in changes if c.before != c.after]:
        _keep(session, changed)


def _after(session: Session, thing: Tracked) -> Row | None:
    return None if thing in session.deleted else _state(thing, old=False)


def _keep(session: Session, changes: list[Change]) -> None:
    current = _current(session)
    rows = [
        {
            "household_id": household_id(session),
            "change_set_id": current.id,
            "seq": current.written + number,
            "table_name": change.table,
            "row_id": change.row_id,
            "before": change.before,
            "after": change.after,
        }
        for number, change in enumerate(changes)
    ]
    session.connection().execute(insert(_table("change_rows")), rows)
    current.written += len(rows)
    for table, follower in _followers.items():
        if mine := [change for change in changes if change.table == table]:
            follower(session, mine)


def _current(session: Session) -> Deed:
    found: Deed | None = session.info.get("deed")
    if found is None:
        raise RuntimeError("A tracked row was written outside a deed.")
    return found


def _state(thing: Tracked, *, old: bool) -> Row:
    """Read the columns of a row as JSON values, as they are or as they were before the flush."""
    state = inspect(thing)
    values = state.dict
    if old:
        values = values | {
            key: value
            for key, value in state.committed_state.items()
            # Set without being read first it has no old value; 12.50 for 12.5000 is no change.
            if value is not NO_VALUE and value != values.get(key)
        }
    return {name: as_json(values.get(key)) for key, name in _kept(state.mapper)}


@cache
def _kept(mapper: Mapper[Any]) -> list[tuple[str, str]]:
    """List the attributes that the history keeps, each with its column's name."""
    columns = [(attribute.key, attribute.columns[0]) for attribute in mapper.column_attrs]
    return [
        (key, column.name)
        for key, column in columns
        if column.computed is None and not column.info.get(DERIVED)
    ]


def as_json(value: Any) -> Any:
    """Write a column's value as JSON keeps it: exact, and read back by the column's type."""
    match value:
        case UUID() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case list():
            return [as_json(v) for v in value]
        case _:
            return value


def _name(thing: Tracked) -> str:
    return str(inspect(type(thing)).local_table.name)


def _row_id(thing: Tracked) -> UUID:
    values = inspect(thing).dict
    return UUID(str(values.get("id") or values["user_id"]))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


@event.listens_for(Session, "do_orm_execute")
def _refuse_silent_writes(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is None or not issubclass(mapper.class_, Tracked):
        return
    raise RuntimeError(f"A set-based write to {mapper.local_table} would leave no history.")
