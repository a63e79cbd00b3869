"""What reading a file yields, whatever its format: entries, rows that are none, balances."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ftracker.domain.errors import FieldError
from ftracker.domain.kinds import Flow


class Entry(NamedTuple):
    """One transaction of a file. A tuple, because a frozen dataclass costs four times as much.

    `row` is the line where it begins, from 1; the amount is above zero; `direction` is `in` or
    `out`; `type` is None for the default type of the flow; texts are '' where there are none.
    `reference` is the bank's own id of the movement, '' unless the file's format promises that it
    is one.
    """

    row: int
    date: date
    amount: Decimal
    flow: Flow
    direction: str
    type: str | None
    category: str
    account: str
    payee: str
    note: str
    currency: str
    reference: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be read: its cells, and a sentence for each field that is wrong."""

    row: int
    cells: list[str]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A row that is no booked transaction, and why: a balance, a total, a pending payment."""

    row: int
    cells: list[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says of one account over some days, in the file's own words.

    `account` is its name, number or IBAN, '' where the file does not say; `end` is the day after
    the last one; the balances are signed, None where the file does not say them; `total` is the
    sum of the entries, money in less money out; `is_complete` says that no row was bad.
    """

    account: str
    currency: str
    start: date | None
    end: date | None
    opening: Decimal | None
    closing: Decimal | None
    total: Decimal
    rows: int
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold: rows, and the characters of a name, a payee and a note."""

    rows: int = 2_000_000
    name: int = 100
    payee: int = 200
    note: int = 2_000


Item = Entry | Bad | Left | Statement
"""What reading a file yields: a statement comes after the rows that it is about."""
