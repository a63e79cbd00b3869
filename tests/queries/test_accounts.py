"""Accounts as they are listed, with what lies in them."""

from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.queries import accounts as stored
from ftracker.services import transactions
from tests import factories


def test_a_balance_is_the_opening_and_all_that_moved(session: Session):
    row = factories.account(session, name="Bank", opening_balance=Decimal(-100))
    factories.transaction(session, account_id=row.id, amount="30")
    factories.transaction(session, account_id=row.id, amount="50", type="Income")
    factories.transaction(
        session, account="Everyday", to_account_id=row.id, amount="7", type="Transfer"
    )
    gone = factories.transaction(session, account_id=row.id, amount="1000")
    transactions.deactivate(session, [gone.id])
    assert stored.line(session, row.id).balance == Decimal(-73)
    assert stored.counts(session)[row.id] == 3


def test_accounts_are_listed_by_name(session: Session):
    factories.account(session, name="cash")
    assert [a.name for a in stored.listing(session)] == ["cash", "Everyday"]
    assert stored.counts(session) == {}
    assert stored.line(session, new_id()) is None
