"""A page of the list and a summary of ten years: against the bare SQL, and as the books grow."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
from sqlalchemy.orm import Session

from benchmarks.results import Result, ratio
from benchmarks.stores import Statement, Store
from benchmarks.timing import compare
from ftracker.db import Actor
from ftracker.db.scope import APP_ROLE
from ftracker.domain.periods import Unit
from ftracker.queries import transactions
from ftracker.queries.transactions import Filter
from ftracker.services import reports

RUNS = 101
GROWTH = 1.2


def page(session: Session) -> object:
    """Read the newest fifty transactions."""
    return transactions.page(session, Filter())


def summary(session: Session) -> object:
    """Sum ten years up by month."""
    start, end = date(2016, 11, 1), date(2026, 11, 1)
    return reports.overview(session, unit=Unit.MONTH, start=start, end=end)


def measure(store: Store) -> Iterator[Result]:
    """Compare each with the statements that it sends, replayed, and with a small household."""
    for name, work in (("A page of 50", page), ("A summary of ten years", summary)):
        with store.bare() as connection:
            bare = replay(connection, store.recorded(store.many, work))
            big, small = _asking(store, store.many, work), _asking(store, store.few, work)
            yield ratio(
                f"{name} out of 1,000,000, to its bare SQL", compare(big, bare, runs=RUNS), None
            )
        growth = compare(big, small, runs=RUNS)
        yield ratio(f"{name} out of 1,000,000, to one out of 10,000", growth, GROWTH)
        yield _wall(store, name, work)


def replay(
    connection: psycopg.Connection[Any], statements: list[Statement]
) -> Callable[[], object]:
    """Give what sends the statements and reads their rows, and does nothing else."""
    cursor = connection.cursor()

    def run() -> object:
        return [cursor.execute(statement, values).fetchall() for statement, values in statements]

    return run


def _asking(store: Store, who: Actor, work: Callable[[Session], object]) -> Callable[[], object]:
    def run() -> object:
        with store.database.reading(who) as session:
            return work(session)

    return run


def _wall(store: Store, name: str, work: Callable[[Session], object]) -> Result:
    """State what row-level security costs: the same statements behind it and without it."""
    statements = store.recorded(store.many, work)
    with store.bare() as free, store.bare() as watched:
        watched.execute(
            "select set_config('ftracker.household_id', %s, false), set_config('role', %s, false)",
            (str(store.many.household_id), APP_ROLE),
        )
        pair = compare(replay(watched, statements), replay(free, statements), runs=RUNS)
    return ratio(f"{name}, its SQL with row-level security to without", pair, None)
