"""How far the books reach."""

from datetime import date

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.models import MonthlyTotal


def extent(session: Session) -> tuple[date, date] | None:
    """Tell the first day of the first and of the last month with transactions, None without any."""
    [(first, last)] = _EXTENT.rows(session, household=household_id(session))
    return None if first is None else (first, last)


_EXTENT = Read(
    select(func.min(MonthlyTotal.month), func.max(MonthlyTotal.month)).where(
        MonthlyTotal.household_id == bindparam("household", type_=Uuid), MonthlyTotal.count > 0
    )
)
