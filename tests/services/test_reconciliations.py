"""Reconciling: what is ticked off makes up the bank's balance, and stays as it is from then on."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ftracker.db import history as log
from ftracker.db import new_id
from ftracker.domain.errors import Conflict, NotFound, Reconciled
from ftracker.domain.kinds import Flow
from ftracker.models import Account, Reconciliation, Transaction
from ftracker.queries import balances, doctor
from ftracker.queries import reconciliations as stored
from ftracker.queries import transactions as lines
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter
from ftracker.schemas.reconciliations import ReconciliationIn
from ftracker.schemas.transactions import BulkEdit, PartIn, SplitIn
from ftracker.services import history, reconciliations, splits, ticked, transactions
from tests import factories
from tests.services.test_transactions import edited

DAY = date(2025, 7, 31)


@pytest.fixture
def bank(session: Session) -> Account:
    return factories.account(session, name="Bank", opening_balance=Decimal(100))


def move(session: Session, bank: Account, amount: str, **given: Any) -> Transaction:
    plain = {"amount": amount, "account_id": bank.id, "date": "2025-07-10"}
    return factories.transaction(session, **plain | given)


def save(session: Session, bank: Account, balance: str, *ids: UUID, **given: Any) -> Reconciliation:
    data = ReconciliationIn(**{"date": DAY, "balance": balance, "ids": list(ids)} | given)
    return reconciliations.save(session, bank.id, data)


def sheet(session: Session, bank: Account, day: date = DAY) -> stored.Sheet:
    return reconciliations.sheet(session, bank.id, day=day)


def test_a_sheet_lists_what_waits_up_to_a_day_newest_first(session: Session, bank: Account) -> None:
    first, second = move(session, bank, "10"), move(session, bank, "5", date="2025-07-31")
    move(session, bank, "1", date="2025-08-01")
    factories.transaction(session, amount="3")
    found = sheet(session, bank)
    assert [row.line.id for row in found.rows] == [second.id, first.id]
    assert not any(row.is_imported for row in found.rows)
    assert (found.cleared, found.older_count, found.older_amount) == (Decimal(100), 0, Decimal(0))
    with pytest.raises(NotFound):
        reconciliations.sheet(session, new_id(), day=DAY)


def test_what_is_ticked_makes_up_the_balance_and_is_ticked_off(
    session: Session, bank: Account
) -> None:
    mine, waits = move(session, bank, "10"), move(session, bank, "5")
    made = save(session, bank, "90", mine.id)
    assert (mine.reconciliation_id, waits.reconciliation_id) == (made.id, None)
    found = sheet(session, bank)
    assert (found.cleared, [row.line.id for row in found.rows]) == (Decimal(90), [waits.id])
    listed = stored.of(session, bank.id)
    assert [(r.date, r.balance, r.rows) for r in listed] == [(DAY, Decimal(90), 1)]
    assert listed[0].who.endswith("@example.org")
    history.undo(session, log.last(session))
    assert mine.reconciliation_id is None
    assert stored.of(session, bank.id) == []


def test_a_difference_is_not_ticked_away(session: Session, bank: Account) -> None:
    row = move(session, bank, "10")
    with pytest.raises(Conflict, match=r"A difference of -2\.50 is left"):
        save(session, bank, "87.50", row.id)


@pytest.mark.parametrize(
    ("balance", "kind", "direction"), [("87.50", "Expense", "out"), ("91", "Income", "in")]
)
def test_a_correcting_transaction_makes_up_for_a_difference(
    session: Session, bank: Account, balance: str, kind: str, direction: str
) -> None:
    row = move(session, bank, "10")
    made = save(session, bank, balance, row.id, correct=True)
    added = next(x for x in lines.everything(session, Filter()) if x.id != row.id)
    names = catalogue(session)
    assert (added.note, added.date, added.direction) == ("Reconciliation", DAY, direction)
    assert names.types[added.type_id].name == kind
    assert added.category_id == names.default_category.id
    assert added.reconciliation_id == made.id
    august = date(2025, 8, 1)
    assert balances.before(session, bank.id, [august])[august] == Decimal(balance) - 100
    history.undo(session, log.last(session))
    assert [x.id for x in lines.everything(session, Filter())] == [row.id]


def test_what_is_older_than_the_list_is_ticked_off_as_one(
    session: Session, bank: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "MOST_SHOWN", 1)
    monkeypatch.setattr(reconciliations, "CHUNK", 1)
    old = [move(session, bank, "10", date=f"2025-07-0{n}") for n in (1, 2)]
    new = move(session, bank, "5")
    found = sheet(session, bank)
    assert (len(found.rows), found.older_count, found.older_amount) == (1, 2, Decimal(-20))
    with pytest.raises(Conflict, match="-20"):
        save(session, bank, "75", new.id)
    made = save(session, bank, "75", new.id, older=True)
    assert {row.reconciliation_id for row in (*old, new)} == {made.id}
    assert save(session, bank, "75", older=True).id != made.id


def test_what_was_changed_meanwhile_is_said(session: Session, bank: Account) -> None:
    row = move(session, bank, "10")
    save(session, bank, "90", row.id)
    with pytest.raises(Conflict, match="changed meanwhile"):
        save(session, bank, "90", row.id)
    with pytest.raises(NotFound):
        reconciliations.save(session, new_id(), ReconciliationIn(date=DAY, balance="1"))


def test_a_reconciliation_is_taken_back_with_its_correction_though_texts_were_changed(
    session: Session, bank: Account
) -> None:
    row = move(session, bank, "10")
    made = save(session, bank, "87.50", row.id, correct=True)
    transactions.edit(session, row.id, edited(row, amount="10", payee="Aldi"))
    reconciliations.remove(session, made.id)
    assert [x.reconciliation_id for x in lines.everything(session, Filter())] == [None]
    assert row.payee == "Aldi"
    assert doctor.without_history(session) == 0
    history.undo(session, log.last(session))
    assert row.reconciliation_id == made.id
    with pytest.raises(NotFound):
        reconciliations.remove(session, new_id())


def reconciled(session: Session, bank: Account) -> Transaction:
    row = move(session, bank, "10")
    save(session, bank, "90", row.id)
    return row


def test_texts_type_and_category_of_what_was_ticked_off_are_free(
    session: Session, bank: Account
) -> None:
    row = reconciled(session, bank)
    groceries = next(c.id for c in catalogue(session).categories.values() if c.name == "Groceries")
    change = edited(row, amount="10", payee="Aldi", note="x", tags=["y"], category_id=groceries)
    transactions.edit(session, row.id, change)
    transactions.edit_many(session, BulkEdit(ids=[row.id], category_id=groceries))
    assert row.reconciliation_id is not None


@pytest.mark.parametrize(
    "given",
    [
        {"amount": "11"},
        {"date": "2025-07-11"},
        {"account_id": None},
        {"type": "Income", "type_id": None},
    ],
)
def test_amount_day_account_and_direction_stay_unless_told_otherwise(
    session: Session, bank: Account, given: dict[str, Any]
) -> None:
    row = reconciled(session, bank)
    with session.begin_nested() as savepoint:
        with pytest.raises(Reconciled, match=r"the bank’s balance of 90\.00 on 2025-07-31"):
            transactions.edit(session, row.id, edited(row, **{"amount": "10"} | given))
        savepoint.rollback()
    session.expire_all()
    row = lines.for_update(session, [row.id])[0]
    change = edited(row, **{"amount": "10", "reconciled": "change"} | given)
    transactions.edit(session, row.id, change)
    assert row.reconciliation_id is None


def test_deleting_and_changing_many_ask_as_well(session: Session, bank: Account) -> None:
    row = reconciled(session, bank)
    key = row.id
    other = move(session, bank, "3")
    for deed in (
        lambda: transactions.deactivate(session, [key]),
        lambda: transactions.edit_many(session, BulkEdit(ids=[key, other.id], date="2025-07-01")),
    ):
        with session.begin_nested() as savepoint:
            with pytest.raises(Reconciled) as asked:
                deed()
            savepoint.rollback()
        session.expire_all()
        assert asked.value.count == 1
    transactions.deactivate(session, [key], reconciled="change")
    row = lines.for_update(session, [key])[0]
    assert (row.is_active, row.reconciliation_id) == (False, None)


def test_the_amount_of_a_transfer_whose_other_side_was_ticked_off_is_asked_for(
    session: Session, bank: Account
) -> None:
    row = factories.transaction(session, type="Transfer", to_account_id=bank.id, amount="10")
    sides = lines.group_for_update(session, transfer_ids=[row.transfer_id])
    arrived = next(side for side in sides if side is not row)
    save(session, bank, "110", arrived.id)
    transactions.edit(session, row.id, edited(row, amount="10", date="2025-07-01"))
    assert arrived.date == DAY
    with pytest.raises(Reconciled):
        transactions.edit(session, row.id, edited(row, amount="11"))


def test_the_parts_of_a_split_are_asked_for(session: Session, bank: Account) -> None:
    names = catalogue(session)
    part = {"category_id": names.default_category.id}
    kind = names.default_type(Flow.OUT).id
    data = {"split_id": new_id(), "date": DAY, "type_id": kind, "account_id": bank.id}
    two = [PartIn(amount=amount, **part) for amount in ("4", "6")]
    rows = splits.save(session, SplitIn(parts=two, **data))
    save(session, bank, "90", *(row.id for row in rows))
    parts = [PartIn(id=rows[0].id, amount="5", **part), PartIn(id=rows[1].id, amount="6", **part)]
    with session.begin_nested() as savepoint:
        with pytest.raises(Reconciled):
            splits.save(session, SplitIn(parts=parts, **data))
        savepoint.rollback()
    session.expire_all()
    splits.save(session, SplitIn(parts=parts, reconciled="change", **data))
    first, second = lines.for_update(session, [row.id for row in rows])
    assert {first.reconciliation_id is None, second.reconciliation_id is None} == {True, False}
    assert splits.deactivate(session, data["split_id"], reconciled="change") == 2


def test_what_was_ticked_off_says_against_which_balance(session: Session, bank: Account) -> None:
    row = reconciled(session, bank)
    other = move(session, bank, "3")
    assert ticked.of(session, [row]).startswith("This was ticked off against the bank’s balance")
    assert ticked.of(session, [row, other]).startswith("One of them was ticked off")
    assert ticked.of(session, [other]) == ""
