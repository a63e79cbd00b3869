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
    session.execute(text("set local enable_seqscan = off"))
    session.execute(text("set local enable_bitmapscan = off"))
    plan = "\n".join(session.scalars(text(f"explain {said}")))
    assert f"Scan Backward using {index}" in plan
    assert "Sort" not in plan
