"""Transaction types as they are listed, and what is of them."""

from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.queries import types as stored
from ftracker.queries.types import Content
from ftracker.services import transactions
from tests import factories


def test_types_are_listed_by_name(session: Session):
    factories.transaction_type(session, name="allowance")
    names = [t.name for t in stored.listing(session)]
    assert names == ["allowance", "Expense", "Income", "Transfer"]


def test_one_type_is_read_or_not_there(session: Session):
    row = factories.transaction_type(session)
    assert stored.line(session, row.id).flow == "in"
    assert stored.line(session, new_id()) is None


def test_the_active_transactions_of_a_type_are_summed(session: Session):
    row = factories.transaction_type(session)
    unused = factories.transaction_type(session, name="Gift")
    for amount in ("10", "2.50"):
        factories.transaction(session, type_id=row.id, amount=amount)
    gone = factories.transaction(session, type_id=row.id)
    transactions.deactivate(session, [gone.id])
    assert stored.contents(session)[row.id] == Content(2, Decimal("12.50"))
    assert unused.id not in stored.contents(session)
