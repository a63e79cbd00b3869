"""Households: the session's own, and by name for the command line."""

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
