"""Who may open a household's books, and as what."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ftracker.db import Role, history
from ftracker.db.scope import household_id
from ftracker.domain.errors import Conflict, NotFound, Stale
from ftracker.models import ApiToken, Membership, UserSession
from ftracker.queries import members as stored
from ftracker.queries.members import Home, Member
from ftracker.schemas.users import MemberEdit
from ftracker.services import security_events

__all__ = ["Home", "Member"]

LAST_OWNER = "A household keeps at least one owner. Make somebody else an owner first."


def listing(session: Session) -> list[Member]:
    """List the people of the household, in the order that they joined."""
    return stored.listing(session)


def writer_of(session: Session, user_id: UUID | None) -> str:
    """Name who wrote something down, by name or e-mail.

    '' where nobody knows, and in a household of one, where it needs no saying. Who left has no name
    here any more.
    """
    if user_id is None:
        return ""
    people = {one.user_id: one.name or one.email for one in stored.listing(session)}
    if user_id not in people:
        return "a former member"
    return people[user_id] if len(people) > 1 else ""


def households_of(session: Session, user_id: UUID) -> list[Home]:
    """List the households that somebody belongs to, in the order that they joined them."""
    return stored.households_of(session, user_id)


def add(session: Session, user_id: UUID, *, role: Role) -> None:
    """Let somebody into the household. Raises Conflict when they are in it already.

    The history cannot be written anew: it names people by their ids alone, so that who goes for
    good leaves no address in it.
    """
    everybody = stored.for_update(session)
    if any(member.user_id == user_id for member in everybody):
        raise Conflict("You are a member of this household already.")
    with history.deed(session, "members.add", f"A member joined as {role}"):
        session.add(Membership(household_id=household_id(session), user_id=user_id, role=str(role)))
    _record(session, "joined", user_id, role=role)


def change_role(session: Session, user_id: UUID, data: MemberEdit) -> None:
    """Let a member do more or less from the next request on.

    Raises NotFound, Stale, and Conflict for the last owner.
    """
    everybody, member = _member(session, user_id)
    if member.version != data.version:
        raise Stale(member)
    if data.role is not Role.OWNER:
        _keep_an_owner(everybody, member)
    with history.deed(session, "members.change_role", f"A member is {data.role} now"):
        member.role = data.role
    _record(session, "role_changed", user_id, role=data.role)


def remove(session: Session, user_id: UUID) -> None:
    """Shut a member out: their sessions and keys of this household end at once.

    Raises NotFound, and Conflict for the last owner. What they wrote stays.
    """
    everybody, member = _member(session, user_id)
    _keep_an_owner(everybody, member)
    with history.deed(session, "members.remove", "Removed a member"):
        session.delete(member)
    for table in (UserSession, ApiToken):
        theirs = table.user_id == user_id, table.household_id == household_id(session)
        session.execute(delete(table).where(*theirs))
    _record(session, "removed", user_id)


def _member(session: Session, user_id: UUID) -> tuple[list[Membership], Membership]:
    everybody = stored.for_update(session)
    for member in everybody:
        if member.user_id == user_id:
            return everybody, member
    raise NotFound


def _keep_an_owner(everybody: list[Membership], member: Membership) -> None:
    owners = [m.user_id for m in everybody if m.role == Role.OWNER]
    if owners == [member.user_id]:
        raise Conflict(LAST_OWNER)


def _record(session: Session, verb: str, user_id: UUID, **about: Any) -> None:
    # By its id: what happened can never be rewritten, and an address may have to go.
    security_events.record(session, f"member.{verb}", member=str(user_id), **about)
