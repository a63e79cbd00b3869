"""Answers as short JSON, by columns: of many equal things each field is one list.

A stored forecast is read with every page that shows it: by rows and with the names of fields,
reading would take several times as long as fetching. A field that is added comes last and has a
default, so that older answers are read still.
"""

import types
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain, islice
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

Column = Callable[[Sequence[Any]], list[Any]]
_PLAIN = (str, int, float, bool)
# The same days and ids come again and again, and are slow to read.
_MOST_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Form:
    """How the values of a type are written as a column, and read from one."""

    write: Column
    read: Column


def write(answer: Hashable) -> Any:
    """Write a dataclass, which has slots, as lists, strings, numbers and nulls."""
    return form(answer.__class__).write([answer])


def read(kind: type, written: Any) -> Any:
    """Read what `write` made of a dataclass.

    Raises ValueError, TypeError or InvalidOperation where it was made of another one.
    """
    (answer,) = form(kind).read(written)
    return answer


@cache
def form(kind: Any) -> Form:
    """Give the form of a type: dataclasses, tuples, what may be None, and plain values."""
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if get_origin(kind) in (Union, types.UnionType):
        inner = _plain(next(one for one in get_args(kind) if one is not type(None)))
        return Form(_but_none(inner[0]), _but_none(inner[1]))
    if kind in _PLAIN:
        return Form(list, list)
    if kind in (Decimal, UUID, date) or issubclass(kind, StrEnum):
        one = _plain(kind)
        return Form(lambda values: list(map(one[0], values)), lambda c: list(map(one[1], c)))
    return _dataclass(kind)


def _plain(kind: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Give what writes and reads a single value."""
    if kind is date:
        return date.isoformat, lru_cache(_MOST_KEPT)(date.fromisoformat)
    if kind is UUID:
        return str, lru_cache(_MOST_KEPT)(UUID)
    return (kind, kind) if kind in _PLAIN else (str, kind)


def _but_none(inner: Callable[[Any], Any]) -> Column:
    return lambda values: [None if one is None else inner(one) for one in values]


def _tuple(kinds: tuple[Any, ...]) -> Form:
    """Give the form of many of one kind, each written as columns, or of a pair of kinds."""
    if kinds[-1] is Ellipsis:
        return _many(form(kinds[0]))
    parts = [form(kind) for kind in kinds]
    return Form(
        lambda values: [part.write([one[n] for one in values]) for n, part in enumerate(parts)],
        lambda columns: list(zip(*_columns(parts, columns), strict=True)),
    )


def _many(one: Form) -> Form:
    """Give the form of any number of things: how many each has, then those of all as one column."""

    def written(values: Sequence[Any]) -> list[Any]:
        return [[len(value) for value in values], one.write(list(chain.from_iterable(values)))]

    def read(columns: Any) -> list[Any]:
        counts, column = columns
        all_ = iter(one.read(column))
        return [tuple(islice(all_, count)) for count in counts]

    return Form(written, read)


def _dataclass(kind: Any) -> Form:
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]
    parts = [form(hints[name]) for name in names]
    missing = [one.default for one in fields(kind)]
    setters = [getattr(kind, name).__set__ for name in names]

    def written(values: Sequence[Any]) -> list[Any]:
        return [
            part.write([getattr(one, name) for one in values])
            for name, part in zip(names, parts, strict=True)
        ]

    def read(columns: Any) -> list[Any]:
        known = _columns(parts, columns)
        count = len(known[0])
        made = [object.__new__(kind) for _ in range(count)]
        # Field by field in C: a frozen dataclass takes ten times as long to make itself.
        for place, fill in enumerate(setters):
            column = known[place] if place < len(known) else [_default(missing[place])] * count
            deque(map(fill, made, column), maxlen=0)
        return made

    return Form(written, read)


def _columns(parts: Sequence[Form], columns: Any) -> list[list[Any]]:
    if not isinstance(columns, list) or not columns or len(columns) > len(parts):
        raise ValueError("This is another answer.")
    found = [part.read(column) for part, column in zip(parts, columns, strict=False)]
    if len({len(column) for column in found}) > 1:
        raise ValueError("This answer is incomplete.")
    return found


def _default(value: Any) -> Any:
    if value is MISSING:
        raise ValueError("This answer is incomplete.")
    return value
