"""The keys of programs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, cast, null, select
from sqlalchemy.orm import Session

from ftracker.db import scope
from ftracker.db.reads import Read
from ftracker.models import ApiToken, Household
from ftracker.queries.user_sessions import SignedIn, in_steps, one, person


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One key, without its secret."""

    id: UUID
    name: str
    household: str
    created_at: datetime
    used_at: datetime | None


def signed_in(session: Session, digest: bytes) -> SignedIn | None:
    """Find whose key this is, in one query; None when nobody's (any more)."""
    return _read(session, _SIGNED_IN, "api", digest)


def listing(session: Session, user_id: UUID) -> list[TokenLine]:
    """List the keys of a person, newest first."""
    mine = ApiToken.user_id == user_id, ApiToken.use == "api"
    with scope.overlooking(session):
        return [TokenLine(*row) for row in session.execute(_listing().where(*mine))]


def feed(session: Session, *, user_id: UUID, household_id: UUID) -> TokenLine | None:
    """Read the key of a person's calendar; None when there is none."""
    statement = _listing().where(
        ApiToken.user_id == user_id,
        ApiToken.household_id == household_id,
        ApiToken.use == "calendar",
    )
    with scope.overlooking(session):
        row = session.execute(statement).first()
    return TokenLine(*row) if row else None


def feed_of(session: Session, digest: bytes) -> SignedIn | None:
    """Find whose calendar a key opens, in one query; None when nobody's (any more)."""
    return _read(session, _FEED, "calendar", digest)


def _listing() -> Select[*tuple[Any, ...]]:
    return (
        select(ApiToken.id, ApiToken.name, Household.name, ApiToken.created_at, ApiToken.used_at)
        .join(Household, Household.id == ApiToken.household_id)
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    )


def _read(session: Session, opening: Read, use: str, digest: bytes) -> SignedIn | None:
    if not scope.is_spread(session):
        return one(opening.rows(session, digest=digest))
    return in_steps(session, _LINK.rows(session, digest=digest, use=use))


def _opening(use: str) -> Read:
    shown = person(
        ApiToken.user_id,
        ApiToken.household_id,
        cast(null(), Uuid).label("session_id"),
        ApiToken.id.label("token_id"),
        ApiToken.used_at,
    )
    return Read(shown.where(ApiToken.token_hash == bindparam("digest"), ApiToken.use == use))


_LINK = Read(
    select(
        ApiToken.user_id,
        ApiToken.household_id,
        cast(null(), Uuid),
        ApiToken.id,
        ApiToken.used_at,
    ).where(ApiToken.token_hash == bindparam("digest"), ApiToken.use == bindparam("use"))
)
_SIGNED_IN = _opening("api")
_FEED = _opening("calendar")
