"""Where a member wants to hear of notices: each member's own, and nobody else's to see."""

from typing import Any
from uuid import UUID

import email_validator
from sqlalchemy.orm import Session

from ftracker.db import locks, new_id
from ftracker.db.scope import actor, household_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, Stale
from ftracker.domain.hours import Hours
from ftracker.models import Channel
from ftracker.queries import channels as stored
from ftracker.queries import households
from ftracker.queries.channels import ChannelLine
from ftracker.schemas.channels import ChannelEdit, ChannelFields, ChannelIn
from ftracker.services import calling, mailing, pushing
from ftracker.services.posts import Line, Message, Post, Undelivered

MOST = 20
NAMES = {"email": "E-mail", "apprise": "Apprise", "push": "This browser"}
TRIAL = Line(
    "This is a test",
    "It came through: what FTracker has to say will come here, too.",
    "/alerts/channels",
)


def add(session: Session, data: ChannelIn, post: Post) -> Channel:
    """Add a channel of the session's member; the same one twice is one.

    Raises InvalidInput for an address that is not sent to, and Conflict for more than 20.
    """
    _check_hours(data)
    address = _checked(data, post)
    locks.hold(session, "channels", actor(session).user_id or household_id(session))
    mine = stored.mine(session)
    for line in mine:
        if line.id == data.id or (line.kind, line.address) == (data.kind, address):
            return _get(session, line.id)
    if len(mine) >= MOST:
        raise Conflict(f"There are {MOST} channels already. Delete some first.")
    row = Channel(
        household_id=household_id(session),
        id=data.id or new_id(),
        user_id=actor(session).user_id,
        kind=data.kind,
        address=address,
        **_values(data, data.kind),
    )
    session.add(row)
    session.flush()
    return row


def edit(session: Session, channel_id: UUID, data: ChannelEdit) -> Channel:
    """Change when a channel is used. Raises NotFound, Stale, and InvalidInput."""
    row = _get(session, channel_id)
    if row.version != data.version:
        raise Stale(row)
    _check_hours(data)
    for name, value in _values(data, row.kind).items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    return row


def delete(session: Session, channel_id: UUID) -> None:
    """Delete a channel, and what waits to go through it. Raises NotFound."""
    session.delete(_get(session, channel_id))
    session.flush()


def shown(session: Session, channel_id: UUID) -> ChannelLine:
    """Give a channel of the session's member. Raises NotFound."""
    line = stored.one(session, channel_id)
    if line is None:
        raise NotFound
    return line


def try_out(session: Session, channel_id: UUID, post: Post) -> str:
    """Send a test now, quiet hours or not; gives what went wrong, '' if nothing did.

    Raises NotFound.
    """
    row = _get(session, channel_id)
    name = households.household(session).name
    try:
        send(post, row.kind, row.address, Message(f"test:{new_id()}", name, (TRIAL,)))
    except Undelivered as bad:
        row.failure = bad.sentence
    else:
        row.failure = ""
    session.flush()
    return row.failure


def hours(channel: Channel) -> Hours:
    """Tell when a channel may be used."""
    digest = channel.digest_time if channel.pace == "digest" else None
    return Hours(channel.timezone, digest, channel.quiet_from, channel.quiet_to)


def send(post: Post, kind: str, address: str, message: Message) -> None:
    """Send a message to an address of some kind. Raises Undelivered."""
    {"email": mailing.send, "apprise": calling.send, "push": pushing.send}[kind](
        post, address, message
    )


def _checked(data: ChannelIn, post: Post) -> str:
    """Give the address as it is kept. Raises InvalidInput for one that is not sent to."""
    try:
        if data.kind == "email":
            found = email_validator.validate_email(data.address, check_deliverability=False)
            return found.normalized
        if data.kind == "apprise":
            calling.read(data.address)
        else:
            pushing.subscription(data.address, is_private=post.is_private)
    except email_validator.EmailNotValidError as bad:
        raise InvalidInput("address", "Write an e-mail address.") from bad
    except ValueError as bad:
        raise InvalidInput("address", str(bad)) from bad
    return data.address


def _check_hours(data: ChannelFields) -> None:
    if (data.quiet_from is None) is not (data.quiet_to is None):
        field = "quiet_from" if data.quiet_from is None else "quiet_to"
        raise InvalidInput(field, "Say both when it begins to be quiet and when that ends.")


def _values(data: ChannelFields, kind: str) -> dict[str, Any]:
    names = [name for name in ChannelFields.model_fields if name != "name"]
    return {name: getattr(data, name) for name in names} | {"name": data.name or NAMES[kind]}


def _get(session: Session, channel_id: UUID) -> Channel:
    row = stored.for_update(session, channel_id)
    if row is None:
        raise NotFound
    return row
