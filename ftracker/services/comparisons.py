"""What days are held against: the sums of other ranges, and what changed most since."""

from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.periods import Period
from ftracker.domain.reports import changes, ranges, results
from ftracker.domain.reports.changes import Changes
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.domain.reports.results import Result
from ftracker.domain.reports.sums import By
from ftracker.queries import sums
from ftracker.queries.catalogue import catalogue
from ftracker.queries.views import View


def held(
    session: Session, view: View, days: Range, *dimensions: By, today: date, books: Period
) -> Held:
    """Sum up what a view holds some days against, by dimensions; the same keys may come twice.

    What is usual is told by days that the books reach back to.
    """
    found = ranges.compared(days, view.compare, today=today)
    rows = sums.over(session, view.wanted, found, *dimensions)
    told = [
        (one, here)
        for one, here in zip(found, rows, strict=True)
        if view.compare is not Compare.USUAL or one.start >= books.start
    ]
    return Held(view.compare, tuple(one for one, _ in told), tuple(here for _, here in told))


def periods(session: Session, view: View, against: Held) -> list[Result]:
    """Give the periods of the one range that a view is held against, oldest first; else none."""
    if against.only is None:
        return []
    found = sums.by(session, view.within(against.only), By(view.unit))
    return results.by_period(found, against.only.cut(view.unit))


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
    here = ranges.up_to(days, today)
    names = catalogue(session)
    (now,) = sums.over(session, view.wanted, [here], By.CATEGORY)
    largest = changes.biggest(now, against, lambda one: names.top(one.keys[0]).id)
    return Changes(days, here, against, largest)
