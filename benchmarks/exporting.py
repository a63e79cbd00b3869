"""The export of a million transactions against COPY TO, and the memory that it takes."""

from collections.abc import Iterator

import psutil

from benchmarks.results import Result, ratio
from benchmarks.stores import Store
from benchmarks.timing import compare
from ftracker.queries.transactions import Filter
from ftracker.services import exporter

RUNS = 9
MEMORY_MIB = 16.0
# The same columns of the same rows in the same order, as plain as they can be said.
BARE = """
    copy (select t.date, t.amount, y.name, c.name, a.name, t.payee, t.note
        from transactions t
        join transaction_types y on y.household_id = t.household_id and y.id = t.type_id
        join categories c on c.household_id = t.household_id and c.id = t.category_id
        join accounts a on a.household_id = t.household_id and a.id = t.account_id
        where t.household_id = '{home}' and t.is_active
        order by t.date, t.id) to stdout with (format csv)"""


def measure(store: Store) -> Iterator[Result]:
    """Export everything, block by block, and throw the blocks away."""

    def ours() -> int:
        return sum(len(block) for block in exporter.stream(store.database, store.many, Filter()))

    def bare() -> int:
        statement = BARE.format(home=store.many.household_id)
        with store.bare() as bare, bare.cursor() as cursor, cursor.copy(statement) as copy:
            return sum(len(block) for block in copy)

    # First, while nothing that an export has taken before can be used again.
    grown = _memory(store) / 2**20
    yield Result("Exporting 1,000,000, memory at its highest", grown, MEMORY_MIB, "", "MiB")
    pair = compare(ours, bare, runs=RUNS)
    yield ratio("Exporting 1,000,000 transactions, to COPY TO", pair, 1.3)


def _memory(store: Store) -> int:
    """Tell by how many bytes the process is larger at most while it exports."""
    process = psutil.Process()
    start = highest = process.memory_info().rss
    for _ in exporter.stream(store.database, store.many, Filter()):
        highest = max(highest, process.memory_info().rss)
    return highest - start
