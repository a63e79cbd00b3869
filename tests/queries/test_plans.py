"""The lists of transactions find their indexes."""

from datetime import date

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from ftracker.models import Transaction
from ftracker.queries import transactions, transfers
from ftracker.queries.transactions import Filter


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Filter(), "ix_transactions_date"),
        (Filter(active=False), "ix_transactions_inactive"),
    ],
)
def test_a_page_is_read_off_its_index_in_order(session: Session, wanted: Filter, index: str):
    order = Transaction.date.desc(), Transaction.id.desc()
    statement = transactions.selecting(session, wanted, [Transaction.id]).order_by(*order)
    said = statement.limit(51).compile(
        dialect=session.connection().dialect, compile_kwargs={"literal_binds": True}
    )
    # A handful of rows could be had in other ways, as cheap by what is known of the table now.
    for other in ("seqscan", "bitmapscan", "sort"):
        session.execute(text(f"set local enable_{other} = off"))
    plan = "\n".join(session.scalars(text(f"explain {said}")))
    assert f"Scan Backward using {index}" in plan
    assert "Sort" not in plan


def test_sides_of_transfers_are_looked_for_in_the_newest_rows_only(session: Session):
    """Two accounts are compared by amount, never row by row."""
    plans: list[str] = []

    def explain(connection, cursor, statement, parameters, *_):
        if statement.startswith("WITH"):
            asked = connection.connection.cursor()
            # As above: what is known of the table at this moment shall not decide.
            for other in ("seqscan", "bitmapscan", "sort"):
                asked.execute(f"set local enable_{other} = off")
            asked.execute(f"explain {statement}", parameters)
            plans.append("\n".join(row[0] for row in asked.fetchall()))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", explain)
    transfers.candidates(session, start=date(2025, 1, 1), end=date(2025, 7, 1))
    event.remove(connection, "before_cursor_execute", explain)
    assert len(plans) == 1
    assert plans[0].count("Scan Backward using ix_transactions_date") == 1
    # Right after a large file PostgreSQL takes its rows for one, and joined they last a minute.
    assert plans[0].count("Scan on unlinked") == 1
    assert "Seq Scan" not in plans[0]
