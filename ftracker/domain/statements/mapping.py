"""How the columns of a file are to be understood; what is left open is found out."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final, Literal

from ftracker.domain.errors import InvalidInput


class Open(Enum):
    """The value of what was left out, and is found out from the file."""

    FIND = "find"


FIND: Final = Open.FIND
Column = str | int
"""A header, or an index that counts from 0."""
MaybeColumn = Column | None | Literal[Open.FIND]


class Unclear(InvalidInput):
    """The file cannot be decided without an answer; the message is the question."""


class Mode(StrEnum):
    """How a file says which way money moved."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    IN_OUT = "in_out"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class DateColumn:
    """Where the date is, and the strftime formats it is written in (none: find them out).

    `otherwise` is the column that is read where the first is empty.
    """

    column: MaybeColumn = FIND
    formats: tuple[str, ...] = ()
    otherwise: MaybeColumn = FIND


@dataclass(frozen=True, slots=True)
class Amounts:
    """Where the amount is: one column, or one for money in and one for money out.

    `column` serves every mode but `in_out`. With an indicator, `in_words` and `out_words` are
    the texts of the indicator column.
    """

    mode: Mode | None = None
    column: MaybeColumn = FIND
    negate: bool = False
    money_in: Column | None = None
    money_out: Column | None = None
    indicator: Column | None = None
    in_words: tuple[str, ...] = ()
    out_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Types:
    """Where the type is, and which of its words means which type of the household."""

    column: MaybeColumn = FIND
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows to leave out: those whose cell in this column is one of the values."""

    column: Column
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """The whole mapping. An empty `quotechar` means that quotes are ordinary characters.

    `payee_in` and `account_in` are read instead of `payee` and `account` where money came in.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quotechar: str | None = None
    skip_rows: int | None = None
    has_header: bool | None = None
    date: DateColumn = DateColumn()
    decimal: str | None = None
    thousands: str | None = None
    amount: Amounts = Amounts()
    types: Types = Types()
    description: tuple[Column, ...] | Literal[Open.FIND] = FIND
    payee: MaybeColumn = FIND
    payee_in: MaybeColumn = FIND
    category: MaybeColumn = FIND
    account: MaybeColumn = FIND
    account_in: MaybeColumn = FIND
    currency_column: MaybeColumn = FIND
    currency: str | None = None
    balance: MaybeColumn = FIND
    reference: MaybeColumn = FIND
    skip_if: tuple[Skip, ...] = ()
