"""What a member does about what was said: read it, put it off, hear no more of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ftracker.db.scope import actor, household_id
from ftracker.domain import cadences
from ftracker.domain.alerts import Topic
from ftracker.domain.cadences import Cadence
from ftracker.domain.errors import NotFound
from ftracker.models import NoticeReading
from ftracker.queries import notices as stored
from ftracker.queries import plans
from ftracker.queries.notices import NoticeLine
from ftracker.services import alerts

SNOOZES = ("day", "week", "period")


def shown(session: Session, notice_id: UUID) -> NoticeLine:
    """Give one notice. Raises NotFound."""
    line = stored.line(session, notice_id)
    if line is None:
        raise NotFound
    return line


def read(session: Session, notice_id: UUID, *, now: datetime) -> None:
    """Say that the session's member has read a notice. Raises NotFound."""
    shown(session, notice_id)
    _note(session, [notice_id], read_at=now, snoozed_until=None)


def read_all(session: Session, *, now: datetime) -> int:
    """Say that the session's member has read all that is open; gives how many those were."""
    ids = stored.unread_ids(session, now=now)
    _note(session, ids, read_at=now, snoozed_until=None)
    return len(ids)


def snooze(session: Session, notice_id: UUID, *, until: datetime | None) -> None:
    """Let a notice be unread again from a moment on; None makes it unread now. Raises NotFound."""
    shown(session, notice_id)
    _note(session, [notice_id], read_at=None, snoozed_until=until)


def until(session: Session, word: str, *, today: date, now: datetime) -> datetime:
    """Give the moment that a day, a week, or the rest of the household's period lasts to."""
    if word == "period":
        plan = plans.stored(session)
        cadence = Cadence(plan.cadence) if plan else Cadence.MONTH
        span = cadences.containing(today, cadence, plans.clock(plan))
        return now + (span.end - today)
    return now + timedelta(days=1 if word == "day" else 7)


def mute(session: Session, notice_id: UUID) -> None:
    """Hear no more of what a notice is about from its alert. Raises NotFound."""
    line = shown(session, notice_id)
    alerts.silence(session, Topic(line.topic), line.subject_id, line.alert_id)


def _note(
    session: Session,
    ids: Sequence[UUID],
    *,
    read_at: datetime | None,
    snoozed_until: datetime | None,
) -> None:
    if not ids:
        return
    said = {"read_at": read_at, "snoozed_until": snoozed_until}
    mine = {"household_id": household_id(session), "user_id": actor(session).user_id}
    rows = [mine | said | {"notice_id": key} for key in ids]
    statement = insert(NoticeReading).values(rows)
    keys = ["household_id", "notice_id", "user_id"]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=said))
