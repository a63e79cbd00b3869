"""Transactions out of the books, as the file that the importer reads back."""

from collections.abc import Iterator

from ftracker.db import Actor, Database, Origin, scope
from ftracker.queries import exports
from ftracker.queries.transactions import Filter
from ftracker.services import security_events

NOWHERE = Origin()
# A small file that shows what an import can hold.
TEMPLATE = (
    "date,amount,type,category,account,payee,note\n"
    "2026-01-31,12.50,Expense,Groceries,,Corner shop,Bread and milk\n"
    "2026-02-01,2500.00,Income,Salary,,Employer,\n"
)


def stream(
    database: Database, actor: Actor, wanted: Filter, *, origin: Origin = NOWHERE
) -> Iterator[bytes]:
    """Write a CSV file of one moment, block by block, as whoever asks reads it.

    It opens sessions of its own: the answer leaves after the request's session has closed, and
    that one, a look, cannot write down that somebody took the books with them.
    """
    with database.session(actor) as session:
        scope.come_from(session, origin)
        security_events.record(session, "export.made", file="transactions.csv")
    return _blocks(database, actor, wanted)


def _blocks(database: Database, actor: Actor, wanted: Filter) -> Iterator[bytes]:
    with database.reading(actor) as session:
        yield from exports.csv(session, wanted)
