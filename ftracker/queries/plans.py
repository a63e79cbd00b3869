"""How a household plans."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.cadences import Clock, Payday, Weekend
from ftracker.models import Plan


def stored(session: Session, *, lock: bool = False) -> Plan | None:
    """Give the household's plan, None while it has said nothing."""
    statement = select(Plan).where(Plan.household_id == household_id(session))
    return session.scalar(statement.with_for_update() if lock else statement)


def clock(plan: Plan | None) -> Clock:
    """Give what the household's periods are counted from."""
    if plan is None:
        return Clock()
    return Clock(Payday(plan.payday, Weekend(plan.payday_weekend)), plan.fortnight_start)
