"""What a category came to before the periods that are forecast of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import cadences
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Section
from ftracker.queries import budgets, plans
from ftracker.queries.catalogue import catalogue

MOST = 24


def before(
    session: Session, section: Section, category_id: UUID, *, first: date, end: date
) -> list[tuple[Span, Decimal]]:
    """Sum a category, with those below it, over the periods before one, oldest first.

    They are as long as the one from `first` up to, and without, `end`; at most two years of
    months, or as many others. Those before anything ever counted in it are left out.
    """
    spans = list(_spans(session, Span(first, end)))
    counted = budgets.sums(session, spans, catalogue(session))
    found = [(span, counted.of(section, category_id, span)) for span in spans]
    begun = next((place for place, (_, amount) in enumerate(found) if amount), len(found))
    return found[begun:]


def _spans(session: Session, present: Span) -> Iterator[Span]:
    clock = plans.clock(plans.stored(session))
    fitting = (
        cadence
        for cadence in Cadence
        if cadence is not Cadence.WINDOW
        and cadences.containing(present.start, cadence, clock) == present
    )
    cadence = next(fitting, Cadence.MONTH)
    span = cadences.following(
        cadences.containing(present.start, cadence, clock), cadence, clock, by=-MOST
    )
    for _ in range(MOST):
        yield span
        span = cadences.following(span, cadence, clock)
