"""What FTracker watches, what it said, and where each member wants to hear it."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, HouseholdRow, OwnedRow, Tracked, now
from ftracker.domain.alerts import Topic

_TOPICS = ", ".join(f"'{topic}'" for topic in Topic)


class Alert(OwnedRow, Tracked, Base):
    """Something the household wants to hear of.

    `subject_id` narrows it to one budget, account, schedule or goal; without one it watches all
    of its topic. `level` is the topic's threshold: percent, an amount, a count or days.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint(f"topic in ({_TOPICS})", name="topic"),
        CheckConstraint("level >= 0", name="level"),
        Index("ix_alerts_topic", "household_id", "topic", "id"),
    )

    topic: Mapped[str]
    subject_id: Mapped[UUID | None]
    level: Mapped[Decimal] = mapped_column(Numeric(19, 4))
    is_muted: Mapped[bool] = mapped_column(default=False)


class Notice(HouseholdRow, Base):
    """Something that an alert said once: `key` tells it from everything else it ever said.

    `subject_id` is the budget, schedule, account or goal that it is about. `facts` are the
    numbers behind it, `href` opens the rows. `gone_at` is when it ceased to be true.
    """

    __tablename__ = "notices"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "alert_id"],
            ["alerts.household_id", "alerts.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("household_id", "alert_id", "key"),
        Index("ix_notices_said_at", "household_id", "said_at", "id"),
        Index("ix_notices_open", "household_id", "id", postgresql_where=text("gone_at is null")),
    )

    alert_id: Mapped[UUID]
    subject_id: Mapped[UUID | None]
    key: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    facts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    href: Mapped[str] = mapped_column(default="")
    day: Mapped[date]
    said_at: Mapped[datetime] = mapped_column(default=now)
    gone_at: Mapped[datetime | None]


class NoticeReading(Base):
    """That a member has read a notice, or wants to hear of it again only after a moment."""

    __tablename__ = "notice_readings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "notice_id"],
            ["notices.household_id", "notices.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["household_id", "user_id"],
            ["memberships.household_id", "memberships.user_id"],
            ondelete="CASCADE",
        ),
    )

    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    read_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]


class Channel(HouseholdRow, Base):
    """Where a member wants to hear of notices outside of FTracker, and when.

    `address` is an e-mail address, an Apprise URL or the JSON of a push subscription. Quiet
    hours and the digest's hour are of the member's time zone; from 22 to 7 goes over midnight.
    """

    __tablename__ = "channels"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "user_id"],
            ["memberships.household_id", "memberships.user_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("kind in ('email', 'apprise', 'push')", name="kind"),
        CheckConstraint("pace in ('at_once', 'digest')", name="pace"),
        Index("ix_channels_user", "household_id", "user_id"),
    )

    user_id: Mapped[UUID]
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str]
    pace: Mapped[str] = mapped_column(default="at_once")
    digest_time: Mapped[time] = mapped_column(default=time(7))
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    timezone: Mapped[str] = mapped_column(default="UTC")
    is_muted: Mapped[bool] = mapped_column(default=False)
    failure: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Delivery(Base):
    """That a notice is to go, or went, through a channel: each pair once."""

    __tablename__ = "deliveries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "notice_id"],
            ["notices.household_id", "notices.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["household_id", "channel_id"],
            ["channels.household_id", "channels.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("state in ('waiting', 'sent', 'failed')", name="state"),
        Index("ix_deliveries_channel", "household_id", "channel_id", "state"),
    )

    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="waiting")
    due_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    sent_at: Mapped[datetime | None]
