"""Goals over the periods of a view, from the ledger."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain.periods import Unit
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.queries.filters import Filter
from ftracker.queries.views import View
from ftracker.schemas.goals import GoalIn
from ftracker.services import goal_reports, goals
from tests import factories
from tests.services.budgeting import TODAY, named, spend


def goal(session, name: str = "Boat", **given):
    plain = {"name": name, "category": "Savings", "target_amount": "1000"}
    plain |= {"start_date": "2026-09-10"}
    return goals.add(session, GoalIn(**plain | given), today=TODAY)


def filled(session, unit=Unit.MONTH, start="2026-09-01", end="2026-12-01"):
    days = Range(date.fromisoformat(start), date.fromisoformat(end))
    return goal_reports.filled(session, View(days, unit, Compare.NONE, Filter()))


def test_a_goal_is_filled_by_its_category_and_those_below(session):
    factories.category(
        session, name="Piggy", kind="Savings", parent_id=named(session, "Savings").id
    )
    goal(session, due_date="2027-09-10")
    for day, amount, name in (
        ("2026-09-09", "99", "Savings"), ("2026-09-10", "50", "Savings"),
        ("2026-11-30", "5", "Piggy"),
    ):  # fmt: skip
        spend(session, amount, day, category=name)
    spend(session, "20", "2026-10-02", category="Savings", type="Income")
    one = filled(session)[0]
    assert [(step.moved, step.there) for step in one.steps] == [(50, 50), (-20, 30), (5, 35)]
    assert [step.needed is not None for step in one.steps] == [True, True, True]
    assert (one.moved, one.last.there) == (35, 35)


def test_goals_on_one_account_share_its_balance(session):
    account = factories.account(session, name="Piggy bank", opening_balance=Decimal(10))
    for day in ("2026-08-15", "2026-09-15", "2026-10-15"):
        spend(session, "25", day, category="Savings", type="Income", account=account.name)
    goal(session, "First", account="Piggy bank", earmark="30")
    goal(session, "Second", account="Piggy bank", start_date="2026-10-01")
    found = {one.name: one for one in filled(session)}
    assert [step.there for step in found["First"].steps] == [30, 30, 30]
    assert [step.there for step in found["Second"].steps] == [55, 55]
    assert [step.moved for step in found["Second"].steps] == [25, 0]


def test_a_goal_on_an_account_counts_from_its_beginning_on(session):
    account = factories.account(session, name="Piggy bank", opening_balance=Decimal(10))
    for day in ("2026-03-15", "2026-10-15"):
        spend(session, "25", day, category="Savings", type="Income", account=account.name)
    goal(session, account="Piggy bank")
    one = filled(session, Unit.YEAR, "2026-01-01", "2027-01-01")[0]
    assert (one.moved, one.last.there) == (25, 60)


def test_a_debt_is_paid_off(session):
    factories.account(session, name="Loan", kind="loan", opening_balance=Decimal(-1000))
    goal(session, "Freedom", aim="pay_off", account="Loan", target_amount="1000")
    spend(session, "200", "2026-10-15", category="Savings", type="Income", account="Loan")
    assert [step.there for step in filled(session)[0].steps] == [0, 200, 200]


def test_goals_that_have_not_begun_are_left_out(session):
    goal(session, start_date="2026-12-01")
    assert filled(session) == []


def test_it_costs_the_same_number_of_queries_whatever_there_is(books, database, count_queries):
    def cost() -> int:
        with count_queries() as counted, database.reading(books) as session:
            filled(session)
        return len(counted)

    with database.session(books) as session:
        for name in ("Piggy bank", "Chest", "Sock"):
            factories.account(session, name=name)
        goal(session)
        goal(session, "Other", account="Piggy bank")
    before = cost()
    with database.session(books) as session:
        for name in ("Chest", "Sock"):
            goal(session, f"On {name}", account=name)
            goal(session, f"Beside {name}")
            spend(session, "5", category="Savings")
    assert cost() == before


@pytest.mark.parametrize("unit", Unit)
def test_each_unit_ends_at_the_same_amount(session, unit):
    goal(session)
    for day in ("2026-09-12", "2026-10-31", "2026-11-01", "2026-11-29"):
        spend(session, "7", day, category="Savings")
    assert filled(session, unit)[0].last.there == 28
