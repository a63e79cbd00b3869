"""Rows of a file on their way into the books: copied into a table that lives for one transaction.

The set-based statements that take them from there stand in `importer`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import cast
from uuid import UUID

import psycopg
from sqlalchemy import Column, Date, Integer, MetaData, Numeric, Table, Text, Uuid, text
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from ftracker.db import new_id
from ftracker.domain.errors import FieldError
from ftracker.domain.kinds import Flow
from ftracker.domain.statements.items import Bad, Entry, Item, Left
from ftracker.queries.catalogue import Catalogue

MOST_ERRORS = 1_000
_BLOCK = 2_000
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_COPY = (
    "copy import_rows (number, id, date, amount, direction, type_id, category_id, account_id,"
    " payee, note, fingerprint) from stdin"
)

ROWS = Table(
    "import_rows",
    MetaData(),
    Column("number", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("date", Date, nullable=False),
    Column("amount", Numeric(19, 4), nullable=False),
    Column("direction", Text, nullable=False),
    Column("type_id", Uuid, nullable=False),
    Column("category_id", Uuid, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("payee", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("fingerprint", Uuid, nullable=False),
    prefixes=["temporary"],
    postgresql_on_commit="DROP",
)
# The n-th twin inside a file gets a fingerprint of its own, so that it meets the n-th one of an
# earlier file that overlaps. Only twins are touched: hardly any row has one.
_TWINS = text(
    "update import_rows r set fingerprint = encode(substring(sha256(convert_to("
    "r.fingerprint || ':' || t.twin, 'UTF8')) for 16), 'hex')::uuid"
    " from (select number, row_number() over (partition by fingerprint order by number) - 1 twin"
    " from import_rows where fingerprint in"
    " (select fingerprint from import_rows group by fingerprint having count(*) > 1)) t"
    " where r.number = t.number and t.twin > 0"
)
_MEMORY = text("set local work_mem = '64MB'")


@dataclass(slots=True)
class Names:
    """Finds the ids of names that a file uses, and remembers the ones that do not exist yet.

    An account that is given takes every row.
    """

    catalogue: Catalogue
    account_id: UUID | None
    account_name: str = ""
    new_categories: dict[str, UUID] = field(default_factory=dict)
    new_accounts: dict[str, UUID] = field(default_factory=dict)
    _categories: dict[str, str] = field(default_factory=dict)
    _accounts: dict[str, str] = field(default_factory=dict)
    _types: dict[tuple[str | None, Flow], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = self.catalogue
        self._categories = {c.name.lower(): str(c.id) for c in known.categories.values()}
        self._categories[""] = str(known.default_category.id)
        self._accounts = {a.name.lower(): str(a.id) for a in known.accounts.values()}
        self._accounts[""] = str(self.account_id or known.default_account.id)
        for kind in known.types.values():
            self._types[kind.name, kind.flow] = str(kind.id)
        for flow in Flow:
            self._types[None, flow] = str(known.default_type(flow).id)

    def category(self, name: str) -> str:
        """Give the id of a category, a new one for a name that nobody has used."""
        return self._categories.get(name) or self._meet(name, self._categories, self.new_categories)

    def account(self, name: str) -> str:
        """Give the id of an account, a new one for a name that nobody has used."""
        if self.account_id is not None:
            name = ""
        return self._accounts.get(name) or self._meet(name, self._accounts, self.new_accounts)

    def account_key(self, name: str) -> str:
        """Tell what stands for the account in a fingerprint: the file's word, or the choice."""
        return self._accounts[""] if self.account_id is not None or not name else name.lower()

    def type(self, name: str | None, flow: Flow) -> str:
        """Give the id of a type that the plan has found, or of the flow's default one."""
        return self._types[name, flow]

    def choose(self, account: str) -> None:
        """Let an account take every row; it is a new one when nobody has that name."""
        self.account_id, self.account_name = UUID(self.account(account)), account
        self._accounts[""] = str(self.account_id)

    @staticmethod
    def _meet(name: str, known: dict[str, str], new: dict[str, UUID]) -> str:
        found = known.get(name.lower())
        if found is None:
            new[name] = new_id()
            found = known[name.lower()] = str(new[name])
        known[name] = found
        return found


@dataclass(slots=True)
class Count:
    """What a file held: rows that are bookings, good and bad, and what is wrong with the bad."""

    rows: int = 0
    invalid: int = 0
    left: int = 0
    errors: list[FieldError] = field(default_factory=list)

    def entries(self, items: Iterable[Item]) -> Iterator[Entry]:
        """Pass the good rows on, and count all; the first thousand errors are kept."""
        for item in items:
            if type(item) is Entry:
                self.rows += 1
                yield item
            elif isinstance(item, Bad):
                self.rows += 1
                self.invalid += 1
                if len(self.errors) < MOST_ERRORS:
                    self.errors.extend(item.errors)
            elif isinstance(item, Left):
                self.left += 1


def fingerprint(entry: Entry, account: str) -> str:
    """Give what an import knows a row by, 32 hexadecimal digits, before twins are told apart.

    Case and spacing of the texts do not matter; the category is the file's own word.
    """
    words = " ".join(f"{entry.payee} {entry.note}".lower().split())
    said = (
        f"{account}|{entry.date}|{entry.amount}|{entry.direction}|{entry.category.lower()}|{words}"
    )
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def twin(base: str, number: int) -> UUID:
    """Give the fingerprint of the n-th twin of a file, from 0; the database says it alike."""
    if not number:
        return UUID(base)
    said = f"{UUID(base)}:{number}"
    return UUID(hashlib.sha256(said.encode()).hexdigest()[:32])


def fill(session: Session, entries: Iterable[Entry], names: Names) -> None:
    """Copy entries into the staging table, which is made anew, with their fingerprints settled."""
    connection = session.connection()
    drop(session)
    ROWS.create(connection)
    connection.execute(_MEMORY)
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
        lines = _lines(entries, names)
        while block := "".join(islice(lines, _BLOCK)):
            copy.write(block)
    connection.execute(_TWINS)


def drop(session: Session) -> None:
    """Take the staging table away, for a second import in the same transaction."""
    session.connection().execute(text("drop table if exists pg_temp.import_rows"))


def _lines(entries: Iterable[Entry], names: Names) -> Iterator[str]:
    account, key, category, kind = names.account, names.account_key, names.category, names.type
    for number, entry in enumerate(entries):
        payee, note = entry.payee, entry.note
        base = fingerprint(entry, key(entry.account))
        if _SPECIAL.search(payee) or _SPECIAL.search(note):
            payee, note = payee.translate(_ESCAPES), note.translate(_ESCAPES)
        yield (
            f"{number}\t{uuid7()}\t{entry.date}\t{entry.amount}\t{entry.direction}"
            f"\t{kind(entry.type, entry.flow)}\t{category(entry.category)}"
            f"\t{account(entry.account)}\t{payee}\t{note}\t{base}\n"
        )
