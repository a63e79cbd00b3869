"""What came back of what was spent."""

from sqlalchemy.orm import Session

from ftracker.domain.kinds import Section
from ftracker.domain.reports.refunds import purchases_of
from ftracker.domain.reports.sums import By, total
from ftracker.queries import refunds, sums, transactions
from ftracker.queries.catalogue import catalogue
from ftracker.queries.refunds import Refunds
from ftracker.queries.views import View

MOST = 50


def of(session: Session, view: View) -> Refunds:
    """Sum what came back, and find purchases that the latest of it may belong to."""
    places = catalogue(session).places
    returned = view.only(places(Section.SPENDING, signs=(-1,))).filter
    paid = view.only(places(Section.SPENDING, signs=(1,))).filter
    lines = transactions.page(session, returned, limit=MOST).lines
    return Refunds(
        sums.by(session, returned, By.CATEGORY),
        lines,
        purchases_of(lines, refunds.purchases(session, lines)),
        total(sums.by(session, paid)).spending,
    )
