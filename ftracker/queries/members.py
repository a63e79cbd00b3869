"""Who belongs to a household, and to which households somebody belongs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db import scope
from ftracker.db.scope import Role, household_id
from ftracker.models import Household, Membership, User


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the household; `version` is the one of their membership."""

    user_id: UUID
    email: str
    name: str
    role: str
    since: datetime
    is_disabled: bool
    version: int


@dataclass(frozen=True, slots=True)
class Home:
    """A household that somebody belongs to."""

    id: UUID
    name: str
    role: str


def listing(session: Session) -> list[Member]:
    """List the people of the household, in the order that they joined."""
    statement = (
        select(
            User.id,
            User.email,
            User.name,
            Membership.role,
            Membership.created_at,
            User.is_disabled,
            Membership.version,
        )
        .join(User, User.id == Membership.user_id)
        .where(Membership.household_id == household_id(session))
        .order_by(Membership.created_at, User.id)
    )
    return [Member(*row) for row in session.execute(statement)]


def called(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the names of people by their ids, also of those who left; an address for no name."""
    statement = select(User.id, User.name, User.email).where(User.id.in_(ids))
    return {key: name or email for key, name, email in session.execute(statement)}


def may_govern(session: Session, user_id: UUID, *, household_id: UUID) -> bool:
    """Tell whether somebody is an owner of a household, and not shut out."""
    is_owner = (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.household_id == household_id,
            Membership.user_id == user_id,
            Membership.role == Role.OWNER,
            User.is_disabled.is_(False),
        )
    )
    with scope.overlooking(session):
        return session.execute(is_owner).one_or_none() is not None


def first_owner(session: Session) -> UUID | None:
    """Tell who of the household's owners joined first, None where it has no owner."""
    statement = (
        select(Membership.user_id)
        .where(Membership.household_id == household_id(session), Membership.role == Role.OWNER)
        .order_by(Membership.created_at, Membership.user_id)
    )
    return session.scalars(statement.limit(1)).first()


def for_update(session: Session) -> list[Membership]:
    """Load and lock all memberships of the household, in the order of their people's ids."""
    statement = (
        select(Membership)
        .where(Membership.household_id == household_id(session))
        .order_by(Membership.user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def households_of(session: Session, user_id: UUID) -> list[Home]:
    """List the households that somebody belongs to, in the order that they joined them."""
    statement = (
        select(Household.id, Household.name, Membership.role)
        .join(Membership, Membership.household_id == Household.id)
        .where(Membership.user_id == user_id)
        .order_by(Membership.created_at, Household.id)
    )
    with scope.overlooking(session):
        return [Home(*row) for row in session.execute(statement)]
