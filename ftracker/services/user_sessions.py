"""Signed-in browsers: rows that can be ended, known by the digest of a token."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ftracker.db import Origin, new_id
from ftracker.domain import tokens
from ftracker.domain.errors import Forbidden, NotFound
from ftracker.models import User, UserSession
from ftracker.queries import members
from ftracker.queries import user_sessions as stored
from ftracker.queries import users as people
from ftracker.queries.user_sessions import SessionLine, SignedIn
from ftracker.services import security_events

__all__ = ["SessionLine", "SignedIn"]

IDLE = timedelta(days=14)
LONGEST = timedelta(days=90)
NOTED_EVERY = timedelta(minutes=1)
CHANGED = "Your account was changed meanwhile. Sign in again."
_SHOWN = 200


def start(
    session: Session,
    user: User,
    where: Origin,
    *,
    now: datetime,
    household_id: UUID | None = None,
    proven_at: datetime | None = None,
) -> str:
    """Sign a person in and give the new session's token, which is kept nowhere.

    `proven_at` is when they proved who they are, if that was not right now.
    Without a household it is the one that they joined first. Raises Forbidden for somebody who
    is a member of none, and where their password changed, or they were shut out, since `user` was
    read: what they showed counts no more.
    """
    if people.door(session, user.id) != (user.password_hash, False):
        raise Forbidden(CHANGED)
    homes = [home.id for home in members.households_of(session, user.id)]
    if not homes or household_id not in (None, *homes):
        raise Forbidden("You are a member of no household. Ask an owner for an invitation.")
    token = tokens.fresh()
    row = UserSession(
        id=new_id(),
        token_hash=tokens.digest(token),
        user_id=user.id,
        household_id=household_id or homes[0],
        created_at=now,
        seen_at=now,
        expires_at=now + LONGEST,
        proven_at=proven_at or now,
        user_agent=where.user_agent[:_SHOWN],
        ip=where.ip,
    )
    session.add(row)
    session.flush()
    _tell(session, row, where)
    return token


def find(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Tell who shows this token; None when it means nobody (any more). Writes nothing."""
    return stored.signed_in(session, tokens.digest(token), now=now, idle_since=now - IDLE)


def note(session: Session, who: SignedIn, *, now: datetime) -> None:
    """Remember that a session is in use. `is_noted` tells when that is worth a write."""
    statement = update(UserSession).where(UserSession.id == who.session_id).values(seen_at=now)
    session.execute(statement)


def is_noted(who: SignedIn, *, now: datetime) -> bool:
    """Tell whether it was noted within the last minute that this session or key is in use."""
    return who.seen_at is not None and now - who.seen_at < NOTED_EVERY


def end(session: Session, session_id: UUID, *, user_id: UUID | None = None) -> None:
    """Sign one browser out; with `user_id` only a browser of that person.

    Raises NotFound when there is no such session.
    """
    statement = delete(UserSession).where(UserSession.id == session_id)
    if user_id is not None:
        statement = statement.where(UserSession.user_id == user_id)
    if session.scalar(statement.returning(UserSession.id)) is None:
        raise NotFound
    if user_id is not None:
        security_events.record(session, "session.ended", user_id=user_id, count=1)


def sign_out(session: Session, who: SignedIn) -> None:
    """End the session of this very browser."""
    if who.session_id is not None:
        end(session, who.session_id)
    security_events.record(session, "sign_out.made", user_id=who.user_id)


def end_others(session: Session, user_id: UUID, keep: UUID | None) -> None:
    """Sign a person out everywhere but in the session `keep`; None keeps none."""
    statement = delete(UserSession).where(UserSession.user_id == user_id)
    if keep is not None:
        statement = statement.where(UserSession.id != keep)
    gone = session.scalars(statement.returning(UserSession.id)).all()
    if gone:
        security_events.record(session, "session.ended", user_id=user_id, count=len(gone))


def enter(session: Session, who: SignedIn, household_id: UUID) -> None:
    """Turn a session to another household of the same person. Raises NotFound."""
    homes = [home.id for home in members.households_of(session, who.user_id)]
    if household_id not in homes:
        raise NotFound
    statement = update(UserSession).where(UserSession.id == who.session_id)
    session.execute(statement.values(household_id=household_id))
    # Whoever owns that household saw nothing of the sign-in.
    security_events.record(
        session, "household.opened", user_id=who.user_id, household_id=household_id
    )


def sweep(session: Session, *, now: datetime) -> None:
    """Let go of the sessions that have ended by themselves."""
    has_ended = (UserSession.expires_at <= now) | (UserSession.seen_at <= now - IDLE)
    session.execute(delete(UserSession).where(has_ended))


def listing(session: Session, user_id: UUID, *, now: datetime) -> list[SessionLine]:
    """List the browsers that a person is signed in with, last seen first."""
    return stored.listing(session, user_id, now=now, idle_since=now - IDLE)


def _tell(session: Session, row: UserSession, where: Origin) -> None:
    security_events.record(
        session,
        "sign_in.made",
        user_id=row.user_id,
        household_id=row.household_id,
        ip=where.ip,
        user_agent=where.user_agent,
    )
