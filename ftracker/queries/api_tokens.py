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

from ftracker.db import Role, Scope, scope
from ftracker.db.reads import Read
from ftracker.models import ApiToken, Household, Membership
from ftracker.queries.user_sessions import SignedIn, in_steps, one, person


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
    return _read(session, _SIGNED_IN, use="api", digest=digest, now=now)


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


def feed_of(session: Session, digest: bytes, *, now: datetime) -> SignedIn | None:
    """Find whose calendar a key opens, in one query; None when nobody's (any more)."""
    return _read(session, _FEED, use="calendar", digest=digest, now=now)


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


def _read(session: Session, opening: Read, *, use: str, **given: Any) -> SignedIn | None:
    if not scope.is_spread(session):
        return _keyed(opening.rows(session, **given))
    links = _LINK.rows(session, use=use, **given)
    who = in_steps(session, [link[:-1] for link in links])
    if who is None:
        return None
    reach, role = Scope(links[0][-1]), Role(who.role)
    most = role if reach.most.may(role) else reach.most
    return replace(who, role=str(most), scope=reach)


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
    return Read(shown.add_columns(ApiToken.scope).where(ApiToken.use == use, *_LASTS))


def _capped() -> ColumnElement[str]:
    """Give the member's role, or the highest that the key's scope allows where that is lower."""
    cases = [
        ((ApiToken.scope == reach) & (Membership.role == role), str(reach.most))
        for reach in Scope
        for role in Role
        if not reach.most.may(role)
    ]
    return case(*cases, else_=Membership.role)


_LASTS = (
    ApiToken.token_hash == bindparam("digest"),
    or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > bindparam("now")),
)
_LINK = Read(
    select(
        ApiToken.user_id,
        ApiToken.household_id,
        cast(null(), Uuid),
        ApiToken.id,
        ApiToken.used_at,
        cast(null(), DateTime(timezone=True)),
        ApiToken.scope,
    ).where(ApiToken.use == bindparam("use"), *_LASTS)
)
_SIGNED_IN = _opening("api")
_FEED = _opening("calendar")
