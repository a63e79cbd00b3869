"""Payees of a section: who was paid most, or paid most, and what it was in other days."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.periods import Period
from ftracker.domain.reports import payees
from ftracker.domain.reports.payees import Payees
from ftracker.domain.reports.sums import By
from ftracker.queries import payee_sums, sums
from ftracker.queries import payees as stored
from ftracker.queries.views import View
from ftracker.services import comparisons


def of(session: Session, view: View, *, most: int, today: date, books: Period) -> Payees:
    """Sum what counts in the one section of a view by payee, the largest first."""
    found = payee_sums.largest(session, view.filter, most=most)
    held = comparisons.held(session, view, view.days, today=today, books=books)
    # Without a name the filter would let everybody through.
    if held.days is None or not found.payees:
        return Payees(found, held, {})
    names = [one.name for one in found.payees]
    found = found.spelt(stored.spellings(session, view.within(held.days), names))
    spellings = tuple(name for one in found.payees for name in one.spellings)
    then = sums.over(session, replace(view.wanted, payees=spellings), held.ranges, By.PAYEE)
    return Payees(found, held, payees.then(then, found.payees))
