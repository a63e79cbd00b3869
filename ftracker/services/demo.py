"""The demonstration: a made-up household that everybody who comes is signed in to."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ftracker.db import Origin, new_id
from ftracker.models import User
from ftracker.queries import users as stored
from ftracker.schemas.households import HouseholdIn
from ftracker.services import households, sample_data, user_sessions

EMAIL = "demo@example.org"
HOUSEHOLD = "Mira & Jonas"


def prepare(session: Session, *, today: date) -> int:
    """Make the household, filled up to today, and its owner; gives how many transactions it has.

    The session must be a steward's, of a database that nobody else uses.
    """
    # No password fits what is no hash: the only way in is `enter`.
    owner = User(id=new_id(), email=EMAIL, name="Mira", password_hash="none")  # noqa: S106
    session.add(owner)
    session.flush()
    households.create(session, HouseholdIn(name=HOUSEHOLD, currency="EUR"), owner_id=owner.id)
    return sample_data.fill(session, today=today)


def enter(session: Session, *, now: datetime) -> str:
    """Sign a visitor in as the owner of the household, and give the session's token.

    Raises LookupError where no demonstration was prepared.
    """
    owner = stored.by_email(session, EMAIL)
    if owner is None:
        raise LookupError("No demonstration was prepared.")
    return user_sessions.start(session, owner, Origin(user_agent="demonstration"), now=now)
