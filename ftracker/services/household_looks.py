"""Knows which households have to be looked at again, and remembers what a look saw."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ftracker.db import ids
from ftracker.db.scope import household_id
from ftracker.domain import household_looks as rules
from ftracker.domain.household_looks import LONGEST_DEED, Due
from ftracker.models import HouseholdLook
from ftracker.queries import channels
from ftracker.queries import household_looks as stored


@dataclass(frozen=True, slots=True)
class Seen:
    """What was there before a look began."""

    looked_at: datetime
    since_id: UUID
    seen: str


def due(
    session: Session, *, is_whole: bool, today: date, now: datetime, proven_at: datetime | None
) -> Due | None:
    """Tell which look at the household is due, if any; `is_whole` allows one that takes long.

    `proven_at` is when a backup was last seen to be whole. One query.
    """
    last = stored.last(session)
    for depth in (True, False) if is_whole else (False,):
        why = rules.why(last.get(depth), today=today, now=now, proven_at=proven_at)
        if why is not None:
            return Due(household_id(session), depth, why)
    return None


def begin(session: Session, *, now: datetime) -> Seen:
    """See what is there; to be asked before anything else of a look is read."""
    since_id = ids.first_of(now - LONGEST_DEED)
    return Seen(now, since_id, stored.seen(session, since_id))


def keep(
    session: Session, seen: Seen, *, is_whole: bool, today: date, again_at: datetime | None
) -> None:
    """Remember a look that is done, and sent what was due.

    Another one is due at `again_at`, or earlier when something waits to be sent.
    """
    moments = [at for at in (again_at, channels.next_due(session)) if at is not None]
    values = {
        "looked_at": seen.looked_at,
        "day": today,
        "since_id": seen.since_id,
        "seen": seen.seen,
        "again_at": min(moments, default=None),
    }
    depths = (False, True) if is_whole else (False,)
    rows = [{"household_id": household_id(session), "is_whole": depth} | values for depth in depths]
    statement = insert(HouseholdLook).values(rows)
    keys = [HouseholdLook.household_id, HouseholdLook.is_whole]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
