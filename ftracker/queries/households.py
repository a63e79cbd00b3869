"""Households: the session's own, and by name for the command line."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import Household, Transaction


def household(session: Session, *, lock: bool = False) -> Household:
    """Load the session's household."""
    statement = select(Household).where(Household.id == household_id(session))
    return session.scalars(statement.with_for_update() if lock else statement).one()


def named(session: Session, name: str) -> list[Household]:
    """List the households of this name without regard to case, in the order of their ids."""
    same = func.lower(Household.name) == func.lower(name)
    return list(session.scalars(select(Household).where(same).order_by(Household.id)))


def has_transactions(session: Session) -> bool:
    """Tell whether the household has any transaction, deleted ones included."""
    mine = select(Transaction.id).where(Transaction.household_id == household_id(session))
    return bool(session.scalar(select(mine.exists())))


def ids(session: Session) -> list[UUID]:
    """List all households that the session may know of, in the order of their ids."""
    return list(session.scalars(select(Household.id).order_by(Household.id)))


def one(session: Session, household_id: UUID) -> Household | None:
    """Read a household that the session may know of."""
    return session.get(Household, household_id)
