"""What a summary says of a view: its periods, what is usual in them, and what changed."""

from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.periods import Period
from ftracker.domain.reports import results, summaries
from ftracker.domain.reports.summaries import Summary
from ftracker.domain.reports.sums import By, total
from ftracker.queries import sums
from ftracker.queries.views import View
from ftracker.services import comparisons


def of(session: Session, view: View, *, today: date, books: Period) -> Summary:
    """Sum a view up by its periods and by category, and hold it against what it asks for."""
    by_period = sums.by(session, view.filter, By(view.unit))
    found = results.by_period(by_period, view.days.cut(view.unit))
    return Summary(
        results=found,
        totals=total(by_period),
        categories=comparisons.over(session, view, view.days, By.CATEGORY),
        typical=summaries.whole_periods(found, books, today=today),
        held=comparisons.held(session, view, view.days, today=today, books=books),
        changes=comparisons.told(session, view, today=today, books=books),
    )
