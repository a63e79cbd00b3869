"""What in the rows of a household no page could show: asked of all rows that came in."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from psycopg import sql
from sqlalchemy import ARRAY, Column, Date, DateTime, Numeric, Row, select
from sqlalchemy.orm import Session

from ftracker.db.base import Base
from ftracker.db.scope import Door, household_id
from ftracker.domain.palette import COLOURS, ICONS
from ftracker.models import ChangeSet, ImportPiece
from ftracker.queries import archives

# Far beyond what a form takes, so that no row of ours is refused; a year that Python has not, is.
_DAYS = sql.SQL("not ({c} between '1800-01-01' and '2300-01-01')")
_WRONG = {
    Date: _DAYS,
    DateTime: _DAYS,
    Numeric: sql.SQL("{c} = 'NaN'"),
    ARRAY: sql.SQL("(array_ndims({c}) > 1 or array_position({c}, null) is not null)"),
}
_ROWS = sql.SQL("select exists (select from {table} t where {key} = %s and ({wrong}))")
# Reading a change into a row of its table says by itself what does not fit the columns.
_CHANGES = sql.SQL(
    "select exists (select from change_rows c,"
    " lateral (values (c.before), (c.after)) v (said),"
    " lateral jsonb_populate_record(null::{table}, v.said) t"
    " where c.household_id = %s and c.table_name = %s and jsonb_typeof(v.said) is not null"
    " and (jsonb_typeof(v.said) <> 'object' or not v.said ?& %s or t.version is null or {wrong}))"
)
_ASKED = {"transactions": ["version", "account_id", "import_id"]}


def has_unfit(session: Session, table: str) -> bool:
    """Tell whether a table has rows with a number, a day or a list that cannot be shown."""
    of = Base.metadata.tables[table]
    if not (wrong := _wrong(table)):
        return False
    statement = _ROWS.format(
        table=sql.Identifier(table),
        key=sql.Identifier(archives.key(of)),
        wrong=sql.SQL(" or ").join(wrong),
    )
    return _asked(session, statement, household_id(session))


def has_unfit_changes(session: Session, table: str) -> bool:
    """Tell whether the history of a table has what could not be taken back.

    PostgreSQL raises DataError where a change does not fit the columns at all.
    """
    wrong = sql.SQL(" or ").join(_wrong(table))
    statement = _CHANGES.format(table=sql.Identifier(table), wrong=wrong)
    asked = _ASKED.get(table, ["version"])
    return _asked(session, statement, household_id(session), table, asked)


def has_strange_doors(session: Session) -> bool:
    """Tell whether a deed came in by a door that there is not."""
    statement = select(ChangeSet.id).where(
        ChangeSet.household_id == household_id(session), ChangeSet.door.not_in(list(Door))
    )
    return session.execute(statement.limit(1)).first() is not None


def pieces(session: Session) -> Iterator[Row[UUID, bytes]]:
    """Read the pieces of all files, a few at a time, each with the id of its import."""
    statement = select(ImportPiece.import_id, ImportPiece.content).where(
        ImportPiece.household_id == household_id(session)
    )
    yield from session.execute(statement.execution_options(yield_per=8))


def rows(session: Session, entity: Any) -> Iterator[Any]:
    """Read all rows of one kind, in the order of their ids, some at a time."""
    mine = select(entity).where(entity.household_id == household_id(session)).order_by(entity.id)
    yield from session.scalars(mine.execution_options(yield_per=500))


def undrawn(session: Session, entity: Any) -> list[Any]:
    """List rows whose icon or colour there is not."""
    statement = select(entity).where(
        entity.household_id == household_id(session),
        entity.icon.not_in(ICONS) | entity.colour.not_in(COLOURS),
    )
    return list(session.scalars(statement.order_by(entity.id)))


def _wrong(table: str) -> list[sql.Composed]:
    return [
        how.format(c=sql.Identifier("t", column.name))
        for column in Base.metadata.tables[table].columns
        for kind, how in _WRONG.items()
        if _is_of(column, kind)
    ]


def _is_of(column: Column[Any], kind: type[Any]) -> bool:
    return isinstance(column.type, kind) and not column.computed


def _asked(session: Session, statement: sql.Composed, *given: object) -> bool:
    with archives.driver(session).cursor() as cursor:
        cursor.execute(statement, given)
        found = cursor.fetchone()
    return bool(found and found[0])
