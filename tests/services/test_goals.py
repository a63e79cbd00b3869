"""Goals: what is there is what was there at the start and what was set aside since."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from ftracker.db import history as written
from ftracker.db import new_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, Stale
from ftracker.models import Goal
from ftracker.queries import goals as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.goals import GoalEdit, GoalIn
from ftracker.services import goals, history
from ftracker.services import transactions as deeds
from tests import factories

TODAY = date(2026, 6, 15)


@pytest.fixture
def savings(session: Session):
    return next(c.id for c in catalogue(session).categories.values() if c.name == "Savings")


def added(session: Session, **given) -> Goal:
    data = {"category": "savings", "target_amount": "1000"} | given
    return goals.add(session, GoalIn(**data), today=TODAY)


def changed(session: Session, row: Goal, **given) -> Goal:
    data = {"target_amount": "1000", "version": row.version} | given
    return goals.edit(session, row.id, GoalEdit(**data))


def aside(session: Session, amount: str, day: str = "2026-06-20", **given):
    return factories.transaction(
        session, amount=amount, date=day, **({"category": "Savings"} | given)
    )


def current(session: Session, row: Goal) -> Decimal:
    return stored.line(session, row.id).current_amount


def test_a_goal_starts_today_named_after_its_category(session: Session, savings):
    row = added(session)
    assert (row.name, row.category_id, row.start_date) == ("Savings", savings, TODAY)
    assert current(session, row) == 0


def test_the_current_amount_given_is_the_starting_amount(session: Session):
    row = added(session, current_amount="250.50", name="Boat", start_date="2026-01-01")
    assert (row.name, row.starting_amount) == ("Boat", Decimal("250.50"))
    assert row.start_date == date(2026, 1, 1)


def test_what_is_set_aside_since_the_start_counts_and_withdrawals_subtract(session: Session):
    row = added(session, current_amount="100")
    aside(session, "40", "2026-06-14")
    aside(session, "50", "2026-06-15")
    aside(session, "20", type="Income")
    aside(session, "999", type="Transfer")
    gone = aside(session, "7")
    deeds.deactivate(session, [gone.id])
    assert current(session, row) == Decimal(130)


def test_subcategories_count_and_other_categories_do_not(session: Session, savings):
    row = added(session)
    below = factories.category(session, name="Car", kind="Savings", parent_id=savings)
    aside(session, "10", category="Car")
    aside(session, "20", category="Groceries")
    assert below.parent_id == savings
    assert current(session, row) == Decimal(10)


def test_a_category_that_nothing_is_set_aside_in_keeps_the_start(session: Session):
    row = added(session, category="Groceries", current_amount="5")
    aside(session, "20", category="Groceries")
    assert current(session, row) == Decimal(5)


def test_the_same_request_twice_makes_one_goal(session: Session):
    key = new_id()
    row = added(session, id=key)
    assert added(session, id=key) is row
    assert added(session, id=key, priority=row.priority) is row
    with pytest.raises(Conflict, match="with other content"):
        added(session, id=key, target_amount="7")


def test_a_goal_needs_a_category_that_is_there(session: Session, savings):
    with pytest.raises(InvalidInput, match="Choose the category"):
        goals.add(session, GoalIn(target_amount="10"), today=TODAY)
    with pytest.raises(NotFound) as bad:
        added(session, category_id=new_id())
    assert bad.value.errors[0].field == "category_id"
    with pytest.raises(NotFound, match="called “Boats”") as bad:
        added(session, category="Boats")
    assert bad.value.errors[0].field == "category"
    assert added(session, category="Boats", category_id=savings).category_id == savings


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"target_amount": "0"}, "target_amount"),
        ({"current_amount": "1.234"}, "current_amount"),
        ({"due_date": "2026-06-14"}, "due_date"),
    ],
)
def test_amounts_and_days_must_make_sense(session: Session, given, field):
    with pytest.raises(InvalidInput) as bad:
        added(session, **given)
    assert bad.value.errors[0].field == field


def test_a_change_moves_the_start_so_that_the_current_amount_comes_true(session: Session):
    row = added(session, current_amount="100")
    aside(session, "50")
    changed(session, row, current_amount="80", name="Boat", due_date="2027-01-01")
    assert (row.name, row.starting_amount, row.due_date) == (
        "Boat",
        Decimal(30),
        date(2027, 1, 1),
    )
    assert current(session, row) == Decimal(80)


def test_a_change_keeps_what_it_does_not_name(session: Session, savings):
    row = added(session, current_amount="100", name="Boat", due_date="2027-01-01")
    changed(session, row, target_amount="2000", start_date="2026-06-01")
    assert (row.name, row.category_id, row.starting_amount) == ("Boat", savings, Decimal(100))
    assert (row.target_amount, row.start_date, row.due_date) == (2000, date(2026, 6, 1), None)


def test_a_change_can_take_another_category(session: Session):
    row = added(session)
    changed(session, row, category="Investments")
    aside(session, "5", category="Investments")
    assert current(session, row) == Decimal(5)


def test_less_than_what_was_set_aside_cannot_come_true(session: Session):
    row = added(session)
    aside(session, "50")
    with pytest.raises(InvalidInput, match=r"50\.00 was set aside") as bad:
        changed(session, row, current_amount="49.99")
    assert bad.value.errors[0].field == "current_amount"


def test_a_stale_change_is_refused_and_an_unknown_goal_not_found(session: Session):
    row = added(session)
    with pytest.raises(Stale):
        changed(session, row, version=9)
    with pytest.raises(Stale):
        goals.delete(session, row.id, version=9)
    with pytest.raises(NotFound):
        goals.delete(session, new_id())


def test_a_deleted_goal_comes_back_with_undo(session: Session):
    row = added(session, name="Boat")
    goals.delete(session, row.id, version=1)
    assert stored.line(session, row.id) is None
    history.undo(session, written.last(session))
    assert stored.line(session, row.id).name == "Boat"


def test_goals_are_listed_by_priority_which_is_the_order_of_their_making(session: Session):
    added(session, name="Someday")
    added(session, name="Later", due_date="2028-01-01")
    added(session, name="First", priority=0, due_date="2027-01-01")
    assert [g.name for g in stored.listing(session)] == ["First", "Someday", "Later"]
    assert stored.listing(session)[0].category == "Savings"
