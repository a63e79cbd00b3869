"""Sends what is due: each notice once through each channel, whoever works and whatever breaks.

A channel is worked on by one at a time, held by the transaction that sends. Who dies in it gives
the channel back, and what was not noted as sent is sent again: the message is the same one then,
by the name that e-mails and pushes carry.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from ftracker.db import locks
from ftracker.db.scope import household_id
from ftracker.models import Channel, Delivery
from ftracker.queries import channels as stored
from ftracker.queries import households
from ftracker.queries.channels import Parcel, Words
from ftracker.services import channels
from ftracker.services.posts import Line, Message, Post, Undelivered

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)


def send_next(session: Session, channel_id: UUID, post: Post, *, now: datetime) -> bool:
    """Send what is due first through a channel; tell whether there was anything to do.

    What comes late into quiet hours waits for their end. What is no longer true, or was read
    meanwhile, is not sent. What cannot be sent is tried again after one minute, two, four and so
    on, eight times at the most; the channel says why.
    """
    if not locks.take(session, "channel", channel_id):
        return False
    parcel = stored.parcel(session, channel_id, now=now)
    channel = stored.of_parcel(session, parcel) if parcel else None
    if parcel is None or channel is None:
        return False
    quiet_until = replace(channels.hours(channel), digest=None).next(now)
    if quiet_until > now:
        _note(session, parcel, due_at=quiet_until)
        return True
    lines = [] if channel.is_muted else stored.words(session, parcel, channel.user_id)
    _drop(session, parcel, {line.id for line in lines})
    if lines:
        _send(session, parcel, channel, _message(session, channel, lines), post, now)
    return True


def _message(session: Session, channel: Channel, lines: list[Words]) -> Message:
    key = ":".join([str(channel.id), *sorted(str(line.id) for line in lines)])
    said = tuple(Line(line.title, line.body, line.href) for line in lines)
    return Message(key, households.household(session).name, said)


def _send(
    session: Session,
    parcel: Parcel,
    channel: Channel,
    message: Message,
    post: Post,
    now: datetime,
) -> None:
    try:
        channels.send(post, channel.kind, channel.address, message)
    except Undelivered as bad:
        channel.failure = bad.sentence
        attempts = parcel.attempts + 1
        is_over = bad.is_final or attempts >= MOST_ATTEMPTS
        _note(
            session,
            parcel,
            state="failed" if is_over else "waiting",
            attempts=attempts,
            due_at=now + FIRST_WAIT * 2**parcel.attempts,
        )
    else:
        channel.failure = ""
        _note(session, parcel, state="sent", attempts=parcel.attempts + 1, sent_at=now)
    session.flush()


def _note(session: Session, parcel: Parcel, **values: object) -> None:
    statement = update(Delivery).where(*_of(session, parcel))
    session.execute(statement.values(**values).execution_options(synchronize_session=False))


def _drop(session: Session, parcel: Parcel, kept: set[UUID]) -> None:
    """Forget what needs no sending any more."""
    if len(kept) < len(parcel.notice_ids):
        gone = delete(Delivery).where(*_of(session, parcel), Delivery.notice_id.not_in(kept))
        session.execute(gone.execution_options(synchronize_session=False))


def _of(session: Session, parcel: Parcel) -> list[ColumnElement[bool]]:
    return [
        Delivery.household_id == household_id(session),
        Delivery.channel_id == parcel.channel_id,
        Delivery.notice_id.in_(parcel.notice_ids),
        Delivery.state == "waiting",
    ]
