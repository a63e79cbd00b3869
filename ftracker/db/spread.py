"""Books that Citus spreads over several servers: how a transaction there is told who acts.

A worker hears only of `SET LOCAL`, never of `set_config`, and it hears the whole message that it
stood in. So each is a message of its own, and all are sent before an answer is waited for. Which
books these are says the setting that makes workers hear at all: `ftracker distribute` makes it.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.pool import ConnectionPoolEntry

from ftracker.db import driver
from ftracker.db.driver import Way

_ROLE = "spread_role"
_ASK = (
    "select (select rolname from pg_roles where rolname = %(role)s"
    " and pg_has_role(session_user, oid, 'member')), session_user::text"
    " where current_setting('citus.propagate_set_commands', true) = 'local'"
)
_TELL = (
    "set local ftracker.household_id = {acting_household}",
    "set local ftracker.user_id = {acting_user}",
    "set local ftracker.steward = {acting_steward}",
    "set local role {role}",
)


def note(
    connection: psycopg.Connection[Any], record: ConnectionPoolEntry, *, app_role: str
) -> None:
    """Remember of a new connection whether it leads to Citus, and as which role one acts there."""
    found = connection.execute(_ASK, {"role": app_role}).fetchone()
    connection.rollback()
    if found is not None:
        record.info[_ROLE] = found[0] or found[1]


def is_spread(way: Way) -> bool:
    """Tell whether this connection leads to books that lie on several servers."""
    return _ROLE in way.info


def tell(way: Way, values: Mapping[str, Any]) -> None:
    """Tell all servers who acts, until the transaction ends. It has begun, or begins with this."""
    known = {name: sql.Literal(value) for name, value in values.items()}
    role = sql.Identifier(way.info[_ROLE])
    driver.send_all(way, [sql.SQL(one).format(role=role, **known) for one in _TELL])
