"""What two databases are compared by: the rows of each table, counted and summed up."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.engine import Connection

# Every value must be written the same way on both sides.
_SAME_WORDS = (
    "set local timezone = 'UTC'",
    "set local datestyle = 'ISO, YMD'",
    "set local intervalstyle = 'postgres'",
    "set local bytea_output = 'hex'",
    "set local extra_float_digits = 1",
    # A row that is hidden must be an error here, and never a row less.
    "set local row_security = off",
    # A large table takes its time, whatever the server allows a page.
    "set local statement_timeout = 0",
)
_TABLES = text(
    "select c.oid::regclass::text from pg_class c"
    " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
    ' and not c.relispartition order by c.relname collate "C"'
)
_ROWS = (
    "select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text from {name} t"
)
_SEES_ALL = text("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many rows a table has, and a checksum of them that does not depend on their order."""

    rows: int
    checksum: str


def tables(connected: Connection, *, besides: Iterable[str] = ()) -> dict[str, Fingerprint]:
    """Take the fingerprint of each table in the order of names; those in `besides` are left out.

    The transaction's settings are changed for it. Raises where rows are hidden from the user.
    """
    for statement in _SAME_WORDS:
        connected.execute(text(statement))
    names = [name for name in connected.scalars(_TABLES) if name not in set(besides)]
    return {name.strip('"'): _of(connected, name) for name in names}


def sees_all(connected: Connection) -> bool:
    """Tell whether the database's user sees every household's rows."""
    return bool(connected.scalar(_SEES_ALL))


def _of(connected: Connection, name: str) -> Fingerprint:
    rows, checksum = connected.execute(text(_ROWS.format(name=name))).one()
    return Fingerprint(rows, checksum)
