"""Accounts: their opening balances, and what becomes of what went through them."""

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, Stale
from ftracker.models import Account
from ftracker.queries import accounts as stored_accounts
from ftracker.queries import history as stored
from ftracker.queries import usage
from ftracker.queries.catalogue import catalogue as names_of
from ftracker.queries.history import Search
from ftracker.schemas.accounts import AccountEdit, AccountIn
from ftracker.services import accounts
from ftracker.services import history as deeds
from tests import factories


def added(session: Session, name: str = "Bank", **given) -> Account:
    return accounts.add(session, AccountIn(name=name, **given))


def balance(session: Session, account_id) -> Decimal:
    return stored_accounts.line(session, account_id).balance


def newest(session: Session):
    return stored.page(session, Search()).entries[0]


def test_an_account_is_added_once_with_a_signed_balance(session: Session):
    data = AccountIn(id=new_id(), name="Card", kind="card", opening_balance="-250.5")
    row = accounts.add(session, data)
    assert accounts.add(session, data) is row
    assert (row.kind, row.opening_balance) == ("card", Decimal("-250.50"))


def test_a_balance_has_the_decimals_of_the_currency(session: Session):
    with pytest.raises(InvalidInput, match="EUR has 2 decimals") as bad:
        added(session, opening_balance="1.234")
    assert bad.value.errors[0].field == "opening_balance"


def test_a_name_is_unique_without_regard_to_case(session: Session):
    with pytest.raises(InvalidInput, match="There is already an account called “Everyday”"):
        added(session, "EVERYDAY")


def test_an_account_is_changed_and_a_stale_change_refused(session: Session):
    row = added(session)
    data = AccountEdit(name="Giro", kind="current", opening_balance="10", version=1)
    accounts.edit(session, row.id, data)
    assert (row.name, row.opening_balance) == ("Giro", Decimal(10))
    with pytest.raises(Stale):
        accounts.edit(session, row.id, data)


def test_an_account_is_archived_and_brought_back(session: Session):
    row = added(session)
    assert accounts.archive(session, row.id).is_archived
    assert not accounts.unarchive(session, row.id).is_archived


def test_the_default_account_stays(session: Session):
    everyday = names_of(session).default_account.id
    for deed in (accounts.archive, accounts.delete):
        with pytest.raises(Conflict, match="can be renamed"):
            deed(session, everyday)


def test_an_account_in_use_is_not_deleted_and_an_unused_one_is(session: Session):
    row = added(session)
    factories.transaction(session, account_id=row.id)
    with pytest.raises(Conflict, match="used by 1 transaction") as bad:
        accounts.delete(session, row.id)
    assert bad.value.count == 1
    other = added(session, "Old", opening_balance="5")
    accounts.delete(session, other.id)
    with pytest.raises(NotFound):
        accounts.unarchive(session, other.id)


def test_moving_leaves_the_opening_balance(session: Session):
    row, target = added(session, opening_balance="100"), added(session, "Giro")
    factories.transaction(session, account_id=row.id, amount="30")
    assert accounts.move(session, row.id, to_id=target.id) == 1
    assert balance(session, row.id) == Decimal(100)
    assert balance(session, target.id) == Decimal(-30)


def test_merging_adds_the_balances_up_and_can_be_undone(session: Session):
    row, target = added(session, opening_balance="100"), added(session, "Giro", opening_balance="7")
    factories.transaction(session, account_id=row.id, amount="30")
    assert accounts.merge(session, row.id, into_id=target.id) == 1
    assert balance(session, target.id) == Decimal(77)
    assert stored_accounts.line(session, row.id) is None
    assert newest(session).summary == "Merged account Bank into Giro"
    deeds.undo(session, newest(session).id)
    assert balance(session, row.id) == Decimal(70)
    assert balance(session, target.id) == Decimal(7)


@pytest.mark.parametrize(("times", "sentence"), [(1, "1 transfer goes"), (2, "2 transfers go")])
def test_transfers_between_two_accounts_stand_in_the_way(session: Session, times, sentence):
    row, target = added(session), added(session, "Giro")
    for _ in range(times):
        factories.transaction(session, type="Transfer", account_id=row.id, to_account_id=target.id)
    for one, other in ((row, target), (target, row)):
        with pytest.raises(Conflict, match=sentence) as bad:
            accounts.merge(session, one.id, into_id=other.id)
        assert bad.value.count == times
    everyday = names_of(session).default_account.id
    assert accounts.move(session, row.id, to_id=everyday) == times
    assert usage.usage(session, Account, row.id).total == 0
