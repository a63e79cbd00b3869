"""Sums of many days at once, and of the ranges that some are held against."""

from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.periods import Period
from ftracker.domain.reports import changes, comparisons, ranges
from ftracker.domain.reports.changes import Changes
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.domain.reports.sums import By, Sum
from ftracker.queries import sums
from ftracker.queries.catalogue import catalogue
from ftracker.queries.views import View


def over(session: Session, view: View, days: Range, *dimensions: By) -> list[Sum]:
    """Sum some days by dimensions that are no days; the same keys may stand there up to thrice.

    Whole months among the days cost what their totals cost, also where the days cut others.
    """
    return [
        one
        for part in comparisons.parts(days)
        for one in sums.by(session, view.within(part), *dimensions)
    ]


def held(
    session: Session, view: View, days: Range, *dimensions: By, today: date, books: Period
) -> Held:
    """Sum up what a view holds some days against, by dimensions that are no days.

    What is usual is told by days that the books reach back to.
    """
    found = ranges.compared(days, view.compare, today=today)
    if view.compare is Compare.USUAL:
        found = [one for one in found if one.start >= books.start]
    rows = tuple(over(session, view, one, *dimensions) for one in found)
    return Held(view.compare, tuple(found), rows)


def told(session: Session, view: View, *, today: date, books: Period) -> Changes | None:
    """Tell which categories, each with those below it, changed most; None for too few days.

    A view that is compared with nothing is held against what is usual.
    """
    days = changes.stretch(view.days, view.unit, view.compare, today=today)
    if days is None:
        return None
    compare = Compare.USUAL if view.compare is Compare.NONE else view.compare
    asked = View(days, view.unit, compare, view.wanted)
    against = held(session, asked, days, By.CATEGORY, today=today, books=books)
    here = changes.so_far(days, today)
    names = catalogue(session)
    largest = changes.biggest(
        over(session, view, here, By.CATEGORY), against, lambda one: names.top(one.keys[0]).id
    )
    return Changes(days, here, against, largest)
