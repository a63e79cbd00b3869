"""The passkeys that people keep."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.models import Passkey


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """One passkey of a person."""

    id: UUID
    name: str
    created_at: datetime
    used_at: datetime | None


def listing(session: Session, user_id: UUID) -> list[PasskeyLine]:
    """List the passkeys of a person, newest first."""
    statement = (
        select(Passkey.id, Passkey.name, Passkey.created_at, Passkey.used_at)
        .where(Passkey.user_id == user_id)
        .order_by(Passkey.created_at.desc(), Passkey.id.desc())
    )
    return [PasskeyLine(*row) for row in session.execute(statement)]


def credentials(session: Session, user_id: UUID) -> list[bytes]:
    """List the credential ids of a person's passkeys, oldest first."""
    statement = select(Passkey.credential_id).where(Passkey.user_id == user_id)
    return list(session.scalars(statement.order_by(Passkey.created_at, Passkey.id)))


def by_credential(session: Session, credential_id: bytes) -> Passkey | None:
    """Find and lock a passkey by what its device calls it."""
    statement = select(Passkey).where(Passkey.credential_id == credential_id)
    return session.scalars(statement.with_for_update()).one_or_none()


def mine(session: Session, passkey_id: UUID, user_id: UUID) -> Passkey | None:
    """Find a passkey of this person."""
    statement = select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user_id)
    return session.scalars(statement).one_or_none()
