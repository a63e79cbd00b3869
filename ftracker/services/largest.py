"""The largest single transactions of a section."""

from sqlalchemy.orm import Session

from ftracker.domain.kinds import Section
from ftracker.domain.reports.largest import MOST, READ, complete
from ftracker.domain.reports.sums import total
from ftracker.queries import largest, sums
from ftracker.queries.catalogue import catalogue
from ftracker.queries.largest import Largest
from ftracker.queries.views import View


def of(session: Session, view: View, section: Section) -> Largest:
    """List what made a section larger, about fifty of it; what lowered it is left out."""
    places = catalogue(session).places
    growing = view.only(places(section, signs=(1,)))
    read = largest.listing(session, growing.filter, most=READ)
    size = complete([line.amount for line in read])
    found = sums.by(session, view.only(places(section)).filter)
    lines = read[: size or MOST]
    return Largest(lines, total(found).of(section), is_complete=bool(size) or not read)
