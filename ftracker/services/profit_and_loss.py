"""Profit and loss over the periods of a view."""

from sqlalchemy.orm import Session

from ftracker.domain.reports import results
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.sums import By
from ftracker.queries import sums
from ftracker.queries.views import View


def results_of(session: Session, view: View) -> list[Result]:
    """Give what came in, went out and was left of each period, oldest first."""
    found = sums.by(session, view.filter, By(view.unit))
    return results.by_period(found, view.days.cut(view.unit))
