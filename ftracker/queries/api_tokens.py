"""The keys of programs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, cast, null, select
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.models import ApiToken, Household
from ftracker.queries.user_sessions import SignedIn, one, person


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
    return one(_SIGNED_IN.rows(session, digest=digest))


def listing(session: Session, user_id: UUID) -> list[TokenLine]:
    """List the keys of a person, newest first."""
    statement = (
        select(ApiToken.id, ApiToken.name, Household.name, ApiToken.created_at, ApiToken.used_at)
        .join(Household, Household.id == ApiToken.household_id)
        .where(ApiToken.user_id == user_id)
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    )
    return [TokenLine(*row) for row in session.execute(statement)]


_SIGNED_IN = Read(
    person(
        ApiToken.user_id,
        ApiToken.household_id,
        cast(null(), Uuid).label("session_id"),
        ApiToken.id.label("token_id"),
        ApiToken.used_at,
    ).where(ApiToken.token_hash == bindparam("digest"))
)
