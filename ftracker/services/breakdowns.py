"""What the money was for: sums by category, beside those of other days."""

from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.periods import Period
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.sums import By, Sum
from ftracker.queries import sums
from ftracker.queries.views import View
from ftracker.services import comparisons


def of(session: Session, view: View, *, today: date, books: Period) -> tuple[list[Sum], Held]:
    """Give the sums of a view by category, in no order, and what they are held against."""
    return (
        sums.over(session, view.wanted, [view.days], By.CATEGORY)[0],
        comparisons.held(session, view, view.days, By.CATEGORY, today=today, books=books),
    )
