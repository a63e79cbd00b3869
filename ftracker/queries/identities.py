"""Whom a sign-in provider knows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.models import Identity


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """A person's account at a provider."""

    id: UUID
    issuer: str
    email: str
    created_at: datetime
    used_at: datetime | None


def by_subject(session: Session, issuer: str, subject: str) -> Identity | None:
    """Find whom a provider means by a subject."""
    theirs = Identity.issuer == issuer, Identity.subject == subject
    return session.scalars(select(Identity).where(*theirs)).one_or_none()


def listing(session: Session, user_id: UUID) -> list[IdentityLine]:
    """List a person's accounts at providers, oldest first."""
    columns = (
        Identity.id, Identity.issuer, Identity.email, Identity.created_at, Identity.used_at,
    )  # fmt: skip
    statement = select(*columns).where(Identity.user_id == user_id)
    found = session.execute(statement.order_by(Identity.created_at, Identity.id))
    return [IdentityLine(*row) for row in found]
