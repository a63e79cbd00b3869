"""The books of an archive become a household here: all of them, or nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from uuid import UUID, uuid5

import psycopg
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, ProgramLimitExceeded
from sqlalchemy import update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import Role, history, locks, migrations, new_id, scope
from ftracker.db.base import Base, Tracked
from ftracker.db.scope import Actor, household_id
from ftracker.domain import archives
from ftracker.domain.archives import BadArchive
from ftracker.domain.errors import InvalidInput
from ftracker.models import Household, Import, Membership, User
from ftracker.queries import archives as stored
from ftracker.queries import households as homes
from ftracker.queries import members as places
from ftracker.services import archive_checks, archive_files, doctor, security_events
from ftracker.services.archive_files import Archive
from ftracker.services.doctor import Check

CONTRADICTS = "This archive contradicts itself. Nothing was brought in."
_INSERT = sql.SQL(
    "insert into {table} ({columns}) select {columns} from jsonb_populate_recordset("
    "jsonb_populate_record(null::{table}, %(new)s::jsonb), %(rows)s::jsonb) r{only}"
    # Without it, several servers are sent the rows by COPY, which knows no walls.
    " returning 1"
)
_HERE = sql.SQL(" where r.user_id = any(%(here)s)")
_REFUSALS = (
    psycopg.DataError, psycopg.IntegrityError, InsufficientPrivilege, IntegrityError, DataError,
    # A name too long for its index.
    ProgramLimitExceeded,
)  # fmt: skip
_UNDER_WAY = ("queued", "running")
Swaps = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an archive is to be brought in.

    `name` is what the household is called here, '' as in the archive. `owner` is who owns it, None
    where only the command line may reach it. With `members`, everybody who belonged to it and
    has an account of the same address here belongs to it again.
    """

    name: str = ""
    owner: User | None = None
    members: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of an archive: the household, its rows by table, who is in it, and who is not.

    `left_out` says in sentences what could not be read and was left out.
    """

    household: Household
    rows: dict[str, int]
    members: int
    strangers: list[str]
    findings: list[Check]
    left_out: list[str]


@dataclass(slots=True)
class _People:
    """Who of an archive is who here: ids there and here; addresses of those who are not here."""

    ids: dict[UUID, UUID] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)


def bring_in(session: Session, source: BinaryIO, wanted: Wanted) -> Brought:
    """Make a household of an archive, with its history; the session acts for it from here on.

    It keeps its id where that is free here. The session must be a steward's. Raises InvalidInput
    at `file` for what is no whole archive, and at `name` for a name that is taken.
    """
    with archive_files.opened(source) as archive, _as_said():
        _refuse_unknown_schema(archive)
        mine, name = _place(session, archive, wanted)
        people = _people(session, archive, mine, wanted)
        who = scope.actor(session)
        owner_id = wanted.owner.id if wanted.owner else None
        currency = archive.manifest.currency
        scope.enter(session, Actor(mine, owner_id, Role.OWNER, who.door, currency))
        rows = _rows(session, archive, _swaps(archive.manifest.household_id, mine, people))
        left_out = archive_checks.sift(session)
        _settle(session)
        _look_over(session, archive, people)
        household = _hand_over(session, name, wanted)
        scope.enter(
            session,
            Actor(mine, owner_id, Role.OWNER, who.door, household.currency, household.locale),
        )
        security_events.record(session, "household.imported")
        count = len(places.listing(session))
        findings = doctor.examine(session)
        return Brought(household, rows, count, people.strangers, findings, left_out)


@contextmanager
def _as_said() -> Iterator[None]:
    """Say of what the database refuses that the archive is to blame."""
    try:
        yield
    except (UnicodeDecodeError, *_REFUSALS) as bad:
        raise InvalidInput("file", CONTRADICTS) from bad


def _refuse_unknown_schema(archive: Archive) -> None:
    if archive.manifest.schema not in migrations.revisions(migrations.configuration()):
        raise BadArchive(archives.NEWER)


def _place(session: Session, archive: Archive, wanted: Wanted) -> tuple[UUID, str]:
    """Find the id and the name that the household has here."""
    name = archive_checks.named(wanted.name.strip() or archive.manifest.name)
    locks.hold(session, "archive", "in")
    if homes.named(session, name):
        raise InvalidInput("name", f"A household is called {name} already. Give another name.")
    old = archive.manifest.household_id
    return (new_id() if stored.is_taken(session, old) else old), name


def _people(session: Session, archive: Archive, mine: UUID, wanted: Wanted) -> _People:
    """Find out who is here; who is not becomes somebody whom nobody knows, the same everywhere.

    Only with `members` an address of the archive is taken for a person here: an archive may say
    any address. The owner is always known by theirs.
    """
    addresses = archives.people(archive.people())
    asked = list(addresses) if wanted.members else []
    here = stored.by_email(session, asked)
    if wanted.owner is not None:
        here[wanted.owner.email.lower()] = wanted.owner.id
    people = _People()
    for address, old in addresses.items():
        people.ids[old] = here.get(address) or uuid5(mine, old.hex)
        if address not in here:
            people.strangers.append(address)
    return people


def _swaps(old: UUID, mine: UUID, people: _People) -> Swaps:
    """List which ids are written otherwise here, wherever they stand in a row."""
    moved = {old: mine} | people.ids
    return [(str(a).encode(), str(b).encode()) for a, b in moved.items() if a != b]


def _rows(session: Session, archive: Archive, swaps: Swaps) -> dict[str, int]:
    return {table: _table(session, archive, table, swaps) for table in archives.KEPT}


def _table(session: Session, archive: Archive, table: str, swaps: Swaps) -> int:
    """Insert the rows of one table; gives how many. Raises BadArchive where some are missing."""
    part = archive.manifest.parts.get(archives.place(table))
    if part is None:
        return 0
    statement, new, count = _statement(table), json.dumps(_new_row(table)), 0
    with stored.driver(session).cursor() as cursor:
        for block in archive.blocks(table):
            rows = _as_list(block, swaps)
            here = stored.here(session, table, rows) if table in archives.OF_PEOPLE else None
            cursor.execute(statement, {"new": new, "rows": rows, "here": here})
            count += cursor.rowcount
    if count != part.rows and table not in archives.OF_PEOPLE:
        raise BadArchive(f"{archives.DAMAGED} Rows of {table} are missing.")
    return count


def _as_list(block: bytes, swaps: Swaps) -> str:
    for old, new in swaps:
        block = block.replace(old, new)
    return f"[{block.decode().rstrip().replace(chr(10), ',')}]"


def _statement(table: str) -> sql.Composed:
    columns = map(sql.Identifier, stored.columns(table))
    return _INSERT.format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(columns),
        only=_HERE if table in archives.OF_PEOPLE else sql.SQL(""),
    )


def _new_row(table: str) -> dict[str, Any]:
    """Give what a row has of itself, for columns that an archive is too old to know."""
    columns = Base.metadata.tables[table].columns
    defaults: dict[str, Any] = {c.name: c.default for c in columns if c.default is not None}
    return {
        name: history.as_json(made.arg(None) if made.is_callable else made.arg)
        for name, made in defaults.items()
    }


def _settle(session: Session) -> None:
    """Put in order what is of this installation: files that a job was at wait, totals are new."""
    under_way = Import.household_id == household_id(session), Import.status.in_(_UNDER_WAY)
    session.execute(update(Import).where(*under_way).values(status="previewed", progress=0))
    doctor.sum_up(session)


def _look_over(session: Session, archive: Archive, people: _People) -> None:
    """Refuse what would do harm here, or is not what the list of contents says."""
    mappers = [one for one in Base.registry.mappers if issubclass(one.class_, Tracked)]
    tracked = [str(getattr(one.local_table, "name", "")) for one in mappers]
    if stored.strange_tables(session, tracked) or stored.strange_links(session):
        raise BadArchive(CONTRADICTS)
    ours = stored.known(session, stored.writers(session))
    if ours - set(people.ids.values()):
        raise BadArchive(CONTRADICTS)
    if stored.balances(session) != archive.manifest.balances:
        raise BadArchive(f"{archives.DAMAGED} The accounts do not hold what it says.")


def _hand_over(session: Session, name: str, wanted: Wanted) -> Household:
    """Let the owner in, and give the household the name that it has here."""
    household = homes.household(session)
    with history.deed(session, "households.bring_in", f"Brought in the books of {name}"):
        household.name = name
        if wanted.owner is not None:
            _let_in(session, wanted.owner)
    return household


def _let_in(session: Session, owner: User) -> None:
    mine = [one for one in places.for_update(session) if one.user_id == owner.id]
    if mine:
        mine[0].role = Role.OWNER
        return
    home = household_id(session)
    session.add(Membership(household_id=home, user_id=owner.id, role=Role.OWNER))
