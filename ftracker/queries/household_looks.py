"""What the last looks at a household saw, and what is there now."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, func, select, text
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain.alerts import Topic
from ftracker.domain.household_looks import Last
from ftracker.models import Alert, ChangeSet, HouseholdLook, Notice, Refusal

_WAITING = text(
    "select count(*) from procrastinate_jobs where task_name = :task and status = 'todo'"
)


def last(session: Session) -> dict[bool, Last]:
    """Give the last look of the session's household, and by True the last whole one; one query."""
    rows = _LAST.rows(session, household=household_id(session))
    return {row[0]: Last(*row) for row in rows}


def seen(session: Session, since_id: UUID) -> str:
    """Tell what stands for all that is written down by now, counted from an id on."""
    return str(_SEEN.rows(session, household=household_id(session), since=since_id)[0][0])


def waiting(session: Session, task: str) -> int:
    """Count the jobs of one kind that wait; the session must stand outside of all books."""
    return int(session.scalar(_WAITING, {"task": task}) or 0)


def _there(since: Any) -> Any:
    """Count the deeds since an id: whoever commits late is counted all the same.

    What a person turned down is no deed, and ends what was said of prices.
    """
    sets, turned_down = ChangeSet, Refusal
    deeds = select(func.count()).where(sets.household_id == _HOUSEHOLD, sets.id >= since)
    refusals = select(func.count()).where(turned_down.household_id == _HOUSEHOLD)
    return func.concat(deeds.scalar_subquery(), "/", refusals.scalar_subquery())


def _misses_backup() -> Any:
    is_its = (Alert.household_id == Notice.household_id) & (Alert.id == Notice.alert_id)
    return exists(
        select(Notice.id)
        .join(Alert, is_its)
        .where(
            Notice.household_id == _HOUSEHOLD,
            Notice.gone_at.is_(None),
            Alert.topic == Topic.BACKUP_LATE.value,
        )
    )


_HOUSEHOLD: Any = bindparam("household", type_=Uuid)
_COLUMNS: tuple[Any, ...] = (
    HouseholdLook.is_whole,
    HouseholdLook.looked_at,
    HouseholdLook.day,
    HouseholdLook.again_at,
    HouseholdLook.seen,
    _there(HouseholdLook.since_id),
    _misses_backup(),
)
_LAST = Read(select(*_COLUMNS).where(HouseholdLook.household_id == _HOUSEHOLD))
_SEEN = Read(select(_there(bindparam("since", type_=Uuid))))
