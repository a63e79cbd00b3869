"""Leaving for good: a person goes, what they wrote stays with a former member."""

from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import Actor, Role, scope
from ftracker.domain.errors import Conflict
from ftracker.domain.farewells import Farewell, Fate
from ftracker.queries import members as stored
from ftracker.queries.members import Home
from ftracker.services import household_ends, members, security_events, users

HAND_OVER = "You are the last owner of {name}. Make another member its owner first, or remove them."


def farewells(session: Session, user_id: UUID) -> list[Farewell]:
    """Tell what would become of each household of a person, in the order that they joined.

    The session acts for one household after the other, and for none at the end.
    """
    before = scope.actor(session)
    found = [
        Farewell(home.name, _fate(session, home, user_id))
        for home in stored.households_of(session, user_id)
    ]
    scope.enter(session, before)
    return found


def leave(session: Session, user_id: UUID) -> None:
    """Delete a person with all that opens doors for them; households that only they are in end.

    Nothing of it can be undone. Raises NotFound, and Conflict while a household needs an owner.
    """
    user = users.find(session, user_id)
    door = scope.actor(session).door
    for home in stored.households_of(session, user_id):
        scope.enter(session, Actor(home.id, user_id, Role(home.role), door))
        everybody = stored.for_update(session)
        if len(everybody) == 1:
            household_ends.end(session)
            continue
        if [one.user_id for one in everybody if one.role == Role.OWNER] == [user_id]:
            raise Conflict(HAND_OVER.format(name=home.name))
        members.remove(session, user_id)
    scope.enter(session, Actor(user_id=user_id, door=door, steward=True))
    security_events.record(session, "person.deleted")
    users.remove(session, user)


def _fate(session: Session, home: Home, user_id: UUID) -> Fate:
    scope.enter(session, Actor(home.id, user_id, Role(home.role)))
    everybody = stored.listing(session)
    if len(everybody) == 1:
        return Fate.ENDS
    owners = [one.user_id for one in everybody if one.role == Role.OWNER]
    return Fate.WAITS if owners == [user_id] else Fate.STAYS
