"""People who sign in, and wrong tries to do so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ftracker.models import Household, Membership, SignInAttempt, User
from ftracker.queries.members import Home


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, and where they belong."""

    email: str
    created_at: datetime
    is_disabled: bool
    homes: tuple[Home, ...]


def exist(session: Session) -> bool:
    """Tell whether anybody has an account yet."""
    return bool(session.scalar(select(select(User.id).exists())))


def by_email(session: Session, email: str) -> User | None:
    """Find a person by their address, without regard to case; disabled ones too."""
    return session.scalars(select(User).where(User.email_key == func.lower(email))).one_or_none()


def listing(session: Session) -> list[Person]:
    """List everybody with the households that they belong to, in the order that they came."""
    homes: dict[UUID, list[Home]] = {}
    joined = (
        select(Membership.user_id, Household.id, Household.name, Membership.role)
        .join(Household, Household.id == Membership.household_id)
        .order_by(Membership.created_at, Household.id)
    )
    for user_id, key, name, role in session.execute(joined):
        homes.setdefault(user_id, []).append(Home(key, name, role))
    columns = (User.id, User.email, User.created_at, User.is_disabled)
    statement = select(*columns).order_by(User.created_at, User.id)
    return [
        Person(email, created_at, is_disabled, tuple(homes.get(key, ())))
        for key, email, created_at, is_disabled in session.execute(statement)
    ]


def by_id(session: Session, user_id: UUID) -> User | None:
    """Find a person; disabled ones too."""
    return session.get(User, user_id)


def door(session: Session, user_id: UUID) -> tuple[str, bool] | None:
    """Read what opens for a person now (the hash of their password), and whether they are shut out.

    Until the transaction ends nobody changes it. None for somebody who is gone.
    """
    columns = User.password_hash, User.is_disabled
    statement = select(*columns).where(User.id == user_id).with_for_update(read=True)
    found = session.execute(statement).one_or_none()
    return (found[0], found[1]) if found else None


def attempts(session: Session, key: str, *, since: datetime) -> int:
    """Count the wrong tries under a key since a moment."""
    recent = SignInAttempt.key == key, SignInAttempt.at > since
    return session.scalar(select(func.count()).where(*recent)) or 0
