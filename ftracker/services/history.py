"""Undoing what was done, days later, as one change of its own."""

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
from ftracker.models import ChangeRow, ChangeSet
from ftracker.queries import history as stored
from ftracker.services import importer

CHANGED_SINCE = "Something in it was changed later. Undo the later change first."
STILL_USED = "Something else uses what would go. Undo that first."
GOVERNED = ("households", "memberships")
NOT_HERE = "Members and the household itself are changed in the settings, by an owner."
GONE = "What it changed was deleted for good and cannot come back."


def undo(session: Session, change_set_id: UUID) -> ChangeSet:
    """Take back one change set as a new one, and give that; undoing an undo does it again.

    Raises NotFound, and Conflict when a later change touched the same rows: nothing changes then.
    """
    found = stored.change_set(session, change_set_id)
    if found is None:
        raise NotFound
    if found.import_id is not None:
        return importer.undo(session, found)
    rows = stored.change_rows(session, change_set_id)
    # Undoing is an editor's; who may do what, and what all amounts are counted in, is not.
    if any(row.table_name in GOVERNED for row in rows):
        raise Conflict(NOT_HERE)
    summary = f"Undid: {found.summary}"
    with history.deed(session, "history.undo", summary, undoes_id=found.id) as deed:
        try:
            for _, table_rows in groupby(reversed(rows), key=lambda row: row.table_name):
                for row in table_rows:
                    _take_back(session, row)
                session.flush()
        except IntegrityError as used:
            raise Conflict(STILL_USED) from used
    return ChangeSet(id=deed.id, household_id=found.household_id, summary=deed.summary)


def _take_back(session: Session, row: ChangeRow) -> None:
    if row.before is None and row.after is None:
        raise Conflict(GONE)
    entity = _entity(row.table_name)
    present = stored.present(session, entity, row)
    _check_untouched(present, row)
    if row.before is None:
        session.delete(present)
    elif present is None:
        session.add(entity(**_values(entity, row.before)))
    else:
        for name, value in _values(entity, row.before).items():
            setattr(present, name, value)


def _check_untouched(present: Tracked | None, row: ChangeRow) -> None:
    left = row.after["version"] if row.after else None
    if left != (present.version if present else None):
        raise Conflict(CHANGED_SINCE)


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
