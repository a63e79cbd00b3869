"""Transactions out of the books, as the file that the importer reads back."""

from collections.abc import Iterator

from ftracker.db import Actor, Database
from ftracker.queries import exports
from ftracker.queries.transactions import Filter

# A small file that shows what an import can hold.
TEMPLATE = (
    "date,amount,type,category,account,payee,note\n"
    "2026-01-31,12.50,Expense,Groceries,,Corner shop,Bread and milk\n"
    "2026-02-01,2500.00,Income,Salary,,Employer,\n"
)


def stream(database: Database, actor: Actor, wanted: Filter) -> Iterator[bytes]:
    """Write a CSV file of one moment, block by block, as whoever asks reads it.

    It opens a session of its own: the answer leaves after the request's session has closed.
    """
    with database.reading(actor) as session:
        yield from exports.csv(session, wanted)
