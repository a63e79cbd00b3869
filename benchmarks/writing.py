"""Adding one transaction as the books grow, and large files against COPY of what they become."""

import csv
import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import BinaryIO, TextIO, cast
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from benchmarks import stores
from benchmarks.results import Result, ratio
from benchmarks.stores import Store
from benchmarks.timing import Pair, compare
from ftracker.db import Actor
from ftracker.domain.statements.sources import InMemory, Opened
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.rules import RuleIn
from ftracker.schemas.transactions import TransactionIn
from ftracker.services import importer, rules, transactions
from ftracker.services.importer import Upload

ADDED = 201
# How often files of so many rows are imported; the larger one takes its time.
IMPORTED = {100_000: 7, 1_000_000: 3}
RULES = 20
COLUMNS = (
    "household_id, id, amount, direction, type_id, category_id, account_id, date, payee, note,"
    " tags, split_id, transfer_id, import_id, import_line, fingerprint, reference,"
    " reconciliation_id, is_active, version, created_at, updated_at"
)


def measure(store: Store) -> Iterator[Result]:
    """Add one to many and to few, then import files through twenty rules."""
    pair = compare(_adding(store, store.many), _adding(store, store.few), runs=ADDED, warm=5)
    yield ratio("Adding one transaction to 1,000,000, to 10,000", pair, 1.2)
    for rows, runs in IMPORTED.items():
        with stores.beside(store, f"imports_{rows}") as fresh, _file(rows) as file:
            ours, raw = _Ours(fresh, file), _Raw(fresh, file)
            before = ours.prepare, raw.prepare
            pair = compare(ours.take_in, raw.copy, runs=runs, before=before)
            yield ratio(f"Importing {rows:,} rows of CSV, to raw COPY of the same rows", pair, 1.5)
            yield _kept(fresh, ours, f"Keeping totals in an import of {rows:,} rows, to the rest")


def _kept(store: Store, ours: "_Ours", name: str) -> Result:
    """Tell what part of an import its totals are: the time of their statements, to all other."""
    ours.prepare()
    with _clocked(store, "monthly_totals") as spent:
        begin = time.perf_counter()
        ours.take_in()
        whole = time.perf_counter() - begin
    return ratio(name, Pair(sum(spent), whole - sum(spent)), 0.1)


@contextmanager
def _clocked(store: Store, table: str) -> Iterator[list[float]]:
    """Give the list that the time of every statement on a table is added to."""
    spent: list[float] = []
    begun: list[float] = []

    def before(*_: object) -> None:
        begun.append(time.perf_counter())

    def after(_c: object, _k: object, statement: str, *_: object) -> None:
        if table in statement:
            spent.append(time.perf_counter() - begun[-1])

    engine = store.database.engine
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        yield spent
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)


def _adding(store: Store, who: Actor) -> Callable[[], object]:
    data = TransactionIn(
        date=date(2026, 10, 31), amount="12.50", payee="Lidl", category="Groceries"
    )

    def run() -> object:
        with store.database.session(who) as session:
            return transactions.add(session, data)

    return run


@contextmanager
def _file(rows: int) -> Iterator[BinaryIO]:
    """Write the file as a bank would: no row like another, a dozen categories, two accounts."""
    with tempfile.TemporaryFile() as file:
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        _write(text, rows)
        text.detach()
        yield cast("BinaryIO", file)


def _write(text: TextIO, rows: int) -> None:
    writer = csv.writer(text)
    writer.writerow(["date", "amount", "type", "category", "account", "payee", "note"])
    for n in range(rows):
        kind = "Income" if n % 13 == 0 else "Expense"
        day = date(2016, 11, 1) + timedelta(days=n * stores.DAYS // rows)
        amount = f"{(100 + n * 37 % 99_000) / 100:.2f}"
        category, account = f"Category {n % 12}", ("Everyday", "Card")[n % 2]
        writer.writerow([day, amount, kind, category, account, f"Shop {n % 997}", f"Receipt {n}"])


class _Ours:
    """The import of a file into one fresh household after another."""

    def __init__(self, store: Store, file: BinaryIO) -> None:
        self._store, self._file = store, file

    def prepare(self) -> None:
        """Make a household with rules."""
        self.who = stores.empty(self._store.database, "Imported")
        with self._store.database.session(self.who) as session:
            for number in range(RULES):
                rules.add(session, _rule(number))

    def take_in(self) -> None:
        """Import the file into it."""
        with self._store.database.session(self.who) as session:
            importer.take_in(session, Upload("bench.csv", Opened(self._file)))


class _Raw:
    """The rows of an import that was done once, copied into one fresh household after another."""

    def __init__(self, store: Store, file: BinaryIO) -> None:
        self._store = store
        source = _Ours(store, file)
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
            importer.take_in(session, Upload("names.csv", InMemory(_names_only().encode())))
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


def _rule(number: int) -> RuleIn:
    """Make a rule that fits one row in a thousand, as most do."""
    condition = {"field": "payee", "operator": "equals", "value": f"Shop {number * 31}"}
    actions = {"tags": [f"tag {number}"]}
    return RuleIn.model_validate(
        {"name": f"Rule {number}", "conditions": [condition], "actions": actions}
    )


def _names_only() -> str:
    text = io.StringIO()
    _write(text, 24)
    return text.getvalue()


def _ids(session: Session) -> dict[str, UUID]:
    names = catalogue(session)
    return {
        thing.name: thing.id
        for things in (names.types, names.categories, names.accounts)
        for thing in things.values()
    }


def _text(key: object) -> bytes:
    return str(key).encode()
