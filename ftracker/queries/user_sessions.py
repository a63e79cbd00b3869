"""Who is signed in, and from which browsers."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Select, Uuid, bindparam, cast, func, select
from sqlalchemy.orm import Session

from ftracker.db import Scope, scope
from ftracker.db.reads import Read
from ftracker.models import Household, Membership, User, UserSession
from ftracker.queries import notices


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person in a household, as a browser's session or a program's token shows them.

    `session_id` is None for a token. `seen_at` is when it was last noted that it was used,
    `proven_at` when the person last proved who they are, None for a token. `unread` counts what
    alerts have said that the person has not read; programs are not told. `scope` is what a token
    may do at most, of which the role says all but that one may only look.
    """

    user_id: UUID
    email: str
    name: str
    session_id: UUID | None
    household_id: UUID
    household: str
    currency: str
    locale: str
    role: str
    token_id: UUID
    seen_at: datetime | None
    proven_at: datetime | None
    catalogue_version: int
    unread: int = 0
    scope: str = Scope.MANAGE


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One browser that is signed in."""

    id: UUID
    household: str
    created_at: datetime
    seen_at: datetime
    user_agent: str
    ip: str


def signed_in(
    session: Session, digest: bytes, *, now: datetime, idle_since: datetime
) -> SignedIn | None:
    """Find who a session's token belongs to, in one query.

    None when it has ended, was last seen before `idle_since`, or when the person is disabled
    or no member of its household any more.
    """
    values = {"digest": digest, "now": now, "idle_since": idle_since}
    if scope.is_spread(session):
        return in_steps(session, _LINK.rows(session, **values), now=now)
    return one(_SIGNED_IN.rows(session, **values))


def listing(
    session: Session, user_id: UUID, *, now: datetime, idle_since: datetime
) -> list[SessionLine]:
    """List the living sessions of a person, last seen first."""
    statement = (
        select(
            UserSession.id,
            Household.name,
            UserSession.created_at,
            UserSession.seen_at,
            UserSession.user_agent,
            UserSession.ip,
        )
        .join(Household, Household.id == UserSession.household_id)
        .where(
            UserSession.user_id == user_id,
            UserSession.expires_at > now,
            UserSession.seen_at > idle_since,
        )
        .order_by(UserSession.seen_at.desc(), UserSession.id)
    )
    with scope.overlooking(session):
        return [SessionLine(*row) for row in session.execute(statement)]


def person(*link: Any, role: Any = Membership.role) -> Select[*tuple[Any, ...]]:
    """Begin the question who somebody is: an enabled user who is a member of the household.

    The answer also tells the database that the transaction is of that household from here on.

    `link` is (user id, household id, session id, token id, seen at, proven at) of the asking
    table; `role` is what they may do there.
    """
    user_id, household_id, session_id, token_id, seen_at, proven_at = link
    return (
        select(
            User.id.label("user_id"),
            User.email,
            User.name,
            session_id,
            Household.id.label("household_id"),
            Household.name.label("household"),
            Household.currency,
            Household.locale,
            role.label("role"),
            token_id,
            seen_at,
            proven_at,
            Household.catalogue_version,
            scope.announcing(Household.id, User.id).label("announced"),
        )
        .join(User, User.id == user_id)
        .join(
            Membership,
            (Membership.user_id == user_id) & (Membership.household_id == household_id),
        )
        .join(Household, Household.id == household_id)
        .where(User.is_disabled.is_(False))
    )


def one(rows: list[Any]) -> SignedIn | None:
    """Read the answer to `person`, if there is one."""
    return SignedIn(*rows[0][:-1]) if rows else None


def in_steps(session: Session, links: list[Any], *, now: datetime | None = None) -> SignedIn | None:
    """Read who somebody is where the rows of households lie on several servers.

    `links` is at most one row as `person` takes it. Each step reads from one server, and is told
    of the household before; without `now` nothing that is unread is counted.
    """
    if not links:
        return None
    user_id, household_id, session_id, token_id, seen_at, proven_at = links[0]
    # As a member, not as a steward: what is announced now stays right for what follows.
    who = replace(scope.actor(session), household_id=household_id, user_id=user_id, steward=False)
    scope.enter(session, who)
    rows = _PERSON.rows(session, user=user_id, home=household_id, now=now)
    if not rows:
        return None
    email, name, home, currency, locale, role, version, unread = rows[0]
    return SignedIn(
        user_id,
        email,
        name,
        session_id,
        household_id,
        home,
        currency,
        locale,
        role,
        token_id,
        seen_at,
        proven_at,
        version,
        unread if now else 0,
    )


def _with_unread(asked: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Let the answer also count what the person has yet to read.

    The count is for the household that the announcement itself gives back: the database has to
    announce it before it can look behind the wall of that household.
    """
    who = asked.cte("who")
    *known, announced = who.c
    home = cast(func.left(announced, _UUID_LENGTH), Uuid)
    unread = notices.unread(home, who.c.user_id, bindparam("now"))
    return select(*known, unread, announced)


_UUID_LENGTH = 36
_LIVES = (
    UserSession.token_hash == bindparam("digest"),
    UserSession.expires_at > bindparam("now"),
    UserSession.seen_at > bindparam("idle_since"),
)
_LINK = Read(
    select(
        UserSession.user_id,
        UserSession.household_id,
        UserSession.id,
        UserSession.id,
        UserSession.seen_at,
        UserSession.proven_at,
    ).where(*_LIVES)
)
_PERSON = Read(
    select(
        User.email,
        User.name,
        Household.name,
        Household.currency,
        Household.locale,
        Membership.role,
        Household.catalogue_version,
        notices.unread(Household.id, User.id, cast(bindparam("now"), DateTime(timezone=True))),
    )
    .select_from(Household)
    .join(Membership, Membership.household_id == Household.id)
    .join(User, User.id == Membership.user_id)
    .where(
        Household.id == bindparam("home"),
        Membership.household_id == bindparam("home"),
        User.id == bindparam("user"),
        User.is_disabled.is_(False),
    )
)
_SIGNED_IN = Read(
    _with_unread(
        person(
            UserSession.user_id,
            UserSession.household_id,
            UserSession.id.label("session_id"),
            UserSession.id.label("token_id"),
            UserSession.seen_at,
            UserSession.proven_at,
        ).where(*_LIVES)
    )
)
