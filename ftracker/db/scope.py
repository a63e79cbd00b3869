"""Who acts, for which household, through which door: carried by the session."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import cast as cast_type
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, Text, cast, func, true
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from ftracker.db import driver, spread

APP_ROLE = "ftracker_app"
ANNOUNCE = (
    "select set_config('ftracker.household_id', %(acting_household)s, true),"
    " set_config('ftracker.user_id', %(acting_user)s, true),"
    " set_config('ftracker.steward', %(acting_steward)s, true),"
    " set_config('role', coalesce((select rolname::text from pg_roles"
    " where rolname = %(acting_role)s and pg_has_role(session_user, oid, 'member')),"
    " session_user::text), true)"
)


class Door(StrEnum):
    """Where a deed came in."""

    PAGE = "page"
    API = "api"
    IMPORT = "import"
    COMMAND = "command"
    JOB = "job"


class Role(StrEnum):
    """What a member may do: a viewer looks, an editor writes, an owner also governs."""

    VIEWER = "viewer"
    EDITOR = "editor"
    OWNER = "owner"

    def may(self, needed: "Role") -> bool:
        """Tell whether this role includes the needed one."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Scope(StrEnum):
    """The most that a program's token may do, whatever its owner may."""

    READ = "read"
    WRITE = "write"
    MANAGE = "manage"

    @property
    def most(self) -> Role:
        """The role that the token goes no further than."""
        return list(Role)[list(Scope).index(self)]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from; empty at the command line and in jobs."""

    ip: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or program behind a session.

    Without a household no household's row is visible; a steward (sign-in, command line) also
    sees which households and memberships exist, and nothing that lies in them.
    `catalogue_version` is known where the actor comes from a look at this very moment.
    """

    household_id: UUID | None = None
    user_id: UUID | None = None
    role: Role = Role.VIEWER
    door: Door = Door.COMMAND
    currency: str = ""
    locale: str = "en"
    steward: bool = False
    catalogue_version: int | None = None


def actor(session: Session) -> Actor:
    """Tell who acts in this session."""
    return cast_type("Actor", session.info["actor"])


def household_id(session: Session) -> UUID:
    """Tell whose books this session reads and writes."""
    found = actor(session).household_id
    if found is None:
        raise LookupError("This session belongs to no household.")
    return found


def user_id(session: Session) -> UUID | None:
    """Tell which person acts; None for FTracker itself, and at the command line."""
    return actor(session).user_id


def currency(session: Session) -> str:
    """Tell the ISO 4217 code that the household counts in."""
    return actor(session).currency


def origin(session: Session) -> Origin:
    """Tell from where the person acts."""
    return cast_type("Origin", session.info.get("origin", Origin()))


def come_from(session: Session, where: Origin) -> None:
    """Remember from where the person acts, whoever they turn out to be."""
    session.info["origin"] = where


def enter(session: Session, who: Actor) -> None:
    """Let the session act as `who` from now on, behind row-level security too."""
    session.info["actor"] = who
    if session.in_transaction():
        announce(session, session.connection())


def announcing(
    household: SQLColumnExpression[UUID], user: SQLColumnExpression[UUID]
) -> ColumnElement[str]:
    """Give the expression by which a SELECT itself announces whose books these are.

    The answer to who is signed in is the announcement: one statement instead of two.
    """
    settings = {"household_id": cast(household, Text), "user_id": cast(user, Text), "steward": ""}
    return func.concat(
        *(func.set_config(f"ftracker.{name}", value, true()) for name, value in settings.items())
    )


def adopt(session: Session, who: Actor) -> None:
    """Let the session act as `who`, of which a SELECT with `announcing` has told the database."""
    session.info["actor"] = who
    if is_spread(session) and session.info.get("told") != acting(session):
        enter(session, who)


def announce(session: Session, connection: Connection) -> None:
    """Tell the database who acts, until the transaction ends; this goes before all else in it."""
    session.info["spread"] = spread.is_spread(connection)
    if session.info["spread"]:
        session.info["told"] = acting(session)
        spread.tell(connection, session.info["told"])
    else:
        driver.send(connection, ANNOUNCE, acting(session))


def is_spread(session: Session) -> bool:
    """Tell whether the books lie on several servers: no SELECT can announce anything there."""
    if "spread" not in session.info:
        session.connection()
    return bool(session.info.get("spread"))


@contextmanager
def overlooking(session: Session) -> Iterator[None]:
    """See the names of somebody's other households where the wall of several servers hides them.

    On one server the wall itself knows whose they are, and nothing is done.
    """
    if not is_spread(session):
        yield
        return
    before = actor(session)
    enter(session, replace(before, steward=True))
    yield
    enter(session, before)


def acting(session: Session) -> dict[str, str]:
    """Give the values of the announcement."""
    who = actor(session)
    return {
        "acting_household": str(who.household_id or ""),
        "acting_user": str(who.user_id or ""),
        "acting_steward": "on" if who.steward else "",
        "acting_role": APP_ROLE,
    }
