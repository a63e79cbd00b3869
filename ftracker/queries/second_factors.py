"""What somebody has to prove themselves with beside their password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ftracker.models import Passkey, RecoveryCode, User


@dataclass(frozen=True, slots=True)
class Factors:
    """Since when codes of an app count, None for never; how many passkeys; how many codes on paper.

    `codes` counts those on paper that were made, `codes_left` those that are unused.
    """

    app_since: datetime | None
    passkeys: int
    codes: int
    codes_left: int

    @property
    def has_app(self) -> bool:
        """Whether codes of an app count."""
        return self.app_since is not None

    @property
    def is_asked(self) -> bool:
        """Whether something is asked for after the password."""
        return self.codes > 0 and (self.has_app or self.passkeys > 0)


def of(session: Session, user_id: UUID) -> Factors:
    """Tell what a person has, in one query."""
    mine = RecoveryCode.user_id == user_id
    codes = select(func.count()).where(mine).scalar_subquery()
    left = select(func.count()).where(mine, RecoveryCode.used_at.is_(None)).scalar_subquery()
    keys = select(func.count()).where(Passkey.user_id == user_id).scalar_subquery()
    statement = select(User.totp_confirmed_at, keys, codes, left).where(User.id == user_id)
    return Factors(*session.execute(statement).one())
