"""Undoing what was done, days later, as one change of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Column
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.db.base import Base, Tracked
from ftracker.db.history import Row
from ftracker.domain.errors import Conflict, NotFound
from ftracker.models import ChangeRow, ChangeSet, Transaction
from ftracker.queries import history as stored
from ftracker.services import ledger, soundness, statements, takebacks

CHANGED_SINCE = "Something in it was changed later. Undo the later change first."
STILL_USED = "Something else uses what would go. Undo that first."
GOVERNED = ("households", "memberships")
NOT_HERE = "Members and the household itself are changed in the settings, by an owner."
UNREAD = "What was there before cannot be read any more: {why}"
GONE = "What it changed was deleted for good and cannot come back."
PIECE = 1000


@dataclass(frozen=True, slots=True)
class _Step:
    """One row's way back, and its place in the order."""

    table: str
    row_id: UUID
    before: Row | None
    after: Row | None
    at: int


def undo(session: Session, change_set_id: UUID) -> ChangeSet:
    """Take back one change set as a new one, and give that; undoing an undo does it again.

    Raises NotFound, and Conflict when a later change touched the same rows: nothing changes then.
    """
    found = stored.change_set(session, change_set_id)
    if found is None:
        raise NotFound
    if found.import_id is not None:
        return takebacks.undo(session, found)
    ledger.hold(session)
    rows = stored.change_rows(session, change_set_id)
    # Undoing is an editor's; who may do what, and what all amounts are counted in, is not.
    if any(row.table_name in GOVERNED for row in rows):
        raise Conflict(NOT_HERE)
    summary = f"Undid: {found.summary}"
    with history.deed(session, "history.undo", summary, undoes_id=found.id) as deed:
        try:
            for table, steps in groupby(_steps(rows), key=lambda step: step.table):
                _take_back(session, _entity(table), list(steps))
        except IntegrityError as used:
            raise Conflict(STILL_USED) from used
        statements.follow(session, _moved(rows))
    return ChangeSet(id=deed.id, household_id=found.household_id, summary=deed.summary)


def _moved(rows: list[ChangeRow]) -> set[tuple[UUID, UUID, UUID]]:
    """Tell of which file transactions go from which account back to which other one."""
    pairs = [
        (row.before, row.after)
        for row in rows
        if row.table_name == Transaction.__tablename__ and row.before and row.after
    ]
    return {
        (UUID(after["import_id"]), UUID(after["account_id"]), UUID(before["account_id"]))
        for before, after in pairs
        if after["import_id"] and before["account_id"] != after["account_id"]
    }


def _steps(rows: list[ChangeRow]) -> list[_Step]:
    """Give each row's way back once, last change first, however often the deed wrote the row.

    What was made goes at the place where it began, after all that may point to it.
    """
    if any(row.before is None and row.after is None for row in rows):
        raise Conflict(GONE)
    steps: dict[UUID, _Step] = {}
    for row in rows:
        first = steps.get(row.row_id)
        before, at = (first.before, first.at) if first else (row.before, row.seq)
        at = at if before is None else row.seq
        steps[row.row_id] = _Step(row.table_name, row.row_id, before, row.after, at)
    moved = [step for step in steps.values() if step.before or step.after]
    return sorted(moved, key=lambda step: -step.at)


def _take_back(session: Session, entity: type[Tracked], steps: list[_Step]) -> None:
    for start in range(0, len(steps), PIECE):
        piece = steps[start : start + PIECE]
        present = stored.present(session, entity, [step.row_id for step in piece])
        for step in piece:
            _step_back(session, entity, step, present.get(step.row_id))
            # Only transactions come by the thousand; the rest is little, and may point to itself.
            if entity is not Transaction:
                session.flush()
        session.flush()


def _step_back(
    session: Session, entity: type[Tracked], step: _Step, present: Tracked | None
) -> None:
    if not _is_as_left(entity, step.after, present):
        raise Conflict(CHANGED_SINCE)
    if step.before is None:
        session.delete(present)
        return
    values = _values(entity, step.before)
    row = present or entity(**values)
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    if why := soundness.flaw(row):
        raise Conflict(UNREAD.format(why=why))


def _is_as_left(entity: type[Tracked], after: Row | None, present: Tracked | None) -> bool:
    """Tell whether a row is what the deed left; a later change that was undone is none."""
    if after is None or present is None:
        return after is None and present is None
    if present.version == after["version"]:
        return True
    return all(getattr(present, name) == value for name, value in _values(entity, after).items())


def _values(entity: type[Tracked], row: Row) -> dict[str, Any]:
    """Read a row's JSON back into attributes; version and stamp are the database's own."""
    mapper = entity.__mapper__  # type: ignore[attr-defined]
    return {
        attribute.key: _from_json(attribute.columns[0], row[attribute.columns[0].name])
        for attribute in mapper.column_attrs
        if attribute.columns[0].name in row
        and attribute.columns[0].name not in ("version", "updated_at")
    }


def _from_json(column: Column[Any], value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    kind = column.type.python_type
    if kind in (UUID, Decimal):
        return kind(value)
    return kind.fromisoformat(value) if kind in (date, datetime) else value


def _entity(table: str) -> type[Tracked]:
    mappers = Base.registry.mappers
    return next(m.class_ for m in mappers if getattr(m.local_table, "name", "") == table)
