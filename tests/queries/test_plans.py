"""The lists of transactions find their indexes."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from ftracker.models import Transaction
from ftracker.queries import transactions
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
