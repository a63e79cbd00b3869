"""People who sign in, their sessions and tokens: small global tables."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, now
from ftracker.db.ids import new_id


class User(Base):
    """A person who signs in."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(Computed("lower(email)", persisted=True), unique=True)
    name: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    is_disabled: Mapped[bool] = mapped_column(default=False)
    # Sealed with the installation's secret; it counts once it was confirmed.
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[datetime | None]
    # The last time step whose code was taken: no code is taken twice.
    totp_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class UserSession(Base):
    """A signed-in browser; only a hash of its token is kept."""

    __tablename__ = "user_sessions"
    __table_args__ = (Index("ix_user_sessions_user_id", "user_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    household_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    user_agent: Mapped[str] = mapped_column(default="")
    ip: Mapped[str] = mapped_column(default="")
    # When the person last proved who they are in this browser.
    proven_at: Mapped[datetime] = mapped_column(default=now)


class ApiToken(Base):
    """A program's key to one household; only a hash of it is kept.

    `use` is what it opens: the API, or only the feed of what is due. `scope` is the most that it
    may do there, whatever its owner may: look (`read`), write (`write`), or all (`manage`).
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("use in ('api', 'calendar')", name="use"),
        CheckConstraint("scope in ('read', 'write', 'manage')", name="scope"),
        Index("ix_api_tokens_user_id", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    household_id: Mapped[UUID]
    name: Mapped[str]
    use: Mapped[str] = mapped_column(default="api")
    scope: Mapped[str] = mapped_column(default="manage")
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class Invitation(Base):
    """A link that makes its bearer a member of a household, once."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("role in ('owner', 'editor', 'viewer')", name="role"),
        Index("ix_invitations_household_id", "household_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    household_id: Mapped[UUID]
    role: Mapped[str]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A wrong password: `key` names the account or the address it came from."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_key_at", "key", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
