"""The keys of programs."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    Uuid,
    bindparam,
    case,
    cast,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session

from ftracker.db import Role, Scope
from ftracker.db.reads import Read
from ftracker.models import ApiToken, Household, Membership
from ftracker.queries.user_sessions import SignedIn, one, person


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One key, without its secret."""

    id: UUID
    name: str
    household: str
    created_at: datetime
    used_at: datetime | None
    scope: str
    expires_at: datetime | None


def signed_in(session: Session, digest: bytes, *, now: datetime) -> SignedIn | None:
    """Find whose key this is, in one query; None when nobody's (any more).

    The role is the person's, but no higher than the key's scope.
    """
    return _keyed(_SIGNED_IN.rows(session, digest=digest, now=now))


def listing(session: Session, user_id: UUID) -> list[TokenLine]:
    """List the keys of a person, newest first."""
    mine = ApiToken.user_id == user_id, ApiToken.use == "api"
    return [TokenLine(*row) for row in session.execute(_listing().where(*mine))]


def feed(session: Session, *, user_id: UUID, household_id: UUID) -> TokenLine | None:
    """Read the key of a person's calendar; None when there is none."""
    statement = _listing().where(
        ApiToken.user_id == user_id,
        ApiToken.household_id == household_id,
        ApiToken.use == "calendar",
    )
    row = session.execute(statement).first()
    return TokenLine(*row) if row else None


def feed_of(session: Session, digest: bytes, *, now: datetime) -> SignedIn | None:
    """Find whose calendar a key opens, in one query; None when nobody's (any more)."""
    return _keyed(_FEED.rows(session, digest=digest, now=now))


def _keyed(rows: list[Any]) -> SignedIn | None:
    who = one([row[:-1] for row in rows])
    return replace(who, scope=rows[0][-1]) if who else None


def _listing() -> Select[*tuple[Any, ...]]:
    columns = (
        ApiToken.id, ApiToken.name, Household.name, ApiToken.created_at, ApiToken.used_at,
        ApiToken.scope, ApiToken.expires_at,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Household, Household.id == ApiToken.household_id)
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    )


def _opening(use: str) -> Read:
    shown = person(
        ApiToken.user_id,
        ApiToken.household_id,
        cast(null(), Uuid).label("session_id"),
        ApiToken.id.label("token_id"),
        ApiToken.used_at,
        cast(null(), DateTime(timezone=True)).label("proven_at"),
        role=_capped(),
    )
    asked = shown.add_columns(ApiToken.scope).where(
        ApiToken.token_hash == bindparam("digest"),
        ApiToken.use == use,
        or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > bindparam("now")),
    )
    return Read(asked)


def _capped() -> ColumnElement[str]:
    """Give the member's role, or the highest that the key's scope allows where that is lower."""
    cases = [
        ((ApiToken.scope == scope) & (Membership.role == role), str(scope.most))
        for scope in Scope
        for role in Role
        if not scope.most.may(role)
    ]
    return case(*cases, else_=Membership.role)


_SIGNED_IN = _opening("api")
_FEED = _opening("calendar")
