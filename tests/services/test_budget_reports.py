"""Budgets over the days of a view, from the ledger."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain.cadences import Cadence
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Unit
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.queries.filters import Filter
from ftracker.queries.views import View
from ftracker.services import budget_reports
from tests import factories
from tests.services.budgeting import add, named, spend


def plans(session, start="2026-09-01", end="2026-12-01", wish=None, **given):
    days = Range(date.fromisoformat(start), date.fromisoformat(end))
    view = View(days, Unit.MONTH, Compare.NONE, Filter(**given))
    return budget_reports.plans_of(session, view, Section.SPENDING, wish)


@pytest.fixture
def budgeted(session) -> None:
    """Budget for groceries since August, for leisure by week, and for income."""
    add(session, start_date="2026-08-01", rollover="both")
    add(session, "Leisure", cadence="week", amount="20", start_date="2026-11-02")
    add(session, "Salary", amount="3000")
    for month, amount in ((8, "30"), (9, "130"), (10, "90"), (11, "50"), (12, "7")):
        spend(session, amount, f"2026-{month:02}-15")


@pytest.mark.usefixtures("budgeted")
def test_each_period_holds_what_was_planned_and_what_came(session):
    found = plans(session)
    assert (found.cadence, found.counts) == (Cadence.MONTH, {Cadence.MONTH: 1, Cadence.WEEK: 1})
    assert [(p.planned, p.spent, p.left) for p in found.periods] == [
        (100, 130, -30), (100, 90, 10), (100, 50, 50),
    ]  # fmt: skip
    assert [cell.carried for cell in found.budgets[0].cells] == [70, 40, 50]
    assert found.budgets[0].held == 3


@pytest.mark.usefixtures("budgeted")
def test_periods_that_are_cut_are_there_whole(session):
    found = plans(session, "2026-09-20", "2026-10-02")
    assert [cell.spent for cell in found.budgets[0].cells] == [130, 90]


@pytest.mark.usefixtures("budgeted")
def test_another_cadence_can_be_asked_for(session):
    found = plans(session, wish=Cadence.WEEK)
    assert [one.name for one in found.budgets] == ["Leisure"]
    assert len(found.spans) == 5


@pytest.mark.usefixtures("budgeted")
def test_only_the_categories_that_are_asked_for_count(session):
    leisure, salary = named(session, "Leisure").id, named(session, "Salary").id
    assert [one.name for one in plans(session, category_ids=(leisure,)).budgets] == ["Leisure"]
    assert plans(session, category_ids=(salary,)).periods == []


def test_a_budget_below_another_one_is_told_apart(session):
    upper = named(session, "Leisure").id
    factories.category(session, name="Concerts", parent_id=upper)
    add(session, "Leisure")
    add(session, "Concerts")
    spend(session, "15", category="Concerts")
    found = plans(session)
    above, below = found.budgets
    assert [(one.name, one.within, one.spent) for one in (above, below)] == [
        ("Leisure", None, 15), ("Concerts", above.budget_id, 15),
    ]  # fmt: skip
    assert found.periods[-1].spent == Decimal(15)


def test_no_money_is_lost_before_the_budget_above_began(session):
    factories.category(session, name="Concerts", parent_id=named(session, "Leisure").id)
    add(session, "Leisure", start_date="2026-10-01")
    add(session, "Concerts", start_date="2026-09-01")
    for month in (9, 10):
        spend(session, "15", f"2026-{month:02}-15", category="Concerts")
    assert [one.spent for one in plans(session, end="2026-11-01").periods] == [15, 15]


def test_without_budgets_there_is_nothing(session):
    found = plans(session)
    assert (found.budgets, found.spans, found.is_cut) == ((), (), False)


def test_it_costs_the_same_number_of_queries_whatever_there_is(books, database, count_queries):
    def cost() -> int:
        with count_queries() as counted, database.reading(books) as session:
            plans(session)
        return len(counted)

    with database.session(books) as session:
        add(session, start_date="2026-08-01")
    before = cost()
    with database.session(books) as session:
        for name in ("Leisure", "Housing", "Health"):
            add(session, name, start_date="2026-05-01")
            spend(session, "5", category=name)
    assert cost() == before
