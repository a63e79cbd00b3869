"""Tables written anew in the order of their keys: what is one household's lies side by side.

What many households write comes to lie between what all others write, and each page of the disk
then holds a row or two of a household. `CLUSTER` mends that and what indexes have grown by; it
keeps every row, and a table that it does not finish stays as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from psycopg.errors import DiskFull, LockNotAvailable
from sqlalchemy import Table, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from ftracker.db import distribution
from ftracker.db.base import Base
from ftracker.db.engine import Database
from ftracker.db.unavailable import Unavailable

# While it waits for a table, everybody else waits behind it.
PATIENCE = timedelta(seconds=10)
SPREAD = (
    "These books lie on several servers: repack their tables there, with pg_repack or with CLUSTER."
)
IN_USE = (
    "The table {} is in use, by a backup or by a long report. What was repacked stays so; stop"
    " FTracker, or try again when nobody works."
)
NO_ROOM = (
    "There is no room to write the table {} anew, which takes as much as it has. What was repacked"
    " stays so, and nothing is lost: make room where the database lies, and try again."
)
_SIZE = text("select pg_total_relation_size(cast(:name as regclass))")
_SETTINGS = text(
    "select set_config('lock_timeout', :wait, false), set_config('statement_timeout', '0', false)"
)


@dataclass(frozen=True, slots=True)
class Repacked:
    """A table and how many bytes it took, with its indexes, before and after."""

    name: str
    before: int
    after: int


def repack(database: Database, *, patience: timedelta = PATIENCE) -> Iterator[Repacked]:
    """Write one table after the other anew, and give each that is done.

    Nobody can read or write a table meanwhile. Raises Unavailable where the books lie on several
    servers, where a table is in use for longer than `patience`, and where the disk is full.
    """
    with database.engine.connect() as opened:
        connected = opened.execution_options(isolation_level="AUTOCOMMIT")
        # Its settings are for this alone: it is closed in the end, not given back.
        connected.detach()
        if distribution.is_distributed(connected):
            raise Unavailable(SPREAD)
        wait = f"{patience / timedelta(milliseconds=1):.0f}"
        connected.execute(_SETTINGS, {"wait": wait})
        for table in tables():
            yield _repack(connected, table)


def tables() -> list[Table]:
    """List the tables whose rows belong to households, in the order of their names."""
    of_households = (
        table
        for table in Base.metadata.tables.values()
        if distribution.place(table) is distribution.Place.HOUSEHOLD
    )
    return sorted(of_households, key=lambda table: table.name)


def _repack(connected: Connection, table: Table) -> Repacked:
    name = table.name
    before = connected.scalar(_SIZE, {"name": name})
    try:
        # In one transaction, so that no table stays marked: migrations say what the schema is.
        order = f"cluster {name} using {table.primary_key.name}"
        connected.execute(text(f"{order}; alter table {name} set without cluster"))
        # Sums are read off indexes only where the server knows that everybody sees the rows.
        connected.execute(text(f"vacuum (analyze) {name}"))
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise Unavailable(IN_USE.format(name)) from None
        if isinstance(error.orig, DiskFull):
            raise Unavailable(NO_ROOM.format(name)) from None
        raise
    return Repacked(name, before or 0, connected.scalar(_SIZE, {"name": name}) or 0)
