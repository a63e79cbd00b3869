"""Profit and loss over the periods of a view, and how its year adds up."""

from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.periods import Period, Unit
from ftracker.domain.reports import ranges, results, years
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import By, total
from ftracker.domain.reports.years import ProfitAndLoss, Standing, Years
from ftracker.queries import sums
from ftracker.queries.views import View
from ftracker.services import comparisons


def of(session: Session, view: View, *, today: date, books: Period) -> ProfitAndLoss:
    """Give what came in, went out and was left of each period, and what it is held against."""
    found = sums.by(session, view.filter, By(view.unit))
    against = comparisons.held(session, view, view.days, today=today, books=books)
    return ProfitAndLoss(
        results=results.by_period(found, view.days.cut(view.unit)),
        then=comparisons.periods(session, view, against),
        held=against,
        years=years_of(session, view, today=today),
    )


def years_of(session: Session, view: View, *, today: date) -> Years:
    """Add up the calendar year of a view's last day beside the one before it.

    It goes by week where the view does, else by month. Both years are whole, whatever the days
    of the view, but for what has not begun.
    """
    year = years.year_of(view.days, today=today)
    is_by_week = view.unit is Unit.WEEK
    both = view.within(Range(years.earlier(year).start, year.end))
    found = sums.by(session, both, By.DAY if is_by_week else By.MONTH)
    unit = Unit.WEEK if is_by_week else Unit.MONTH
    days = ranges.up_to(year, today)
    before = years.earlier(days)
    here, then = (total(one).net for one in sums.over(session, view.wanted, [days, before]))
    steps = years.steps(found, year, unit, today=today)
    return Years(year, steps, Standing(days, before, here, then))
