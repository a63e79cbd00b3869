"""Something half done that one token carries on, once: a half sign-in may do nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ftracker.db import locks, new_id
from ftracker.domain import tokens
from ftracker.models import SignInStep
from ftracker.queries import sign_in_steps as stored

_LOCK = "sign-in step"


@dataclass(frozen=True, slots=True)
class Step:
    """Whose it is, None while nobody knows, and what the next step needs."""

    user_id: UUID | None
    details: dict[str, Any]


def begin(
    session: Session,
    purpose: str,
    *,
    now: datetime,
    lasts: timedelta,
    user_id: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> str:
    """Begin something and give the token that carries it on within `lasts`; it is kept nowhere.

    `purpose` is second_factor, passkey, provider or password. What ran out is swept away.
    """
    sweep(session, now=now)
    token = tokens.fresh()
    row = SignInStep(
        id=new_id(),
        token_hash=tokens.digest(token),
        purpose=purpose,
        user_id=user_id,
        details=details or {},
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    session.flush()
    return token


def find(session: Session, purpose: str, token: str, *, now: datetime) -> Step | None:
    """Look at what a token carries on; None when it carries nothing (any more)."""
    found = stored.living(session, purpose, tokens.digest(token), now=now)
    return Step(found.user_id, found.details) if found else None


def take(session: Session, purpose: str, token: str, *, now: datetime) -> Step | None:
    """Use a token up; None when it carries nothing (any more). Of two at once one gets it.

    Whoever comes while another step of the same person is used up waits for that one's end.
    """
    known = find(session, purpose, token, now=now)
    if known is not None and known.user_id is not None:
        locks.hold(session, _LOCK, known.user_id)
    gone = (
        delete(SignInStep)
        .where(
            SignInStep.token_hash == tokens.digest(token),
            SignInStep.purpose == purpose,
            SignInStep.expires_at > now,
        )
        .returning(SignInStep.user_id, SignInStep.details)
    )
    found = session.execute(gone).one_or_none()
    return Step(*found) if found else None


def sweep(session: Session, *, now: datetime) -> None:
    """Let go of what ran out, but for what somebody else is just letting go of."""
    if over := stored.over(session, now=now):
        session.execute(delete(SignInStep).where(SignInStep.id.in_(over)))


def end_all(session: Session, user_id: UUID) -> None:
    """Let nothing go on that somebody had half done; to be asked for before the person is changed.

    A step that is used up reads its person afterwards: in one order, neither waits for the other.
    """
    locks.hold(session, _LOCK, user_id)
    session.execute(delete(SignInStep).where(SignInStep.user_id == user_id))
