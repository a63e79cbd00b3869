"""How a household plans."""

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain.budgets import IncomeRule, Method
from ftracker.domain.cadences import Cadence, Clock, Payday, Weekend
from ftracker.domain.plans import Settings
from ftracker.models import Plan


def stored(session: Session, *, lock: bool = False) -> Plan | None:
    """Give the household's plan, None while it has said nothing."""
    statement = select(Plan).where(Plan.household_id == household_id(session))
    return session.scalar(statement.with_for_update() if lock else statement)


def settings(session: Session) -> Settings:
    """Tell how the household plans; the defaults while it has said nothing."""
    found = _SETTINGS.rows(session, household=household_id(session))
    if not found:
        return Settings()
    method, cadence, day, weekend, fortnight_start, income, version = found[0]
    clock = Clock(Payday(day, Weekend(weekend)), fortnight_start)
    return Settings(Method(method), Cadence(cadence), clock, IncomeRule(income), version)


def payday(session: Session) -> Payday:
    """Tell when the household's payday months begin."""
    found = _PAYDAY.rows(session, household=household_id(session))
    return Payday(found[0][0], Weekend(found[0][1])) if found else Payday()


def clock(plan: Plan | None) -> Clock:
    """Give what the household's periods are counted from."""
    if plan is None:
        return Clock()
    return Clock(Payday(plan.payday, Weekend(plan.payday_weekend)), plan.fortnight_start)


_SETTINGS = Read(
    select(
        Plan.method,
        Plan.cadence,
        Plan.payday,
        Plan.payday_weekend,
        Plan.fortnight_start,
        Plan.income,
        Plan.version,
    ).where(Plan.household_id == bindparam("household", type_=Uuid))
)
_PAYDAY = Read(
    select(Plan.payday, Plan.payday_weekend).where(
        Plan.household_id == bindparam("household", type_=Uuid)
    )
)
