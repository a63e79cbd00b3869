"""What a search asks of a transaction, as SQL: a tree of tests, whose values are always bound.

No test is a regular expression: one of a person's own could keep the database busy for hours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Numeric,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    extract,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.types import TypeEngine

from ftracker.models import Transaction

# The tree without its values: two trees of one shape are one statement.
Shape = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """One test by its name among `TESTS`, and the values it is given."""

    name: str
    values: tuple[Any, ...] = ()
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Tests of which all, or any, must hold; none of no tests holds."""

    parts: tuple["Where", ...]
    needs_all: bool
    is_negated: bool = False


Where = Test | Joined


def shape(where: Where) -> Shape:
    """Tell what of a tree decides the words of a SELECT; the rest are its values."""
    if isinstance(where, Test):
        return where.name, where.is_negated
    return tuple(shape(part) for part in where.parts), where.needs_all, where.is_negated


def values(where: Where) -> dict[str, Any]:
    """Give the values of a tree by the names that `condition` gives its parameters."""
    return {_name(number): value for number, value in enumerate(_each(where))}


def condition(of: Shape) -> ColumnElement[bool]:
    """Write the condition of a shape."""
    return _written(of, count())


def literal(words: str) -> str:
    """Let signs that LIKE gives a meaning stand for themselves; `/` is the escape."""
    return words.replace("/", "//").replace("%", "/%").replace("_", "/_")


def says(pattern: BindParameter[str]) -> ColumnElement[bool]:
    """Look for a pattern that begins and ends anywhere in payee or note, without regard to case.

    Both are one text here: two tests of a row look so cheap to the planner that it reads a million
    rows one by one in the order of their days, hoping to find enough soon, where a word that does
    not occur is looked for faster by several workers at once.
    """
    both = Transaction.payee + literal_column("chr(1)", Text) + Transaction.note
    return _fits(both, pattern)


def _fits(text: ColumnElement[str], pattern: BindParameter[str]) -> ColumnElement[bool]:
    return func.lower(text).like(func.lower(pattern), escape="/")


def _each(where: Where) -> Iterator[Any]:
    if isinstance(where, Test):
        yield from (list(v) if isinstance(v, tuple) else v for v in where.values)
        return
    for part in where.parts:
        yield from _each(part)


def _name(number: int) -> str:
    return f"where_{number}"


def _written(of: Shape, numbers: Iterator[int]) -> ColumnElement[bool]:
    first, *rest = of
    if isinstance(first, str):
        kinds, write = TESTS[first]
        found = write(*(bindparam(_name(next(numbers)), type_=kind) for kind in kinds))
    else:
        parts = [_written(part, numbers) for part in first]
        found = and_(*parts) if rest[0] else or_(*parts)
    return ~found if rest[-1] else found


def _carries(tag: BindParameter[str]) -> ColumnElement[bool]:
    one = func.unnest(Transaction.tags).column_valued("tag")
    return exists(select(one).where(func.lower(one) == func.lower(tag)))


_IDS = ARRAY(Uuid)
_AMOUNT = Numeric(19, 4)
_DAY = extract("day", Transaction.date)
_PAYEE, _NOTE = Transaction.payee.expression, Transaction.note.expression
_ORDERED: dict[str, tuple[ColumnElement[Any], TypeEngine[Any]]] = {
    "amount": (Transaction.amount.expression, _AMOUNT),
    "date": (Transaction.date.expression, Date()),
    "day": (_DAY, Integer()),
}
Kinds = tuple[TypeEngine[Any], ...]
TESTS: dict[str, tuple[Kinds, Callable[..., ColumnElement[bool]]]] = {
    "category": ((_IDS,), lambda ids: Transaction.category_id == any_(ids)),
    "account": ((_IDS,), lambda ids: Transaction.account_id == any_(ids)),
    "type": ((_IDS,), lambda ids: Transaction.type_id == any_(ids)),
    "text": ((Text(),), says),
    "text as a whole": (
        (Text(),),
        lambda pattern: or_(_fits(_PAYEE, pattern), _fits(_NOTE, pattern)),
    ),
    "payee": ((Text(),), lambda pattern: _fits(_PAYEE, pattern)),
    "note": ((Text(),), lambda pattern: _fits(_NOTE, pattern)),
    "weekday": ((Integer(),), lambda day: extract("isodow", Transaction.date) == day),
    "tag": ((Text(),), _carries),
    "has payee": ((), lambda: Transaction.payee != ""),
    "has note": ((), lambda: Transaction.note != ""),
    "has tag": ((), lambda: func.cardinality(Transaction.tags) > 0),
    "is split": ((), lambda: Transaction.split_id.is_not(None)),
    "is imported": ((), lambda: Transaction.import_id.is_not(None)),
    "is reconciled": ((), lambda: Transaction.reconciliation_id.is_not(None)),
}


def _order_tests(name: str) -> dict[str, tuple[Kinds, Callable[..., ColumnElement[bool]]]]:
    column, kind = _ORDERED[name]
    return {
        f"{name} above": ((kind,), lambda low: column > low),
        f"{name} below": ((kind,), lambda high: column < high),
        f"{name} equals": ((kind,), lambda value: column == value),
        f"{name} between": ((kind, kind), column.between),
    }


for _ordered in _ORDERED:
    TESTS |= _order_tests(_ordered)
