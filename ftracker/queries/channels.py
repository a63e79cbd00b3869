"""Where members want to hear of notices, and what waits to go there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from ftracker.db.scope import actor, household_id
from ftracker.models import Channel, Delivery, Notice, NoticeReading, User


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel of the asking member; `failure` says why it did not work last."""

    id: UUID
    kind: str
    name: str
    address: str
    pace: str
    digest_time: time
    quiet_from: time | None
    quiet_to: time | None
    timezone: str
    is_muted: bool
    failure: str
    version: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes through one channel at one moment, together."""

    channel_id: UUID
    due_at: datetime
    attempts: int
    notice_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A notice as it is sent."""

    id: UUID
    title: str
    body: str
    href: str


def mine(session: Session) -> list[ChannelLine]:
    """List the channels of the session's member, the oldest first."""
    return [ChannelLine(*row) for row in session.execute(_lines(session))]


def one(session: Session, channel_id: UUID) -> ChannelLine | None:
    """Read a channel of the session's member."""
    row = session.execute(_lines(session).where(Channel.id == channel_id)).one_or_none()
    return ChannelLine(*row) if row else None


def for_update(session: Session, channel_id: UUID) -> Channel | None:
    """Load and lock a channel of the session's member."""
    statement = select(Channel).where(
        Channel.household_id == household_id(session),
        Channel.id == channel_id,
        Channel.user_id == actor(session).user_id,
    )
    statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).one_or_none()


def listening(session: Session) -> list[Channel]:
    """Load the channels of the household that are not muted and whose people may sign in."""
    statement = (
        select(Channel)
        .join(User, User.id == Channel.user_id)
        .where(
            Channel.household_id == household_id(session),
            Channel.is_muted.is_(False),
            User.is_disabled.is_(False),
        )
        .order_by(Channel.id)
    )
    return list(session.scalars(statement))


def due(session: Session, *, now: datetime) -> list[UUID]:
    """List the channels through which something is to be sent by now, in the order of their ids."""
    statement = select(Delivery.channel_id).where(*_due(session, now)).distinct()
    return list(session.scalars(statement.order_by(Delivery.channel_id)))


def next_due(session: Session) -> datetime | None:
    """Tell when the first of all that waits is to be sent; None where nothing waits."""
    waits = Delivery.household_id == household_id(session), Delivery.state == "waiting"
    return session.scalar(select(func.min(Delivery.due_at)).where(*waits))


def parcel(session: Session, channel_id: UUID, *, now: datetime) -> Parcel | None:
    """Give what was due first through a channel, all of the same moment; None if nothing is."""
    statement = (
        select(Delivery.due_at, Delivery.attempts, Delivery.notice_id)
        .where(*_due(session, now), Delivery.channel_id == channel_id)
        .order_by(Delivery.due_at, Delivery.notice_id)
    )
    rows = list(session.execute(statement))
    if not rows:
        return None
    first = rows[0]
    together = tuple(row.notice_id for row in rows if row.due_at == first.due_at)
    return Parcel(channel_id, first.due_at, first.attempts, together)


def words(session: Session, parcel: Parcel, user_id: UUID) -> list[Words]:
    """List the notices of a parcel that are true still and neither read nor put off, in order."""
    read = exists().where(
        NoticeReading.household_id == Notice.household_id,
        NoticeReading.notice_id == Notice.id,
        NoticeReading.user_id == user_id,
        or_(NoticeReading.read_at.is_not(None), NoticeReading.snoozed_until.is_not(None)),
    )
    statement = (
        select(Notice.id, Notice.title, Notice.body, Notice.href)
        .where(
            Notice.household_id == household_id(session),
            Notice.id.in_(parcel.notice_ids),
            Notice.gone_at.is_(None),
            ~read,
        )
        .order_by(Notice.said_at, Notice.id)
    )
    return [Words(*row) for row in session.execute(statement)]


def of_parcel(session: Session, parcel: Parcel) -> Channel | None:
    """Load the channel that a parcel goes through."""
    return session.get(Channel, (household_id(session), parcel.channel_id))


def waiting(session: Session, channel_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Count what waits to go through some channels; those with nothing are left out."""
    statement = (
        select(Delivery.channel_id, func.count().label("waiting"))
        .where(
            Delivery.household_id == household_id(session),
            Delivery.channel_id.in_(list(channel_ids)),
            Delivery.state == "waiting",
        )
        .group_by(Delivery.channel_id)
    )
    return {row.channel_id: row.waiting for row in session.execute(statement)}


def _due(session: Session, now: datetime) -> tuple[Any, ...]:
    return (
        Delivery.household_id == household_id(session),
        and_(Delivery.state == "waiting", Delivery.due_at <= now),
    )


def _lines(session: Session) -> Select[Any]:
    columns = [getattr(Channel, name) for name in ChannelLine.__slots__]
    return (
        select(*columns)
        .where(
            Channel.household_id == household_id(session),
            Channel.user_id == actor(session).user_id,
        )
        .order_by(Channel.created_at, Channel.id)
    )
