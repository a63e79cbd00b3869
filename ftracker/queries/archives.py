"""All rows of a household as JSON lines, written by the database a block at a time."""

from collections.abc import Iterator
from typing import cast
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import Table, case, func, literal_column, select, text, union
from sqlalchemy.orm import Session

from ftracker.db.base import Base
from ftracker.db.scope import household_id
from ftracker.domain.kinds import Direction
from ftracker.models import Account, ChangeSet, Household, Import, Membership, Transaction, User

# No sign of these two stands in JSON as PostgreSQL writes it: so a line is the row and no more.
_COPY = sql.SQL(
    "copy (select row_to_json(t) from (select {columns} from {table} where {key} = %s"
    " order by {order}) t) to stdout with (format csv, quote e'\\x01', delimiter e'\\x02')"
)
_NAMED = sql.SQL(
    "select distinct r.user_id from jsonb_populate_recordset(null::{}, %s::jsonb) r"
    " where r.user_id is not null"
)
_BLOCK = 1 << 18
# Categories point to those above them; all others are in the order of their keys.
_ORDERS = {"categories": ("parent_id", "id")}
_AT_HOME = r"^/([^/\\[:cntrl:]][^[:cntrl:]]*)?$"


def lines(session: Session, table: str) -> Iterator[bytes]:
    """Write the rows of a table in blocks of whole lines, parents first."""
    of = Base.metadata.tables[table]
    order = _ORDERS.get(table) or [column.name for column in of.primary_key]
    statement = _COPY.format(
        columns=_listed(columns(table)),
        table=sql.Identifier(table),
        key=sql.Identifier(key(of)),
        order=sql.SQL(", ").join(
            sql.SQL("{} nulls first").format(sql.Identifier(o)) for o in order
        ),
    )
    with (
        driver(session).cursor() as cursor,
        cursor.copy(statement, [household_id(session)]) as copy,
    ):
        block = bytearray()
        for line in copy:
            block += line
            if len(block) >= _BLOCK:
                yield bytes(block)
                block.clear()
        if block:
            yield bytes(block)


def columns(table: str) -> list[str]:
    """Name the columns of a table that are not computed from others, in its order."""
    return [column.name for column in Base.metadata.tables[table].columns if not column.computed]


def key(table: Table) -> str:
    """Name the column that says whose row it is."""
    return "id" if table.name == "households" else "household_id"


def driver(session: Session) -> psycopg.Connection:
    """Give the driver's own connection, in the session's transaction."""
    return cast("psycopg.Connection", session.connection().connection.driver_connection)


def revision(session: Session) -> str:
    """Tell which revision the schema has."""
    return str(session.scalar(text("select version_num from alembic_version")))


def balances(session: Session) -> dict[str, str]:
    """Sum what lies in each account, signed, from the rows themselves, by the account's id."""
    into = Transaction.direction == Direction.IN.value
    moved = func.sum(case((into, Transaction.amount), else_=-Transaction.amount))
    mine = household_id(session)
    sums = (
        select(Transaction.account_id, moved.label("amount"))
        .where(Transaction.household_id == mine, Transaction.is_active)
        .group_by(Transaction.account_id)
        .subquery()
    )
    balance = Account.opening_balance + func.coalesce(sums.c.amount, 0)
    statement = (
        select(Account.id, balance)
        .outerjoin(sums, sums.c.account_id == Account.id)
        .where(Account.household_id == mine)
        .order_by(Account.id)
    )
    return {str(key): str(value) for key, value in session.execute(statement)}


def people(session: Session) -> list[User]:
    """List all who are or were members and still have an account, in the order of their ids."""
    return list(
        session.scalars(select(User).where(User.id.in_(writers(session))).order_by(User.id))
    )


def writers(session: Session) -> list[UUID]:
    """List the ids of all people whom the rows of the household name, those who left included."""
    mine = household_id(session)
    named = [
        select(column).where(table.household_id == mine, column.is_not(None))
        for table, column in (
            (Membership, Membership.user_id),
            (ChangeSet, ChangeSet.user_id),
            (Transaction, Transaction.member_id),
            (Import, Import.created_by),
        )
    ]
    found = session.execute(union(*named).order_by(literal_column("1"))).scalars()
    return [one for one in found if one is not None]


def by_email(session: Session, addresses: list[str]) -> dict[str, UUID]:
    """Find people by their addresses in small letters; who is not here is left out."""
    statement = select(User.email_key, User.id).where(User.email_key.in_(addresses))
    return {row.email_key: row.id for row in session.execute(statement)}


def known(session: Session, ids: list[UUID]) -> set[UUID]:
    """Tell which of these ids are people of this installation."""
    return set(session.scalars(select(User.id).where(User.id.in_(ids))))


def here(session: Session, table: str, rows: str) -> list[UUID]:
    """Tell which people whom rows of a table name, as a JSON list, are here.

    Those who are to be members need an account; in other tables they need to be members.
    """
    named = [
        one for (one,) in driver(session).execute(_NAMED.format(sql.Identifier(table)), [rows])
    ]
    if table == Membership.__tablename__:
        return sorted(known(session, named))
    theirs = Membership.household_id == household_id(session), Membership.user_id.in_(named)
    return list(session.scalars(select(Membership.user_id).where(*theirs)))


def is_taken(session: Session, household: UUID) -> bool:
    """Tell whether there is a household of this id; the session must be a steward's."""
    return bool(
        session.scalar(select(select(Household.id).where(Household.id == household).exists()))
    )


def strange_tables(session: Session, tracked: list[str]) -> int:
    """Count changes in the history of tables that have none."""
    statement = text(
        "select count(*) from change_rows"
        " where household_id = :mine and not (table_name = any(:tracked))"
    )
    given = {"mine": household_id(session), "tracked": tracked}
    return int(session.scalar(statement, given) or 0)


def strange_links(session: Session) -> int:
    """Count notices that lead out of FTracker; browsers drop tabs and line ends before reading."""
    statement = text(
        "select count(*) from notices where household_id = :mine"
        " and (href <> '' and href !~ :own or exists (select from"
        " jsonb_array_elements(facts) f where f->>'href' <> '' and f->>'href' !~ :own))"
    )
    given = {"mine": household_id(session), "own": _AT_HOME}
    return int(session.scalar(statement, given) or 0)


def _listed(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)
