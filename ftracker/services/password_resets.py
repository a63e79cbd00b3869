"""A new password for whoever reads the mail of an address: by a link that works once."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.errors import NotFound
from ftracker.models import User
from ftracker.queries import users as stored
from ftracker.schemas.users import PasswordEdit
from ftracker.services import (
    mailing,
    queueing,
    security_events,
    sign_in_steps,
    tries,
    user_sessions,
    users,
)
from ftracker.services.posts import Line, Message, Post
from ftracker.services.sign_in_steps import Step

PURPOSE = "password"
LASTS = timedelta(minutes=30)
# Who asks again gets another mail; whoever asks for somebody else cannot fill their mailbox.
PER_ACCOUNT = 3
PER_ADDRESS = 20
TITLE = "A new password"
BODY = (
    "Somebody asked for a new password for your account, from {where}. If it was you, follow the"
    " link within half an hour; it works once, and signs you out everywhere. If it was not you,"
    " there is nothing to do: your password stays as it is."
)


def is_offered(post: Post) -> bool:
    """Tell whether links can be sent: FTracker has mail, and knows its own address."""
    return post.has_mail and bool(post.url)


def ask(session: Session, email: str, *, ip: str, now: datetime) -> None:
    """Let a job send a link, if somebody has the address; nothing tells whether somebody has.

    More than three times in ten minutes nothing is sent. Raises TooManyTries for an address of
    the network that asked for twenty.
    """
    asked = {f"reset:{users.key_of(email)}": PER_ACCOUNT}
    from_there = {f"reset from:{tries.network(ip)}": PER_ADDRESS}
    tries.admit(session, from_there, now=now)
    is_quiet = tries.are_used_up(session, asked, now=now)
    tries.count(session, asked | from_there, now=now)
    found = None if "\x00" in email else stored.by_email(session, email.strip())
    # A job is queued for nobody as well: both take as long.
    is_known = found is not None and not found.is_disabled and not is_quiet
    queueing.defer_reset(session, found.id if found and is_known else None, ip=ip)
    if found and is_known:
        security_events.record(session, "password.link_asked", user_id=found.id)


def send(session: Session, post: Post, user_id: UUID, *, ip: str, now: datetime) -> None:
    """Send a person a new link. Raises posts.Undelivered."""
    user = stored.by_id(session, user_id)
    if user is None or user.is_disabled:
        return
    path = f"/sign-in/new-password/{link(session, user, now=now)}"
    body = BODY.format(where=ip or "an unknown address")
    message = Message(f"reset {path}", "", (Line(TITLE, body, path),))
    mailing.send(post, user.email, message)


def link(session: Session, user: User, *, now: datetime) -> str:
    """Make the token that a link to a new password ends with; it works once, for half an hour."""
    return sign_in_steps.begin(session, PURPOSE, user_id=user.id, lasts=LASTS, now=now)


def link_for(session: Session, email: str, *, now: datetime) -> str:
    """Make such a token for somebody by their address, as the command line says it.

    Raises InvalidInput for an address that nobody has.
    """
    user = users.by_email(session, email)
    security_events.record(session, "password.link_made", user_id=user.id)
    return link(session, user, now=now)


def find(session: Session, token: str, *, now: datetime) -> User:
    """Tell whose link it is, without using it up. Raises NotFound when it works no more."""
    return _person(session, sign_in_steps.find(session, PURPOSE, token, now=now))


def finish(session: Session, token: str, data: PasswordEdit, *, now: datetime) -> User:
    """Give the person of a link their new password, and sign them out everywhere.

    They are not signed in: whoever has a second factor is asked for it. Tokens of programs keep
    working. Raises NotFound when the link works no more, InvalidInput for a weak password.
    """
    # Of two at once one gets it: the other finds it used up.
    step = sign_in_steps.take(session, PURPOSE, token, now=now)
    user = _person(session, step)
    users.set_password(session, user, data)
    user_sessions.end_others(session, user.id, None)
    tries.forget(session, f"account:{users.key_of(user.email)}")
    security_events.record(session, "password.reset", user_id=user.id)
    return user


def _person(session: Session, step: Step | None) -> User:
    found = stored.by_id(session, step.user_id) if step and step.user_id else None
    if found is None or found.is_disabled:
        raise NotFound
    return found
