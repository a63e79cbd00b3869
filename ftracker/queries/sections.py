"""Sections and signs as SQL: a CASE over kind and flow, or over the direction of an amount."""

from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Integer, Text, and_, case, literal_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from ftracker.domain import kinds
from ftracker.models import Category, MonthlyTotal, Transaction, TransactionType


@cache
def section() -> ColumnElement[str]:
    """Write the table of sections as CASE."""
    return _as_text(case(*((_is(k, f), s.value) for k, f, s, _ in kinds.table())), Text())


@cache
def sign() -> ColumnElement[int]:
    """Write the table of signs as CASE."""
    return _as_text(case(*((_is(k, f), sign) for k, f, _, sign in kinds.table())), Integer())


@cache
def sign_among(direction: InstrumentedAttribute[str], *among: kinds.Section) -> ColumnElement[int]:
    """Write the sign of what is known to stand in some sections, by the column of its direction.

    Neither category nor type need be known. Among several sections, of income and spending, it is
    the sign in net, which is one for each direction.
    """
    sign = kinds.net_sign if len(among) > 1 else kinds.sign_inside
    whens = ((direction == one.value, sign(among[0], one)) for one in kinds.Direction)
    return _as_text(case(*whens), Integer())


def moved(entity: type[MonthlyTotal | Transaction]) -> ColumnElement[Decimal]:
    """Write what moved in an account: its amount, below zero where it went out."""
    into = entity.direction == kinds.Direction.IN.value
    return case((into, entity.amount), else_=-entity.amount)


def _as_text(table: ColumnElement[Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """Write a table out once: walking its hundreds of parts costs more than the sums do."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    said = table.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return literal_column(f"({said})", kind)


def _is(kind: kinds.Kind, flow: kinds.Flow) -> ColumnElement[bool]:
    return and_(Category.kind == kind.value, TransactionType.flow == flow.value)
