"""What was done, and what the rows are now that it touched."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db.base import Tracked
from ftracker.db.scope import household_id
from ftracker.models import ChangeRow, ChangeSet, Household


def change_set(session: Session, change_set_id: UUID) -> ChangeSet | None:
    """Read one change set of the household."""
    return session.get(ChangeSet, (household_id(session), change_set_id))


def change_rows(session: Session, change_set_id: UUID) -> list[ChangeRow]:
    """List the rows of a change set in the order they were written."""
    statement = (
        select(ChangeRow)
        .where(
            ChangeRow.household_id == household_id(session),
            ChangeRow.change_set_id == change_set_id,
        )
        .order_by(ChangeRow.seq)
    )
    return list(session.scalars(statement))


def present(session: Session, entity: type[Tracked], row: ChangeRow) -> Tracked | None:
    """Load and lock the row that a change touched, as it is now; None when it is gone."""
    key: UUID | tuple[UUID, UUID] = (row.household_id, row.row_id)
    if entity is Household:
        key = row.household_id
    return session.get(entity, key, with_for_update=True, populate_existing=True)
