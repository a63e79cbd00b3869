"""People as a sign-in provider knows them: recognised, connected, made, let go."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ftracker.db import locks, new_id
from ftracker.domain.errors import Conflict, Forbidden, NotFound
from ftracker.models import Identity, User
from ftracker.queries import identities as stored
from ftracker.queries import users as people
from ftracker.queries.identities import IdentityLine
from ftracker.schemas import sentences
from ftracker.schemas.users import KnownIn
from ftracker.services import security_events, users
from ftracker.services.providers import Claims, Provider

__all__ = ["IdentityLine"]

TAKEN = "This account is connected with somebody else here."
ONLY_WAY = (
    "You have no password yet, and would have no way in. Set one first: sign out, then ask for a"
    " new password on the sign-in page."
)


def recognise(
    session: Session, provider: Provider, claims: Claims, *, now: datetime
) -> User | None:
    """Find the person whom a provider has seen; None for somebody who is new here.

    Whom it never saw here before is known by their address only where the settings trust the
    provider with that, the provider made sure of it, and the person has no other account there.
    Raises Forbidden for somebody who is shut out.
    """
    locks.hold(session, "identity", f"{claims.issuer} {claims.subject}")
    known = stored.by_subject(session, claims.issuer, claims.subject)
    if known is not None:
        known.used_at, known.email = now, claims.email
        return _open(session, users.find(session, known.user_id))
    found = people.by_email(session, claims.email) if "\x00" not in claims.email else None
    if found is None or not (provider.trusts_email and claims.is_verified):
        return None
    if any(one.issuer == claims.issuer for one in stored.listing(session, found.id)):
        return None
    _add(session, found.id, claims, now=now)
    return _open(session, found)


def connect(session: Session, user_id: UUID, claims: Claims, *, now: datetime) -> None:
    """Let a person who is signed in come by their account at a provider from now on.

    Raises Conflict when that account is somebody else's way in.
    """
    locks.hold(session, "identity", f"{claims.issuer} {claims.subject}")
    known = stored.by_subject(session, claims.issuer, claims.subject)
    if known is None:
        _add(session, user_id, claims, now=now)
    elif known.user_id != user_id:
        raise Conflict(TAKEN)


def vouches(session: Session, claims: Claims, user_id: UUID) -> bool:
    """Tell whether it is this person whom a provider has seen."""
    known = stored.by_subject(session, claims.issuer, claims.subject)
    return known is not None and known.user_id == user_id


def register(session: Session, claims: Claims, *, now: datetime) -> User:
    """Add a person whom a provider vouches for; they have no password and no household yet.

    Raises InvalidInput for an address that is taken, and for one that is none.
    """
    user = users.register_known(session, email_of(claims))
    _add(session, user.id, claims, now=now)
    return user


def email_of(claims: Claims) -> str:
    """Give the address that a new person signs in with. Raises InvalidInput where it is none."""
    return sentences.read(KnownIn, {"email": claims.email}).email


def disconnect(session: Session, identity_id: UUID, *, user_id: UUID) -> None:
    """Let a person come no more by an account at a provider.

    Raises NotFound, and Conflict where no other way in would be left.
    """
    mine = Identity.id == identity_id, Identity.user_id == user_id
    gone = session.scalar(delete(Identity).where(*mine).returning(Identity.issuer))
    if gone is None:
        raise NotFound
    if not users.has_password(users.find(session, user_id)) and not listing(session, user_id):
        raise Conflict(ONLY_WAY)
    security_events.record(session, "provider.disconnected", user_id=user_id, issuer=gone)


def listing(session: Session, user_id: UUID) -> list[IdentityLine]:
    """List a person's accounts at providers, oldest first."""
    return stored.listing(session, user_id)


def _open(session: Session, user: User) -> User:
    if user.is_disabled:
        raise Forbidden("This account is shut. Ask whoever runs FTracker.")
    security_events.record(session, "provider.used", user_id=user.id)
    return user


def _add(session: Session, user_id: UUID, claims: Claims, *, now: datetime) -> None:
    row = Identity(
        id=new_id(),
        user_id=user_id,
        issuer=claims.issuer,
        subject=claims.subject,
        email=claims.email,
        created_at=now,
    )
    session.add(row)
    session.flush()
    security_events.record(session, "provider.connected", user_id=user_id, issuer=claims.issuer)
