"""What the application's role may do in a database: read from one schema, given in another."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

from ftracker.db.scope import APP_ROLE

_ON_TABLES = text(
    "select format('grant %s on %s %s to %I', a.privilege_type,"
    " case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass, r.rolname)"
    " from pg_roles r, pg_class c, aclexplode(c.relacl) a"
    " where r.rolname = :role and a.grantee = r.oid"
    " and c.relnamespace = 'public'::regnamespace order by 1"
)
_ON_COLUMNS = text(
    "select format('grant %s (%I) on table %s to %I', a.privilege_type, n.attname,"
    " c.oid::regclass, r.rolname)"
    " from pg_roles r, pg_class c, pg_attribute n, aclexplode(n.attacl) a"
    " where r.rolname = :role and a.grantee = r.oid and n.attrelid = c.oid"
    " and c.relnamespace = 'public'::regnamespace order by 1"
)
# Who made a role is no member of it (PostgreSQL 15), or may not act as it (16 and newer).
_JOIN = text("""
    do $$ begin
        if not (select rolsuper from pg_roles where rolname = session_user) then
            execute format('grant ftracker_app to %I', session_user);
        end if;
    exception when insufficient_privilege or undefined_object then null;
    end $$""")
_ROLE = text("select 1 from pg_roles where rolname = :role")


def read(connected: Connection) -> list[str]:
    """Give the statements that grant the application's role what it may do here."""
    found = (connected.scalars(one, {"role": APP_ROLE}) for one in (_ON_TABLES, _ON_COLUMNS))
    return [statement for part in found for statement in part]


def join(connected: Connection) -> None:
    """Let the database's user act as the application's role, where it may decide that itself."""
    connected.execute(_JOIN)


def give(connected: Connection, statements: list[str]) -> None:
    """Grant what was read, where the server has that role at all.

    Without it everything is done as the database's own user.
    """
    if connected.scalar(_ROLE, {"role": APP_ROLE}) is None:
        return
    for statement in statements:
        connected.execute(text(statement))
