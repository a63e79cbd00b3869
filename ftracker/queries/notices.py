"""What alerts have said, and what each member has read of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from ftracker.db.scope import actor, household_id
from ftracker.models import Alert, Notice, NoticeReading

CURSOR = r"^[0-9]{1,17}\.[0-9a-f]{32}$"
_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One thing that was said, and what the asking member did about it.

    `gone_at` is when it ceased to be true. `facts` are label, value, kind and href of each.
    """

    id: UUID
    alert_id: UUID
    topic: str
    subject_id: UUID | None
    key: str
    title: str
    body: str
    facts: list[dict[str, Any]]
    href: str
    said_at: datetime
    gone_at: datetime | None
    read_at: datetime | None
    snoozed_until: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """What was said under a key before, as far as the next look needs it."""

    id: UUID
    alert_id: UUID
    key: str
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Notices newest first, and where the older ones begin; None at the end."""

    lines: list[NoticeLine]
    older: str | None


def page(
    session: Session, *, gone: bool | None = None, limit: int = 50, at: str = ""
) -> NoticePage:
    """List notices newest first, with what the session's member did about each.

    `gone` chooses those that are true no more, or those that are. `at` is a cursor, which looks
    like `CURSOR`.
    """
    statement = _lines(session)
    if gone is not None:
        statement = statement.where(Notice.gone_at.is_not(None) if gone else _is_open())
    if at:
        statement = statement.where(tuple_(Notice.said_at, Notice.id) < _place(at))
    statement = statement.order_by(Notice.said_at.desc(), Notice.id.desc()).limit(limit + 1)
    rows = [NoticeLine(*row) for row in session.execute(statement)]
    lines = rows[:limit]
    return NoticePage(lines, _cursor(lines[-1]) if len(rows) > limit else None)


def line(session: Session, notice_id: UUID) -> NoticeLine | None:
    """Read one notice, with what the session's member did about it."""
    row = session.execute(_lines(session).where(Notice.id == notice_id)).one_or_none()
    return NoticeLine(*row) if row else None


def said(session: Session, keys: list[str]) -> list[Said]:
    """List the notices that are open, and those that were ever said under one of some keys."""
    columns = [getattr(Notice, name) for name in Said.__slots__]
    statement = select(*columns).where(
        Notice.household_id == household_id(session), or_(_is_open(), Notice.key.in_(keys))
    )
    return [Said(*row) for row in session.execute(statement.order_by(Notice.id))]


def unread_ids(session: Session, *, now: datetime) -> list[UUID]:
    """List the open notices that the session's member has neither read nor put off."""
    mine = household_id(session)
    statement = select(Notice.id).where(
        Notice.household_id == mine, _is_open(), _is_unread(mine, actor(session).user_id, now)
    )
    return list(session.scalars(statement.order_by(Notice.id)))


def unread(
    household: SQLColumnExpression[UUID],
    user: SQLColumnExpression[UUID],
    now: ColumnElement[datetime],
) -> ColumnElement[int]:
    """Count, as a part of another SELECT, the open notices that somebody has yet to read."""
    return (
        select(func.count())
        .select_from(Notice)
        .where(Notice.household_id == household, _is_open(), _is_unread(household, user, now))
        .correlate_except(Notice)
        .scalar_subquery()
    )


def _lines(session: Session) -> Select[Any]:
    source: dict[str, InstrumentedAttribute[Any]] = {
        "topic": Alert.topic,
        "read_at": NoticeReading.read_at,
        "snoozed_until": NoticeReading.snoozed_until,
    }
    columns = [source.get(name) or getattr(Notice, name) for name in NoticeLine.__slots__]
    read = and_(
        NoticeReading.household_id == Notice.household_id,
        NoticeReading.notice_id == Notice.id,
        NoticeReading.user_id == actor(session).user_id,
    )
    alert = (Alert.household_id == Notice.household_id) & (Alert.id == Notice.alert_id)
    return (
        select(*columns)
        .join(Alert, alert)
        .outerjoin(NoticeReading, read)
        .where(Notice.household_id == household_id(session))
    )


def _is_open() -> ColumnElement[bool]:
    return Notice.gone_at.is_(None)


def _is_unread(household: Any, user: Any, now: Any) -> ColumnElement[bool]:
    read = exists().where(
        NoticeReading.household_id == household,
        NoticeReading.notice_id == Notice.id,
        NoticeReading.user_id == user,
        or_(NoticeReading.read_at.is_not(None), NoticeReading.snoozed_until > now),
    )
    return ~read.correlate_except(NoticeReading)


def _cursor(line: NoticeLine) -> str:
    return f"{(line.said_at - _EPOCH) // _TICK}.{line.id.hex}"


def _place(text: str) -> Any:
    ticks, _, key = text.rpartition(".")
    return tuple_(literal(_EPOCH + int(ticks) * _TICK), literal(UUID(hex=key)))
