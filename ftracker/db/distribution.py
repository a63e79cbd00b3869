"""The schema spread over several servers by Citus: each household's rows lie on one of them.

Where a table lies follows from its keys. Who has `household_id` in the primary key lies with the
household; global tables that others point to, or that point to others, are copied to every server;
what is left, the queue among it, stays where it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import MetaData, Table, exists, select, text
from sqlalchemy.engine import Connection

from ftracker.db.base import Base
from ftracker.db.scope import APP_ROLE
from ftracker.db.unavailable import Unavailable

HOUSEHOLDS, KEY = "households", "household_id"
NO_CITUS = (
    "This PostgreSQL has no Citus: install it on all servers, add it to shared_preload_libraries,"
    " run create extension citus in this database, and name the workers with citus_add_node."
)
# A worker cannot look into another table of a household that lies elsewhere.
WALL = (
    "id = nullif(current_setting('ftracker.household_id', true), '')::uuid"
    " or current_setting('ftracker.steward', true) = 'on'"
)
_KEYS = text(
    "select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
    " from pg_constraint where contype = 'f' and conparentid = 0"
    " and conrelid::regclass::text = any(:names) order by 1, 2"
)
_IS_TRUE = " IS TRUE"
_SETTINGS = {
    # Every server is told who acts.
    "citus.propagate_set_commands": "local",
    # A transaction keeps to one way to each server, so that it sees what it wrote itself.
    "citus.multi_shard_modify_mode": "sequential",
}
_POLICIES = text(
    "select polrelid::regclass::text, pg_get_expr(polqual, polrelid) from pg_policy"
    " where polname = 'household' and polrelid::regclass::text = any(:names)"
)
_PLACED = text("select logicalrelid::text from pg_dist_partition")


class Place(StrEnum):
    """Where a table lies: with its household, on every server, or on the first one alone."""

    HOUSEHOLD = "household"
    EVERYWHERE = "everywhere"
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Placed:
    """What was done: the tables that moved, by where they lie now, in the order of moving."""

    tables: dict[str, Place]


def place(table: Table) -> Place:
    """Tell where a table lies."""
    if table.name == HOUSEHOLDS or KEY in table.primary_key.columns:
        return Place.HOUSEHOLD
    pointing = {key.column.table.name for key in table.foreign_keys}
    pointed = {
        key.parent.table.name
        for other in table.metadata.tables.values()
        for key in other.foreign_keys
        if key.column.table.name == table.name
    }
    return Place.EVERYWHERE if pointing | pointed else Place.HERE


def has_citus(connected: Connection) -> bool:
    """Tell whether this database may be spread over several servers."""
    found = text("select exists (select 1 from pg_extension where extname = 'citus')")
    return bool(connected.scalar(found))


def is_distributed(connected: Connection) -> bool:
    """Tell whether the books of this database are spread already."""
    if not has_citus(connected):
        return False
    return HOUSEHOLDS in set(connected.scalars(_PLACED))


def placed(connected: Connection) -> list[str]:
    """Name the tables that lie on several servers, in the order of their names, ready for SQL."""
    return sorted(connected.scalars(_PLACED))


def distribute(connected: Connection, metadata: MetaData = Base.metadata) -> Placed:
    """Spread every table that is not yet where it belongs, in the transaction of the connection.

    Nobody may use the books meanwhile. Raises Unavailable where there is no Citus.
    """
    if not has_citus(connected):
        raise Unavailable(NO_CITUS)
    there = set(connected.scalars(_PLACED))
    left = [
        table
        for table in _in_order(metadata)
        if table.name not in there and place(table) is not Place.HERE
    ]
    if left:
        _prepare(connected, left)
        _move(connected, left)
    return Placed({table.name: place(table) for table in left})


def settle(connected: Connection) -> None:
    """Finish what a migration began on distributed books: walls that Citus can follow."""
    if is_distributed(connected):
        _plain_walls(connected, list(connected.scalars(_PLACED)))


def put(connected: Connection, table: Table) -> None:
    """Put one table, which nothing points to and which points to nothing yet, where it belongs."""
    where = place(table)
    if where is Place.EVERYWHERE:
        call = "select create_reference_table(:name)"
    elif table.name == HOUSEHOLDS:
        call = "select create_distributed_table(:name, 'id', colocate_with => 'none')"
    elif where is Place.HOUSEHOLD:
        call = f"select create_distributed_table(:name, '{KEY}', colocate_with => '{HOUSEHOLDS}')"
    else:
        return
    connected.execute(text("set local citus.multi_shard_modify_mode = 'sequential'"))
    connected.execute(text(call), {"name": table.name})


def _in_order(metadata: MetaData) -> list[Table]:
    """List the tables: those of every server first, then the households, then what is theirs."""
    ranks = {Place.EVERYWHERE: 0, Place.HOUSEHOLD: 1, Place.HERE: 2}
    return sorted(metadata.sorted_tables, key=lambda table: ranks[place(table)])


def _prepare(connected: Connection, tables: Iterable[Table]) -> None:
    """Let transactions be told on every server who acts, and the wall stand there alone."""
    name = connected.scalar(text("select quote_ident(current_database())"))
    for setting, value in _SETTINGS.items():
        connected.execute(text(f"alter database {name} set {setting} = '{value}'"))
    if HOUSEHOLDS in {table.name for table in tables}:
        connected.execute(text(f"alter policy household on {HOUSEHOLDS} using ({WALL})"))
    # Servers call each other as the role that acts.
    if connected.scalar(_CAN_MAKE_ROLES, {"role": APP_ROLE}):
        connected.execute(text(f"alter role {APP_ROLE} login"))


_CAN_MAKE_ROLES = text(
    "select exists (select 1 from pg_roles where rolname = current_user and (rolsuper or"
    " rolcreaterole)) and exists (select 1 from pg_roles where rolname = :role)"
)


def _move(connected: Connection, tables: list[Table]) -> None:
    """Move tables without the keys between them, and put the keys back, which looks at each row."""
    names = [table.name for table in tables]
    keys = connected.execute(_KEYS, {"names": names}).all()
    for table, name, _ in keys:
        connected.execute(text(f"alter table {table} drop constraint {name}"))
    _plain_walls(connected, names)
    for table in tables:
        _behind_no_wall(connected, table)
    for table, name, definition in keys:
        connected.execute(text(f"alter table {table} add constraint {name} {definition}"))


def _plain_walls(connected: Connection, names: list[str]) -> None:
    """Let no wall make the planner reckon with it: before PostgreSQL 17, Citus cannot follow."""
    for table, rule in connected.execute(_POLICIES, {"names": names}).all():
        if not rule.endswith(f"{_IS_TRUE})"):
            connected.execute(text(f"alter policy household on {table} using ({rule}{_IS_TRUE})"))


def _behind_no_wall(connected: Connection, table: Table) -> None:
    """Move a table and its rows: the wall would hide them from the owner who moves them."""
    forced = text("select relforcerowsecurity from pg_class where oid = cast(:name as regclass)")
    is_forced = connected.scalar(forced, {"name": table.name})
    if is_forced:
        connected.execute(text(f"alter table {table.name} no force row level security"))
    has_rows = connected.scalar(select(exists().select_from(table)))
    put(connected, table)
    if has_rows and place(table) is Place.HOUSEHOLD:
        clear = text("select truncate_local_data_after_distributing_table(cast(:name as regclass))")
        connected.execute(clear, {"name": table.name})
    if is_forced:
        connected.execute(text(f"alter table {table.name} force row level security"))
