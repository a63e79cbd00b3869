"""The end of a household: everything in it goes for good, its history too."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ftracker.db.base import Base
from ftracker.db.scope import household_id
from ftracker.domain import archives
from ftracker.models import Household
from ftracker.services import ledger, security_events

# Nobody may delete the history; it goes with the household that it is of.
_OPENING = ("monthly_totals", "user_sessions", "api_tokens", "invitations")
_GO_WITH_IT = ("households", "change_sets", "change_rows")


def end(session: Session) -> None:
    """Delete the session's household with all that belongs to it; there is no way back.

    What happened at the doors stays written down, by the household's id alone.
    """
    mine = household_id(session)
    # Who adds something now waits, and then finds nothing to add it to.
    ledger.hold(session)
    security_events.record(session, "household.deleted")
    connection = session.connection()
    for name in (*_OPENING, *reversed(archives.KEPT)):
        if name not in _GO_WITH_IT:
            table = Base.metadata.tables[name]
            connection.execute(delete(table).where(table.c.household_id == mine))
    connection.execute(delete(Household).where(Household.id == mine))
    session.expire_all()
