"""Adding one transaction as the books grow, and a file of a hundred thousand against COPY."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarks import stores
from benchmarks.results import Result, ratio
from benchmarks.stores import Store
from benchmarks.timing import compare
from ftracker.db import Actor
from ftracker.domain.statements.sources import InMemory
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.transactions import TransactionIn
from ftracker.services import importer, transactions
from ftracker.services.importer import Upload

ADDED, IMPORTED = 201, 7
ROWS = 100_000
COLUMNS = (
    "household_id, id, amount, direction, type_id, category_id, account_id, date, payee, note,"
    " tags, split_id, transfer_id, import_id, fingerprint, is_active, version, created_at,"
    " updated_at"
)


def measure(store: Store) -> Iterator[Result]:
    """Add one to many and to few, then import."""
    pair = compare(_adding(store, store.many), _adding(store, store.few), runs=ADDED, warm=5)
    yield ratio("Adding one transaction to 1,000,000, to 10,000", pair, 1.2)
    with stores.beside(store, "imports") as fresh:
        content = _file()
        ours, raw = _Ours(fresh, content), _Raw(fresh, content)
        before = ours.prepare, raw.prepare
        pair = compare(ours.take_in, raw.copy, runs=IMPORTED, before=before)
    yield ratio(f"Importing {ROWS:,} rows of CSV, to raw COPY of the same rows", pair, 1.5)


def _adding(store: Store, who: Actor) -> Callable[[], object]:
    data = TransactionIn(
        date=date(2026, 10, 31), amount="12.50", payee="Lidl", category="Groceries"
    )

    def run() -> object:
        with store.database.session(who) as session:
            return transactions.add(session, data)

    return run


def _file() -> bytes:
    """Write the file as a bank would: no row like another, a dozen categories, two accounts."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["date", "amount", "type", "category", "account", "payee", "note"])
    for n in range(ROWS):
        kind = "Income" if n % 13 == 0 else "Expense"
        day = date(2016, 11, 1) + timedelta(days=n * stores.DAYS // ROWS)
        amount = f"{(100 + n * 37 % 99_000) / 100:.2f}"
        category, account = f"Category {n % 12}", ("Everyday", "Card")[n % 2]
        writer.writerow([day, amount, kind, category, account, f"Shop {n % 997}", f"Receipt {n}"])
    return text.getvalue().encode()


class _Ours:
    """The import of a file into one fresh household after another."""

    def __init__(self, store: Store, content: bytes) -> None:
        self._store, self._content = store, content

    def prepare(self) -> None:
        """Make a household."""
        self.who = stores.empty(self._store.database, "Imported")

    def take_in(self) -> None:
        """Import the file into it."""
        with self._store.database.session(self.who) as session:
            importer.take_in(session, Upload("bench.csv", InMemory(self._content)))


class _Raw:
    """The rows of an import that was done once, copied into one fresh household after another."""

    def __init__(self, store: Store, content: bytes) -> None:
        self._store = store
        source = _Ours(store, content)
        source.prepare()
        source.take_in()
        self._home = source.who.household_id
        where = f"select {COLUMNS} from transactions where household_id = '{self._home}'"  # noqa: S608
        out = f"copy ({where} order by id) to stdout"
        with store.bare() as bare, bare.cursor() as cursor, cursor.copy(out) as copy:
            self._source = b"".join(bytes(block) for block in copy)
        with store.database.reading(source.who) as session:
            self._names = _ids(session)

    def prepare(self) -> None:
        """Make a household with the same names, and write the rows down for it."""
        who = stores.empty(self._store.database, "Copied")
        with self._store.database.session(who) as session:
            importer.take_in(session, Upload("names.csv", InMemory(_names_only())))
            ids = _ids(session)
        rows = self._source.replace(_text(self._home), _text(who.household_id))
        for name, key in self._names.items():
            rows = rows.replace(_text(key), _text(ids[name]))
        with self._store.bare() as bare:
            gone = "delete from transactions where household_id = %s"
            bare.execute(gone, (who.household_id,))
        self._rows = rows

    def copy(self) -> None:
        """Copy the rows into it."""
        into = f"copy transactions ({COLUMNS}) from stdin"
        with self._store.bare() as bare, bare.cursor() as cursor, cursor.copy(into) as copy:
            copy.write(self._rows)


def _names_only() -> bytes:
    lines = _file().split(b"\r\n")[: 1 + 24]
    return b"\r\n".join([*lines, b""])


def _ids(session: Session) -> dict[str, UUID]:
    names = catalogue(session)
    return {
        thing.name: thing.id
        for things in (names.types, names.categories, names.accounts)
        for thing in things.values()
    }


def _text(key: object) -> bytes:
    return str(key).encode()
