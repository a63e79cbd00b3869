"""Rows of a file on their way into the books: copied into a table that lives for one transaction.

What the books know of them is settled in `settling`; `ledger` books them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

import psycopg
from sqlalchemy import Column, Date, Integer, MetaData, Numeric, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from ftracker.domain import fingerprints
from ftracker.domain.errors import FieldError
from ftracker.domain.statements.items import Bad, Entry, Item, Left, Statement
from ftracker.services.drafting import Drafter

MOST_ERRORS = 1_000
_BLOCK = 2_000
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_COPY = (
    "copy import_rows (number, id, date, amount, direction, type_id, category_id, account_id,"
    " payee, note, tags, import_line, fingerprint, base, reference, others) from stdin"
)
_NONE = "\\N\t\\N"

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
    Column("tags", ARRAY(Text), nullable=False),
    Column("import_line", Integer, nullable=False),
    # What the row is known by; `base` is the same before twins were told apart, and is there for
    # rows that have a reference; `others` are what earlier files would have known it by.
    Column("fingerprint", Uuid, nullable=False),
    Column("base", Uuid),
    Column("reference", Uuid),
    Column("others", ARRAY(Uuid)),
    prefixes=["temporary"],
    postgresql_on_commit="DROP",
)
LEFT = Table(
    "import_left",
    ROWS.metadata,
    # Rows that do not come in, and why: `known`, `twice` in the file, `same`, `skip`.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("why", Text, nullable=False),
    prefixes=["temporary"],
    postgresql_on_commit="DROP",
)
_MEMORY = text("set local work_mem = '64MB'")


@dataclass(slots=True)
class Count:
    """What a file held: rows that are bookings, good and bad, and what is wrong with the bad."""

    rows: int = 0
    invalid: int = 0
    left: int = 0
    errors: list[FieldError] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def entries(self, items: Iterable[Item]) -> Iterator[Entry]:
        """Pass the good rows on, and count all; the first thousand errors are kept."""
        for item in items:
            if isinstance(item, Entry):
                self.rows += 1
                yield item
            elif isinstance(item, Bad):
                self.rows += 1
                self.invalid += 1
                if len(self.errors) < MOST_ERRORS:
                    self.errors.extend(item.errors)
            elif isinstance(item, Left):
                self.left += 1
            else:
                self.statements.append(item)


def begin(session: Session) -> None:
    """Make the staging tables anew."""
    connection = session.connection()
    drop(session)
    ROWS.create(connection)
    LEFT.create(connection)
    connection.execute(_MEMORY)


def fill(session: Session, entries: Iterable[Entry], drafter: Drafter) -> None:
    """Copy entries into the staging table, each with its fingerprint."""
    with driver(session).cursor() as cursor, cursor.copy(_COPY) as copy:
        rows = lines(entries, drafter)
        while block := "".join(islice(rows, _BLOCK)):
            copy.write(block)


def copy_block(cursor: "psycopg.Cursor", block: str) -> None:
    """Copy lines into the staging table, before more of them follow."""
    with cursor.copy(_COPY) as copy:
        copy.write(block)


def index(session: Session) -> None:
    """Let rows be found by their number, for who takes them block by block."""
    session.connection().execute(text("create index on import_rows (number)"))


def driver(session: Session) -> "psycopg.Connection":
    """Give the connection of a session as the driver knows it."""
    return cast("psycopg.Connection", session.connection().connection.driver_connection)


def drop(session: Session) -> None:
    """Take the staging tables away, for a second import in the same transaction."""
    session.connection().execute(
        text("drop table if exists pg_temp.import_rows, pg_temp.import_left")
    )


def lines(entries: Iterable[Entry], drafter: Drafter) -> Iterator[str]:
    """Write entries as lines for the staging table, numbered in their order from 0."""
    account, draft, others = drafter.names.account, drafter.draft, _others(drafter)
    fingerprint, special, new_id = fingerprints.fingerprint, _SPECIAL.search, uuid7
    for number, entry in enumerate(entries):
        key = account(entry.account)
        base = fingerprint(entry, key)
        day, amount, direction, kind, category, place, payee, note, tags = draft(entry, key)
        if special(payee) or special(note):
            payee, note = payee.translate(_ESCAPES), note.translate(_ESCAPES)
        known = _NONE
        if entry.reference:
            drafter.has_references = True
            known = f"{base}\t{fingerprints.reference(entry)}"
        other = "\\N" if others is None else others(entry, key)
        yield (
            f"{number}\t{new_id()}\t{day}\t{amount}\t{direction}\t{kind}\t{category}\t{place}"
            f"\t{payee}\t{note}\t{tags}\t{entry.row}\t{base}\t{known}\t{other}\n"
        )


def _others(drafter: Drafter) -> Callable[[Entry, str], str] | None:
    """Tell what else a row may be known by: where accounts were merged, or since long ago."""
    gone, is_old, old_key = drafter.names.others(), drafter.has_old, drafter.names.old_key

    def others(entry: Entry, key: str) -> str:
        found = [fingerprints.fingerprint(entry, other) for other in gone.get(key, ())]
        if is_old:
            found.append(fingerprints.first_version(entry, old_key(entry.account)))
        return "{" + ",".join(found) + "}" if found else "\\N"

    return others if gone or is_old else None
