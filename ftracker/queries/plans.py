"""How a household plans."""

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain.cadences import Clock, Payday, Weekend
from ftracker.models import Plan


def stored(session: Session, *, lock: bool = False) -> Plan | None:
    """Give the household's plan, None while it has said nothing."""
    statement = select(Plan).where(Plan.household_id == household_id(session))
    return session.scalar(statement.with_for_update() if lock else statement)


def payday(session: Session) -> Payday:
    """Tell when the household's payday months begin."""
    found = _PAYDAY.rows(session, household=household_id(session))
    return Payday(found[0][0], Weekend(found[0][1])) if found else Payday()


def clock(plan: Plan | None) -> Clock:
    """Give what the household's periods are counted from."""
    if plan is None:
        return Clock()
    return Clock(Payday(plan.payday, Weekend(plan.payday_weekend)), plan.fortnight_start)


_PAYDAY = Read(
    select(Plan.payday, Plan.payday_weekend).where(
        Plan.household_id == bindparam("household", type_=Uuid)
    )
)
