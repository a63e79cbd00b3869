"""Payees of a section: who was paid most, or paid most, and what it was before."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.reports import payees, ranges
from ftracker.domain.reports.payees import Before, Largest, Payees
from ftracker.domain.reports.ranges import Compare
from ftracker.domain.reports.sums import By
from ftracker.queries import payee_sums, sums
from ftracker.queries.views import View


def of(session: Session, view: View, *, most: int, today: date) -> Payees:
    """Sum what counts in the one section of a view by payee, the largest first."""
    found = payee_sums.largest(session, view.filter, most=most)
    return Payees(found, _before(session, view, found, today))


def _before(session: Session, view: View, found: Largest, today: date) -> Before | None:
    others = ranges.compared(view.days, view.compare, today=today)
    names = tuple(name for one in found.payees for name in one.spellings)
    if not others or not names:
        return None
    is_average = view.compare is Compare.USUAL
    wholes = {days: sums.by(session, view.within(days), By.YEAR) for days in others}
    # Nobody kept books before their first day: such a range would only thin the average.
    kept = {days: whole for days, whole in wholes.items() if whole or not is_average}
    then = {
        days: sums.by(session, replace(view.within(days), payees=names), By.PAYEE) for days in kept
    }
    return payees.before(then, kept, found.payees, is_average=is_average) if kept else None
