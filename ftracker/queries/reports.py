"""How far the books reach."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import MonthlyTotal


def extent(session: Session) -> tuple[date, date] | None:
    """Tell the first day of the first and of the last month with transactions, None without any."""
    months: list[Any] = [func.min(MonthlyTotal.month), func.max(MonthlyTotal.month)]
    statement = select(*months).where(
        MonthlyTotal.household_id == household_id(session), MonthlyTotal.count > 0
    )
    first, last = session.execute(statement).one()
    return None if first is None else (first, last)
