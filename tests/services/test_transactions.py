"""Adding, changing, deleting and restoring transactions."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, Stale
from ftracker.models import ChangeRow, MonthlyTotal, Transaction, TransactionType
from ftracker.queries import transactions as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter
from ftracker.schemas.transactions import BulkEdit, TransactionEdit, TransactionIn
from ftracker.services import transactions
from tests import factories


def edited(row: Transaction, **given: object) -> TransactionEdit:
    """Say the same of a transaction again, but for what is given."""
    plain = {
        "date": row.date,
        "amount": "12.50",
        "payee": row.payee,
        "type_id": row.type_id,
        "category_id": row.category_id,
        "account_id": row.account_id,
        "version": row.version,
    }
    return TransactionEdit(**(plain | given))


def totals(session: Session) -> dict[date, tuple[Decimal, int]]:
    """Read what the totals say of each month that has any."""
    found = session.execute(
        select(MonthlyTotal.month, MonthlyTotal.amount, MonthlyTotal.count).where(
            MonthlyTotal.household_id == session.info["actor"].household_id,
            MonthlyTotal.count > 0,
        )
    )
    return {month: (amount, count) for month, amount, count in found}


def active(session: Session) -> list[stored.Line]:
    return stored.everything(session, Filter())


def test_a_new_transaction_gets_the_defaults_it_does_not_name(session: Session) -> None:
    row = factories.transaction(session)
    names = catalogue(session)
    assert row.category_id == names.default_category.id
    assert row.account_id == names.default_account.id
    assert names.types[row.type_id].name == "Expense"
    assert (row.direction, row.version) == ("out", 1)


def test_names_are_found_without_regard_to_case(session: Session) -> None:
    row = factories.transaction(session, category="gROCERIES", type="income")
    names = catalogue(session)
    assert names.categories[row.category_id].name == "Groceries"
    assert row.direction == "in"


@pytest.mark.parametrize("field", ["category", "type", "account"])
def test_an_unknown_name_is_said_at_its_field(session: Session, field: str) -> None:
    with pytest.raises(NotFound) as caught:
        factories.transaction(session, **{field: "Nowhere"})
    assert [e.field for e in caught.value.errors] == [field]


def test_an_unknown_id_is_not_found_and_says_no_more(session: Session) -> None:
    with pytest.raises(NotFound) as caught:
        factories.transaction(session, category_id=new_id())
    assert caught.value.errors == []


def test_the_same_id_twice_makes_one(session: Session) -> None:
    key = new_id()
    first = factories.transaction(session, id=key)
    again = factories.transaction(session, id=key)
    assert first is again
    assert len(active(session)) == 1


def test_the_same_id_with_other_content_is_refused(session: Session) -> None:
    key = new_id()
    factories.transaction(session, id=key)
    with pytest.raises(Conflict, match="exists already"):
        factories.transaction(session, id=key, amount="13")


def test_an_amount_with_too_many_decimals_is_refused_at_its_field(session: Session) -> None:
    with pytest.raises(InvalidInput) as caught:
        factories.transaction(session, amount="12.345")
    assert caught.value.errors[0].field == "amount"


def test_totals_follow_adding_changing_deleting_and_restoring(session: Session) -> None:
    row = factories.transaction(session)
    assert totals(session) == {date(2025, 7, 1): (Decimal("12.50"), 1)}
    transactions.edit(session, row.id, edited(row, date="2025-08-01", amount="20"))
    assert totals(session) == {date(2025, 8, 1): (Decimal(20), 1)}
    transactions.deactivate(session, [row.id])
    assert totals(session) == {}
    transactions.restore(session, [row.id])
    assert totals(session) == {date(2025, 8, 1): (Decimal(20), 1)}


def test_a_stale_edit_is_refused_with_the_row_as_it_is(session: Session) -> None:
    row = factories.transaction(session)
    transactions.edit(session, row.id, edited(row, payee="Aldi"))
    with pytest.raises(Stale) as caught:
        transactions.edit(session, row.id, edited(row, version=1))
    assert caught.value.current is row


def test_editing_what_is_not_there_is_not_found(session: Session) -> None:
    row = factories.transaction(session)
    with pytest.raises(NotFound):
        transactions.edit(session, new_id(), edited(row))


def test_a_transfer_makes_both_sides(session: Session) -> None:
    factories.account(session, name="Savings")
    row = factories.transaction(session, type="Transfer", to_account="Savings")
    names = catalogue(session)
    sides = {names.accounts[s.account_id].name: s.direction for s in active(session)}
    assert sides == {"Everyday": "out", "Savings": "in"}
    assert len({s.transfer_id for s in active(session)}) == 1
    assert row.direction == "out"


def test_a_transfer_into_its_own_account_is_refused(session: Session) -> None:
    with pytest.raises(InvalidInput, match="different"):
        factories.transaction(session, type="Transfer", to_account="Everyday")


def test_only_a_transfer_goes_to_another_account(session: Session) -> None:
    factories.account(session, name="Savings")
    with pytest.raises(InvalidInput, match="Only a transfer"):
        factories.transaction(session, to_account="Savings")


def test_an_unmatched_transfer_says_its_direction(session: Session) -> None:
    assert factories.transaction(session, type="Transfer").direction == "out"
    assert factories.transaction(session, type="Transfer", direction="in").direction == "in"


def test_the_other_side_of_a_transfer_follows_an_edit(session: Session) -> None:
    savings = factories.account(session, name="Savings")
    row = factories.transaction(session, type="Transfer", to_account="Savings")
    transactions.edit(session, row.id, edited(row, amount="99", date="2025-09-01"))
    assert {(s.amount, s.date) for s in active(session)} == {(Decimal(99), date(2025, 9, 1))}
    other = next(s for s in active(session) if s.account_id == savings.id)
    side = session.get_one(Transaction, (row.household_id, other.id))
    transactions.edit(session, side.id, edited(side, amount="98"))
    assert {s.direction for s in active(session)} == {"in", "out"}


def test_a_transfer_that_becomes_an_expense_loses_its_other_side(session: Session) -> None:
    factories.account(session, name="Savings")
    row = factories.transaction(session, type="Transfer", to_account="Savings")
    expense = catalogue(session).types
    kind = next(t.id for t in expense.values() if t.name == "Expense")
    transactions.edit(session, row.id, edited(row, type_id=kind))
    assert [(s.id, s.transfer_id) for s in active(session)] == [(row.id, None)]


def test_an_expense_that_becomes_a_transfer_gets_its_other_side(session: Session) -> None:
    savings = factories.account(session, name="Savings")
    row = factories.transaction(session)
    kind = session.scalars(
        select(TransactionType).where(
            TransactionType.household_id == row.household_id, TransactionType.flow == "transfer"
        )
    ).one()
    transactions.edit(session, row.id, edited(row, type_id=kind.id, to_account_id=savings.id))
    assert {s.account_id for s in active(session)} == {row.account_id, savings.id}


def test_deleting_and_restoring_one_side_takes_the_other_along(session: Session) -> None:
    factories.account(session, name="Savings")
    row = factories.transaction(session, type="Transfer", to_account="Savings")
    assert transactions.deactivate(session, [row.id], version=1) == 1
    assert active(session) == []
    assert transactions.restore(session, [row.id]) == 1
    assert len(active(session)) == 2


def test_deleting_with_an_old_version_is_refused(session: Session) -> None:
    row = factories.transaction(session)
    with pytest.raises(Stale):
        transactions.deactivate(session, [row.id], version=7)


def test_many_change_category_account_and_date_at_once(session: Session) -> None:
    savings = factories.account(session, name="Savings")
    music = factories.category(session)
    rows = [factories.transaction(session), factories.transaction(session, payee="Aldi")]
    moved = factories.transaction(session, type="Transfer", to_account="Savings")
    count = transactions.edit_many(
        session,
        BulkEdit(
            ids=[r.id for r in (*rows, moved)],
            category_id=music.id,
            account_id=savings.id,
            date="2025-01-02",
        ),
    )
    assert count == 3
    assert {(r.category_id, r.account_id) for r in rows} == {(music.id, savings.id)}
    assert moved.account_id != savings.id
    assert {line.date for line in active(session)} == {date(2025, 1, 2)}


def test_a_bulk_change_without_a_date_keeps_the_dates(session: Session) -> None:
    music = factories.category(session)
    row = factories.transaction(session)
    transactions.edit_many(session, BulkEdit(ids=[row.id], category_id=music.id))
    assert (row.date, row.category_id) == (date(2025, 7, 31), music.id)


def test_only_deleted_transactions_go_for_good(session: Session) -> None:
    row = factories.transaction(session)
    with pytest.raises(Conflict, match="Delete it first"):
        transactions.purge(session, [row.id])


def test_what_goes_for_good_is_forgotten_by_the_history_too(session: Session) -> None:
    row = factories.transaction(session, note="secret")
    transactions.deactivate(session, [row.id])
    assert transactions.purge(session, [row.id]) == 1
    kept = session.scalars(select(ChangeRow).where(ChangeRow.row_id == row.id)).all()
    assert len(kept) == 3
    assert all(change.before is None and change.after is None for change in kept)


def test_an_empty_choice_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        transactions.deactivate(session, [])


def test_a_write_outside_a_deed_is_an_error(session: Session) -> None:
    row = factories.transaction(session)
    row.payee = "silent"
    with pytest.raises(RuntimeError, match="outside a deed"):
        session.flush()


def test_a_set_based_write_that_leaves_no_history_is_an_error(session: Session) -> None:
    with pytest.raises(RuntimeError, match="no history"):
        session.query(Transaction).delete()


def test_tags_are_kept_once_and_in_order(session: Session) -> None:
    assert factories.transaction(session, tags=["b", "a", "b"]).tags == ["b", "a"]


def test_a_deed_that_changes_nothing_leaves_no_trace(session: Session) -> None:
    row = factories.transaction(session)
    before = history.last(session)
    transactions.edit(session, row.id, edited(row))
    assert history.last(session) == before
    assert row.version == 1


def test_a_repeated_request_without_an_id_makes_two(session: Session) -> None:
    data = TransactionIn(date="2025-07-31", amount="12.50")
    assert transactions.add(session, data).id != transactions.add(session, data).id


def test_both_sides_of_a_transfer_cannot_come_to_lie_in_one_account(session: Session) -> None:
    savings = factories.account(session, name="Savings")
    row = factories.transaction(session, type="Transfer", to_account="Savings")
    with pytest.raises(InvalidInput, match="different"):
        transactions.edit(session, row.id, edited(row, account_id=savings.id))


def test_an_unmatched_transfer_stays_one_when_it_is_edited(session: Session) -> None:
    row = factories.transaction(session, type="Transfer", direction="in")
    transactions.edit(session, row.id, edited(row, amount="5"))
    assert [(s.amount, s.direction, s.transfer_id) for s in active(session)] == [
        (Decimal(5), "in", None)
    ]
