"""The version of a household's names, raised by every change of a category, type or account.

Of a saved view too: whether one is pinned is known beside the names, so that the home page need
not ask.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.db.history import Change
from ftracker.db.scope import household_id
from ftracker.models.households import Household

NAMED = ("accounts", "categories", "transaction_types", "saved_views")


def rise(session: Session, _: list[Change]) -> None:
    """Raise the version; the follower of every flush of names."""
    mine = Household.id == household_id(session)
    # The household itself was not changed: its stamp stays.
    raised = {
        "catalogue_version": Household.catalogue_version + 1,
        "updated_at": Household.updated_at,
    }
    session.connection().execute(update(Household).where(mine).values(raised))


for table in NAMED:
    history.follow(table, rise)
