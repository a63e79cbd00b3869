"""Undoing: everything that a change did is taken back, or nothing is."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from ftracker.db import history as written
from ftracker.db import new_id
from ftracker.domain.errors import Conflict, NotFound
from ftracker.models import Category, Membership, Transaction
from ftracker.queries import accounts as stored_accounts
from ftracker.queries import goals as stored_goals
from ftracker.queries import history as stored
from ftracker.queries import transactions as stored_transactions
from ftracker.queries.catalogue import catalogue
from ftracker.queries.history import Search
from ftracker.schemas.goals import GoalEdit, GoalIn
from ftracker.schemas.transactions import TransactionEdit
from ftracker.services import goals, history, transactions
from tests import factories


def named(session: Session, name: str) -> Category | None:
    found = [c for c in catalogue(session).categories.values() if c.name == name]
    return found[0] if found else None


def balance(session: Session) -> Decimal:
    return stored_accounts.listing(session)[0].balance


def test_an_added_transaction_goes_and_comes_back(session: Session):
    row = factories.transaction(session, tags=["food"])
    added = written.last(session)
    undone = history.undo(session, added)
    assert (undone.summary, balance(session)) == ("Undid: Added Lidl, 12.50", Decimal(0))
    assert stored_transactions.line(session, row.id) is None
    history.undo(session, undone.id)
    line = stored_transactions.line(session, row.id)
    assert (line.payee, line.date, line.tags) == ("Lidl", date(2025, 7, 31), ["food"])
    assert balance(session) == Decimal("-12.50")


def test_many_rows_come_back_in_pieces(session: Session, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(history, "PIECE", 2)
    rows = [factories.transaction(session) for _ in range(5)]
    transactions.deactivate(session, [row.id for row in rows])
    history.undo(session, written.last(session))
    assert balance(session) == Decimal("-62.50")
    assert stored.page(session, Search()).entries[0].rows == 5


def test_a_later_change_stands_in_the_way_and_nothing_changes(session: Session):
    row = factories.transaction(session)
    added = written.last(session)
    data = TransactionEdit(date="2025-08-01", amount="5", payee="Aldi", version=1)
    transactions.edit(session, row.id, data)
    with pytest.raises(Conflict, match="Undo the later change first"):
        history.undo(session, added)
    assert balance(session) == Decimal(-5)


def test_undoing_twice_is_refused(session: Session):
    factories.transaction(session)
    added = written.last(session)
    history.undo(session, added)
    with pytest.raises(Conflict, match="changed later"):
        history.undo(session, added)


def test_a_row_that_one_deed_wrote_twice_is_taken_back_whole(session: Session):
    row = factories.category(session, name="Pets")
    with written.deed(session, "categories.edit", "Renamed twice"):
        row.name = "Dogs"
        session.flush()
        row.name = "Hounds"
    history.undo(session, written.last(session))
    assert named(session, "Pets").id == row.id


def test_what_came_and_went_in_one_deed_leaves_nothing_to_undo(session: Session):
    with written.deed(session, "categories.add", "Came and went"):
        row = factories.category(session, name="Pets")
        session.delete(row)
        session.flush()
        factories.category(session, name="Dogs")
    history.undo(session, written.last(session))
    assert named(session, "Pets") is None
    assert named(session, "Dogs") is None


def test_what_was_made_and_then_used_and_changed_in_one_deed_goes_in_order(session: Session):
    with written.deed(session, "categories.add", "Made, used, changed"):
        parent = factories.category(session, name="Pets")
        child = factories.category(session, name="Dogs", parent_id=parent.id)
        factories.transaction(session, category_id=child.id)
        parent.name = "Animals"
    history.undo(session, written.last(session))
    assert named(session, "Animals") is None
    assert named(session, "Dogs") is None
    assert balance(session) == 0


def test_what_something_else_uses_does_not_go(session: Session):
    row = factories.category(session, name="Pets")
    added = written.last(session)
    factories.transaction(session, category_id=row.id)
    with pytest.raises(Conflict, match="Something else uses"):
        history.undo(session, added)


def test_what_went_for_good_does_not_come_back(session: Session):
    row = factories.transaction(session)
    added = written.last(session)
    transactions.deactivate(session, [row.id])
    transactions.purge(session, [row.id])
    for change in (added, written.last(session)):
        with pytest.raises(Conflict, match="cannot come back"):
            history.undo(session, change)


def test_who_belongs_to_a_household_is_not_undone_by_an_editor(session: Session):
    user = factories.user(session)
    with written.deed(session, "members.add", "Added a member"):
        household = written.household_id(session)
        session.add(Membership(household_id=household, user_id=user.id, role="viewer"))
    with pytest.raises(Conflict, match="changed in the settings"):
        history.undo(session, written.last(session))


def test_a_changed_goal_goes_back_to_what_it_was(session: Session):
    row = goals.add(
        session, GoalIn(category="Savings", target_amount="100"), today=date(2026, 1, 1)
    )
    data = GoalEdit(target_amount="200", current_amount="50", name="Boat", version=1)
    goals.edit(session, row.id, data)
    assert stored.page(session, Search()).entries[0].rows == 1
    history.undo(session, written.last(session))
    line = stored_goals.line(session, row.id)
    assert (line.name, line.target_amount, line.current_amount) == ("Savings", 100, 0)


def test_an_unknown_change_is_not_found(session: Session):
    with pytest.raises(NotFound):
        history.undo(session, new_id())


def test_only_the_rows_of_the_own_household_are_loaded(session: Session):
    row = factories.transaction(session)
    assert list(stored.present(session, Transaction, [row.id, new_id()])) == [row.id]
