"""The keys of programs: each opens one household as one person, until it is revoked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.domain import tokens
from ftracker.domain.errors import InvalidInput, NotFound
from ftracker.models import ApiToken
from ftracker.queries import api_tokens as stored
from ftracker.queries import members
from ftracker.queries import users as people
from ftracker.queries.api_tokens import TokenLine
from ftracker.queries.user_sessions import SignedIn

__all__ = ["SignedIn", "TokenLine"]

PREFIX = "ftracker_"


def add(session: Session, *, user_id: UUID, household_id: UUID, name: str, use: str = "api") -> str:
    """Make a key and give it, the only time that it can be seen; `use` is what it opens."""
    token = tokens.fresh(PREFIX)
    row = ApiToken(
        id=new_id(),
        token_hash=tokens.digest(token),
        user_id=user_id,
        household_id=household_id,
        name=name,
        use=use,
    )
    session.add(row)
    session.flush()
    return token


def add_for(session: Session, email: str, *, name: str, household: str | None = None) -> str:
    """Make a key for somebody by their address, as the command line says it.

    Without a household it opens the one that they joined first. Raises InvalidInput.
    """
    user = people.by_email(session, email)
    if user is None:
        raise InvalidInput("email", f"Nobody has the address {email}.")
    homes = members.households_of(session, user.id)
    if household is not None:
        homes = [home for home in homes if home.name.lower() == household.lower()]
    if not homes:
        raise InvalidInput("household", f"{email} belongs to no such household.")
    return add(session, user_id=user.id, household_id=homes[0].id, name=name)


def find(session: Session, token: str, *, now: datetime) -> SignedIn | None:  # noqa: ARG001
    """Tell who shows this key; None when it means nobody (any more). Writes nothing."""
    return stored.signed_in(session, tokens.digest(token))


def note(session: Session, who: SignedIn, *, now: datetime) -> None:
    """Remember that a key is in use."""
    session.execute(update(ApiToken).where(ApiToken.id == who.token_id).values(used_at=now))


def revoke(session: Session, token_id: UUID, *, user_id: UUID) -> None:
    """Take a key of this person away. Raises NotFound."""
    mine = ApiToken.id == token_id, ApiToken.user_id == user_id, ApiToken.use == "api"
    if session.scalar(delete(ApiToken).where(*mine).returning(ApiToken.id)) is None:
        raise NotFound


def listing(session: Session, user_id: UUID) -> list[TokenLine]:
    """List the keys of a person, newest first."""
    return stored.listing(session, user_id)
