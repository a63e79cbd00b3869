"""Searches in payees and notes: against reading the same rows without the words, and in all."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.orm import Session

from benchmarks import stores
from benchmarks.reading import replay
from benchmarks.results import Result, ratio
from benchmarks.stores import Statement, Store
from benchmarks.timing import Pair, compare
from ftracker.db import Actor
from ftracker.db.scope import APP_ROLE
from ftracker.domain import searches as grammar
from ftracker.queries import bubbles, searches, transactions
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter

RUNS = 7
SOME = 100_000
# A search for words may take so many times what it takes to look at each of the rows, without
# the words; what a search of many terms takes is only stated.
MOST = 4
SEARCHES = (
    ("a word that does not occur", "zzz-nowhere", MOST),
    ("a word that occurs", "weekly", MOST),
    ("five terms", "shop -amount>90 (payee:number or note:things) day:1..28", None),
)
# The least that tells of every row by something that lies in it.
_EACH = (
    "select count(*) from transactions where household_id = %(home)s and is_active and amount < 0"
)


def measure(store: Store) -> Iterator[Result]:
    """Replay the SQL of the list and of its sums behind the wall, among 100,000 and 1,000,000."""
    yield from _measured(store, store.many, "1,000,000", 1000)
    with stores.beside(store, "searching") as other:
        who = stores.filled(other.database, SOME)
        with psycopg.connect(stores.plain(other.url), autocommit=True) as connection:
            connection.execute("vacuum analyze")
        yield from _measured(other, who, "100,000", 150)


def _measured(store: Store, who: Actor, rows: str, most: int) -> Iterator[Result]:
    for name, q, limit in SEARCHES:
        for what, work in (("list", _page), ("sums", _sums)):
            pair = _against_each(store, who, partial(work, q=q))
            said = f"promised: {most} ms" if limit else ""
            title = f"{what.capitalize()} of {name} in {rows}"
            yield ratio(f"{title}, to each row", pair, limit)
            yield Result(title, pair.first * 1000, None, said, "ms")


def _against_each(store: Store, who: Actor, work: Callable[[Session], object]) -> Pair:
    statements = store.recorded(who, work)
    each: list[Statement] = [(_EACH, {"home": who.household_id})]
    with store.bare() as connection:
        _watch(connection, who.household_id)
        return compare(replay(connection, statements), replay(connection, each), runs=RUNS)


def _watch(connection: psycopg.Connection[Any], household_id: UUID | None) -> None:
    """Put the connection behind row-level security."""
    connection.execute(
        "select set_config('ftracker.household_id', %s, false), set_config('role', %s, false)",
        (str(household_id), APP_ROLE),
    )


def _page(session: Session, q: str) -> object:
    return transactions.page(session, _meant(session, q))


def _sums(session: Session, q: str) -> object:
    return bubbles.sums(session, _meant(session, q))


def _meant(session: Session, q: str) -> Filter:
    return Filter(where=searches.meant(grammar.parse(q), catalogue(session)))
