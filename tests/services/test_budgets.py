"""Budgets: one for a category, those below it count, and a line tells how each stands."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.errors import Clash, Conflict, InvalidInput, NotFound, Stale
from ftracker.domain.kinds import Section
from ftracker.queries import budgets as stored
from ftracker.schemas.budgets import BudgetEdit
from ftracker.schemas.plans import PlanEdit
from ftracker.services import budgets, plans
from tests import factories
from tests.services.budgeting import TODAY, add, envelopes, give, named, spend, standing


def edited(session: Session, row, **given):
    plain = {"amount": "100", "version": row.version}
    return budgets.edit(session, row.id, BudgetEdit(**plain | given))


def test_a_budget_begins_with_the_present_period_of_the_household(session: Session):
    plans.edit(session, PlanEdit(cadence="payday", payday=20, payday_weekend="before"))
    row = add(session, start_date=None)
    assert (row.cadence, row.start_date, row.amount) == ("payday", date(2026, 11, 20), 100)


def test_what_is_left_is_what_was_carried_and_budgeted_less_what_was_spent(session: Session):
    add(session, start_date="2026-10-01", rollover="both")
    spend(session, "130", "2026-10-31")
    spend(session, "40")
    spend(session, "15", type="Income")
    spend(session, "999", "2026-12-01")
    one = standing(session, "Groceries")
    assert (one.carried, one.budgeted, one.spent, one.left) == (-30, 100, 25, 45)
    assert one.span == Span(date(2026, 11, 1), date(2026, 12, 1))
    assert one.section is Section.SPENDING


def test_a_category_s_budget_counts_those_below_it_and_theirs_are_there_too(session: Session):
    housing = named(session, "Housing")
    factories.category(session, name="Repairs", parent_id=housing.id)
    add(session, "Housing", amount="500")
    add(session, "Repairs", amount="50")
    spend(session, "20", category="Repairs")
    spend(session, "300", category="Housing")
    assert standing(session, "Housing").spent == 320
    assert standing(session, "Repairs").spent == 20


def test_everything_is_all_that_was_spent(session: Session):
    add(session, None, amount="1000")
    spend(session, "20")
    spend(session, "30", category="Leisure")
    spend(session, "99", category="Savings")
    spend(session, "500", category="Salary", type="Income")
    one = standing(session, "Everything")
    assert (one.category_id, one.spent, one.left) == (None, 50, 950)
    assert budgets.standings(session, today=TODAY)[0] == one


def test_income_is_planned_and_what_is_set_aside_too(session: Session):
    add(session, "Salary", amount="3000")
    add(session, "Savings", amount="200")
    spend(session, "2900", category="Salary", type="Income")
    spend(session, "250", category="Savings")
    assert (standing(session, "Salary").left, standing(session, "Savings").left) == (100, -50)
    assert standing(session, "Salary").section is Section.INCOME
    with pytest.raises(Clash, match="anew each period"):
        add(session, "Other income", rollover="left")


@pytest.mark.parametrize(
    ("cadence", "spent", "start"),
    [
        ("week", 3, date(2026, 11, 23)),
        ("fortnight", 3, date(2026, 11, 16)),
        ("month", 7, date(2026, 11, 1)),
        ("payday", 7, date(2026, 11, 1)),
        ("quarter", 15, date(2026, 10, 1)),
        ("year", 31, date(2026, 1, 1)),
    ],
)
def test_every_cadence_counts_its_own_days(session: Session, cadence, spent, start):
    add(session, cadence=cadence)
    for amount, day in ("1", "2026-11-23"), ("2", "2026-11-29"), ("4", "2026-11-02"):
        spend(session, amount, day)
    spend(session, "8", "2026-10-01")
    spend(session, "16", "2026-01-01")
    spend(session, "32", "2025-12-31")
    one = standing(session, "Groceries")
    assert (one.spent, one.span.start) == (spent, start)


def test_a_timebound_category_has_a_budget_over_its_window(session: Session):
    days = {"start_date": date(2026, 11, 20), "end_date": date(2026, 12, 5)}
    trip = factories.category(session, name="Trip", kind="Timebound", **days)
    row = add(session, "Trip", start_date=None)
    assert (row.cadence, row.start_date) == ("window", date(2026, 11, 20))
    spend(session, "30", "2026-12-05", category="Trip")
    spend(session, "50", "2026-12-06", category="Trip")
    one = standing(session, "Trip")
    assert (one.span, one.spent) == (Span(date(2026, 11, 20), date(2026, 12, 6)), 30)
    assert budgets.standings(session, today=date(2026, 12, 6)) == []
    assert budgets.standing(session, row.id, day=date(2027, 1, 1)).spent == 30
    assert trip.id == one.category_id
    # Its window gone, the budget is as is usual in the household.
    trip.kind, trip.start_date, trip.end_date = "Expense", None, None
    with history.deed(session, "categories.edit", "Changed"):
        session.flush()
    assert standing(session, "Trip").cadence is Cadence.MONTH


def test_a_budget_that_has_not_begun_stands_nowhere(session: Session):
    row = add(session, start_date="2026-12-01")
    spend(session, "5")
    assert budgets.standings(session, today=TODAY) == []
    one = budgets.standing(session, row.id, day=TODAY)
    assert (one.budgeted, one.spent, one.left) == (0, 5, -5)
    with pytest.raises(NotFound):
        budgets.standing(session, new_id(), day=TODAY)


def test_in_envelopes_only_what_was_given_counts_but_for_income_and_everything(session: Session):
    row = add(session)
    add(session, "Salary", amount="3000")
    add(session, None, amount="900")
    envelopes(session)
    assert [one.budgeted for one in budgets.standings(session, today=TODAY)] == [900, 3000, 0]
    give(session, row, "40")
    assert standing(session, "Groceries").budgeted == 40


def test_what_was_given_stays_when_the_payday_moves(session: Session):
    row = add(session, cadence="payday", start_date="2026-10-01")
    give(session, row, "40", "2026-10-15")
    give(session, row, "60", "2026-11-15")
    plans.edit(session, PlanEdit(payday=25))
    assert standing(session, "Groceries", date(2026, 10, 24)).budgeted == 40
    assert standing(session, "Groceries", date(2026, 11, 24)).budgeted == 60
    give(session, row, "70", "2026-11-24")
    assert standing(session, "Groceries", date(2026, 11, 24)).budgeted == 70


def test_the_same_request_twice_makes_one_budget(session: Session):
    key = new_id()
    assert add(session, id=key) is add(session, id=key)
    with pytest.raises(Conflict, match="other content"):
        add(session, id=key, amount="5")


def test_a_category_has_one_budget(session: Session):
    add(session)
    add(session, None)
    with pytest.raises(Clash, match="for “Groceries” already"):
        add(session)
    with pytest.raises(Clash, match="for everything already"):
        add(session, None)


def test_a_category_is_named_by_its_id_or_by_its_name(session: Session):
    row = add(session, None, category_id=named(session, "Housing").id)
    assert row.category_id == named(session, "Housing").id
    with pytest.raises(NotFound):
        add(session, None, category_id=new_id())
    with pytest.raises(NotFound, match="“Nothing”"):
        add(session, "Nothing")


def test_a_window_is_for_timebound_categories_and_amounts_have_the_currency_s_decimals(
    session: Session,
):
    with pytest.raises(Clash, match="window"):
        add(session, cadence="window")
    with pytest.raises(InvalidInput):
        add(session, amount="1.234")


def test_a_budget_is_changed_and_what_is_left_out_stays(session: Session):
    row = edited(session, add(session, cadence="week"), amount="70", rollover="left", cap="9")
    assert (row.amount, row.rollover, row.cap, row.cadence) == (70, "left", 9, "week")
    assert row.start_date == date(2026, 11, 1)
    row = edited(session, row, cadence="month", start_date="2026-09-01", category="Groceries")
    assert (row.cadence, row.start_date, row.cap) == ("month", date(2026, 9, 1), None)
    with pytest.raises(Clash, match="stays with its category"):
        edited(session, row, category="Housing")
    with pytest.raises(Stale):
        edited(session, row, version=row.version + 1)
    with pytest.raises(NotFound):
        budgets.edit(session, new_id(), BudgetEdit(version=1))
    assert stored.line(session, add(session, None).id).category_id is None


def test_everything_is_changed_too(session: Session):
    row = add(session, None)
    assert edited(session, row, amount="5").amount == 5
    budgets.delete(session, row.id)
    assert stored.listing(session) == []


def test_a_deleted_budget_takes_what_it_was_given_along_and_nothing_that_was_spent(
    session: Session,
):
    row = add(session)
    give(session, row, "40")
    spend(session, "5")
    budgets.delete(session, row.id, version=row.version)
    assert stored.allotments(session) == {}
    add(session)
    assert standing(session, "Groceries").spent == 5


def test_standings_ask_a_fixed_number_of_questions(session: Session):
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    def count() -> int:
        asked.clear()
        budgets.standings(session, today=TODAY)
        return len(asked)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        add(session)
        add(session, "Leisure", cadence="week")
        few = count()
        for name in ("Housing", "Utilities", "Transport", "Salary"):
            give(session, add(session, name, start_date="2020-01-01"), "1")
        add(session, "Health", cadence="week", start_date="2020-01-01")
        assert count() == few == 9
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)


def test_sums_are_exact_to_the_cent(session: Session):
    add(session, amount="0.30")
    for _ in range(3):
        spend(session, "0.10")
    assert standing(session, "Groceries").left == Decimal(0)
