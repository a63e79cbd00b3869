"""The keys of programs: each opens one household as one person, until it ends or is revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ftracker.db import Scope, new_id
from ftracker.domain import tokens
from ftracker.domain.errors import InvalidInput, NotFound
from ftracker.models import ApiToken, User
from ftracker.queries import api_tokens as stored
from ftracker.queries import members
from ftracker.queries import users as people
from ftracker.queries.api_tokens import TokenLine
from ftracker.queries.user_sessions import SignedIn
from ftracker.services import security_events

__all__ = ["SignedIn", "TokenLine"]

PREFIX = "ftracker_"


@dataclass(frozen=True, slots=True)
class Reach:
    """What a key opens, the most that it may do there, and until when; None is for ever."""

    use: str = "api"
    scope: Scope = Scope.MANAGE
    expires_at: datetime | None = None

    @classmethod
    def lasting(cls, scope: Scope, days: int | None, *, now: datetime) -> "Reach":
        """Let a key open the API for some days from now; None is for ever."""
        return cls(scope=scope, expires_at=now + timedelta(days=days) if days else None)


FULL = Reach()
"""All that the person may do, for ever."""


def add(
    session: Session, *, user_id: UUID, household_id: UUID, name: str, reach: Reach = FULL
) -> str:
    """Make a key and give it, the only time that it can be seen."""
    token = tokens.fresh(PREFIX)
    row = ApiToken(
        id=new_id(),
        token_hash=tokens.digest(token),
        user_id=user_id,
        household_id=household_id,
        name=name,
        use=reach.use,
        scope=reach.scope,
        expires_at=reach.expires_at,
    )
    session.add(row)
    session.flush()
    _record(session, row, "made")
    return token


def add_for(
    session: Session, email: str, *, name: str, household: str | None = None, reach: Reach = FULL
) -> str:
    """Make a key for somebody by their address, as the command line says it.

    Without a household it opens the one that they joined first. Raises InvalidInput.
    """
    user = _person(session, email)
    homes = members.households_of(session, user.id)
    if household is not None:
        homes = [home for home in homes if home.name.lower() == household.lower()]
    if not homes:
        raise InvalidInput("household", f"{email} belongs to no such household.")
    return add(session, user_id=user.id, household_id=homes[0].id, name=name, reach=reach)


def find(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Tell who shows this key, their role no higher than its scope; None when nobody (any more).

    Writes nothing.
    """
    return stored.signed_in(session, tokens.digest(token), now=now)


def note(session: Session, who: SignedIn, *, now: datetime) -> None:
    """Remember that a key is in use."""
    session.execute(update(ApiToken).where(ApiToken.id == who.token_id).values(used_at=now))


def revoke(session: Session, token_id: UUID, *, user_id: UUID) -> None:
    """Take a key of this person away. Raises NotFound."""
    mine = ApiToken.id == token_id, ApiToken.user_id == user_id, ApiToken.use == "api"
    gone = session.scalar(delete(ApiToken).where(*mine).returning(ApiToken))
    if gone is None:
        raise NotFound
    _record(session, gone, "revoked")


def revoke_for(session: Session, email: str, name: str) -> int:
    """Take all keys of this name from somebody, as the command line says it; gives how many.

    Raises InvalidInput for an address that nobody has, and where there is no such key.
    """
    user = _person(session, email)
    found = [one.id for one in stored.listing(session, user.id) if one.name == name]
    if not found:
        raise InvalidInput("name", f"{email} has no key of this name.")
    for token_id in found:
        revoke(session, token_id, user_id=user.id)
    return len(found)


def listing(session: Session, user_id: UUID) -> list[TokenLine]:
    """List the keys of a person, newest first, those that have ended too."""
    return stored.listing(session, user_id)


def listing_for(session: Session, email: str) -> list[TokenLine]:
    """List the keys of somebody by their address. Raises InvalidInput."""
    return listing(session, _person(session, email).id)


def _person(session: Session, email: str) -> User:
    found = people.by_email(session, email)
    if found is None:
        raise InvalidInput("email", f"Nobody has the address {email}.")
    return found


def _record(session: Session, row: ApiToken, verb: str) -> None:
    topic = "token" if row.use == "api" else row.use
    about: dict[str, Any] = {"name": row.name, "scope": row.scope} if row.use == "api" else {}
    security_events.record(
        session,
        f"{topic}.{verb}",
        user_id=row.user_id,
        household_id=row.household_id,
        **about,
    )
