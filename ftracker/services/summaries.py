"""What a summary says of a view: its periods, what is usual in them, and what changed."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.periods import Period
from ftracker.domain.reports import results, summaries
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.summaries import Beside, Summary
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
        categories=sums.over(session, view.wanted, [view.days], By.CATEGORY)[0],
        beside=beside(session, view, found, today=today, books=books),
    )


def beside(
    session: Session, view: View, found: Sequence[Result], *, today: date, books: Period
) -> Beside:
    """Tell what the periods of a view are measured by; nothing where it has none."""
    if not found:
        return Beside()
    against = comparisons.held(session, view, view.days, today=today, books=books)
    return Beside(
        typical=summaries.whole_periods(found, books, today=today),
        held=against,
        then=comparisons.periods(session, view, against),
        changes=comparisons.told(session, view, today=today, books=books),
    )
