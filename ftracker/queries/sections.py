"""The table of sections and signs as SQL: a CASE over a category's kind and a type's flow."""

from functools import cache
from typing import Any

from sqlalchemy import Integer, Text, and_, case, literal_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from ftracker.domain import kinds
from ftracker.models import Category, TransactionType


@cache
def section() -> ColumnElement[str]:
    """Write the table of sections as CASE."""
    return _as_text(case(*((_is(k, f), s.value) for k, f, s, _ in kinds.table())), Text())


@cache
def sign() -> ColumnElement[int]:
    """Write the table of signs as CASE."""
    return _as_text(case(*((_is(k, f), sign) for k, f, _, sign in kinds.table())), Integer())


@cache
def net_sign() -> ColumnElement[int]:
    """Write the table of signs as net has them: income grows it, spending lowers it."""
    turned = {kinds.Section.INCOME: 1, kinds.Section.SPENDING: -1}
    table = ((_is(k, f), sign * turned.get(s, 0)) for k, f, s, sign in kinds.table())
    return _as_text(case(*table), Integer())


def _as_text(table: ColumnElement[Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """Write a table out once: walking its hundreds of parts costs more than the sums do."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    said = table.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return literal_column(f"({said})", kind)


def _is(kind: kinds.Kind, flow: kinds.Flow) -> ColumnElement[bool]:
    return and_(Category.kind == kind.value, TransactionType.flow == flow.value)
