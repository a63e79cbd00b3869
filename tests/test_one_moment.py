"""A report is of one moment: what moves between two reads of it is never counted twice or not."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from ftracker.db import Actor, Database
from ftracker.schemas.transactions import BulkEdit
from ftracker.services import transactions
from tests import factories, invariants

READS = 60
RANGES = {
    "month": {"unit": "month"},
    "week": {"unit": "week", "start": "2025-07-02", "end": "2025-07-30"},
}


@pytest.mark.parametrize("unit", RANGES)
def test_a_report_that_is_read_while_transactions_move_always_has_the_same_total(
    api, database, books, unit
):
    with database.session(books) as session:
        kinds = [factories.category(session, name=f"Kind {n}").id for n in range(2)]
        moved = [
            factories.transaction(session, date=f"2025-07-{n + 2:02}", category_id=kinds[0]).id
            for n in range(20)
        ]
    ended = Event()

    def move() -> int:
        turns = 0
        while not ended.is_set():
            turns += 1
            change(database, books, BulkEdit(ids=moved[turns % 5 :], category_id=kinds[turns % 2]))
        return turns

    with ThreadPoolExecutor(2) as pool:
        movers = [pool.submit(move) for _ in range(2)]
        try:
            reads = [api.get("/api/reports/summary", params=RANGES[unit]) for _ in range(READS)]
        finally:
            ended.set()
    found = [answer.raise_for_status().json() for answer in reads]
    assert {report["totals"]["spending"] for report in found} == {"250.00"}
    assert {sum_of(report["categories"]) for report in found} == {25_000}
    assert {sum(period["count"] for period in report["periods"]) for report in found} == {20}
    assert len({str(report["categories"]) for report in found}) > 1, "Nothing moved meanwhile."
    assert all(mover.result() > 1 for mover in movers)
    assert invariants.broken(database.engine, books.household_id) == []


def change(database: Database, books: Actor, data: BulkEdit) -> None:
    with database.session(books) as session:
        transactions.edit_many(session, data)


def sum_of(categories: list[dict[str, str]]) -> int:
    """Add amounts up in cents."""
    return sum(int(one["amount"].replace(".", "")) for one in categories)
