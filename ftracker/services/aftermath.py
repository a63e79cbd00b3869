"""What there is to do once a file came in."""

from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain import periods
from ftracker.models import Import
from ftracker.queries import imports as stored
from ftracker.schemas.previews import After
from ftracker.services import matches, transfers


def of(session: Session, found: Import, *, today: date) -> After:
    """Tell what there is to do after an import; nothing for one that was taken back."""
    made = stored.change_set(session, found.id)
    if found.status != "imported" or made is None:
        return After()
    last = stored.last_day(session, found.id) or today
    pairs = transfers.proposed(session, today=today, end=periods.months_later(last, 1))
    return After(
        str(made.id),
        stored.without_category(session, found.id),
        len(matches.open_ones(session, found.id)),
        len(pairs.items),
        pairs.end,
    )
