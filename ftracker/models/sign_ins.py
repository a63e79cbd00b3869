"""More ways to prove who one is, what is half done of it, and what happened: global tables."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, now
from ftracker.db.ids import new_id


class Passkey(Base):
    """A key that a person's device keeps; `public_key` proves its signatures."""

    __tablename__ = "passkeys"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        Index("ix_passkeys_user_id", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that stands in once for a lost second factor; only a hash of it is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class Identity(Base):
    """A person as a sign-in provider (OpenID Connect) knows them: `subject` at `issuer`."""

    __tablename__ = "identities"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        Index("ix_identities_user_id", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    issuer: Mapped[str]
    subject: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class SignInStep(Base):
    """Something half done that one token carries on, once: only a hash of the token is kept.

    `purpose` says what: a second factor that is asked for, a passkey's challenge, a visit to a
    sign-in provider, a new password by mail. `details` holds what the next step needs.
    """

    __tablename__ = "sign_in_steps"
    __table_args__ = (
        CheckConstraint(
            "purpose in ('second_factor', 'passkey', 'provider', 'password')", name="purpose"
        ),
        Index("ix_sign_in_steps_user_id", "user_id"),
        Index("ix_sign_in_steps_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    purpose: Mapped[str]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class SecurityEvent(Base):
    """Something that happened around the doors: who, when, from where; never changed again.

    A person or household that is gone stays named here by its id alone.
    """

    __tablename__ = "security_events"
    __table_args__ = (
        CheckConstraint("event <> ''", name="event"),
        Index("ix_security_events_user_id_at", "user_id", "at"),
        Index("ix_security_events_household_id_at", "household_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(default=now)
    event: Mapped[str]
    user_id: Mapped[UUID | None]
    household_id: Mapped[UUID | None]
    ip: Mapped[str] = mapped_column(default="")
    user_agent: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
