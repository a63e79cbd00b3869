"""What is worked out of a scenario: the same draws as the books', and so only what was changed."""

from datetime import UTC, date, datetime, timedelta
from decimal import localcontext

from ftracker.queries.catalogue import catalogue
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import (
    forecasting,
    scenario_applying,
    scenario_outlooks,
    scenarios,
    schedules,
)
from tests import factories
from tests.services.test_scenarios import add

TODAY = date(2026, 11, 25)
# As if the job began a while after all was written down.
NOW = datetime.now(UTC) + timedelta(hours=1)


def spend(session):
    """Live for a year: pay in, rent and what is eaten out."""
    for month in range(1, 12):
        factories.transaction(
            session, type="Income", amount="2000", date=date(2026, month, 1), payee="Work"
        )
        for day in range(2, 28, 5):
            amount = f"{20 + day * month % 37}.50"
            factories.transaction(session, amount=amount, date=date(2026, month, day), payee="Shop")


def test_a_scenario_differs_from_the_books_by_what_it_changes_alone(session):
    spend(session)
    bought = add(session)
    nothing = add(session, name="Nothing", changes=[])
    assert scenario_outlooks.outlook(session, bought.id) is None
    assert forecasting.recompute(session, today=TODAY, now=NOW)
    found = scenario_outlooks.outlook(session, bought.id)
    assert found.outcomes.last.difference == -900
    assert found.outcomes.year_end.difference == -900
    by_day = {one.date: one for one in found.base.accounts[0].days}
    for day in found.scenario.accounts[0].days:
        base, less = by_day[day.date].band, 900 if day.date >= date(2026, 12, 10) else 0
        assert (day.band.low80, day.band.high80) == (base.low80 - less, base.high80 - less)
    same = scenario_outlooks.outlook(session, nothing.id)
    assert same.base.accounts == same.scenario.accounts


def test_less_of_a_category_below_another_one_is_felt_though_nobody_budgets_it(session):
    spend(session)
    food = next(one for one in catalogue(session).categories.values() if one.name == "Groceries")
    deli = factories.category(session, name="Deli", kind=food.kind, parent_id=food.id)
    for month in range(1, 12):
        for day in (3, 9, 15):
            how = {"date": date(2026, month, day), "payee": f"Deli {month} {day}"}
            factories.transaction(session, amount=str(20 + day), category="Deli", **how)
    less = {"what": "usual", "category_id": str(deli.id), "start": "2027-01-01", "percent": "-50"}
    half = add(session, name="Half", changes=[less])
    trip = add(session, name="Trip", changes=[less | {"category_id": str(food.id)}])
    assert forecasting.recompute(session, today=TODAY, now=NOW)
    # In most months it is 87: 43.50 less in each of the eleven that come whole, and one begun.
    difference = scenario_outlooks.outlook(session, half.id).outcomes.last.difference
    assert 43 * 10 < difference < 44 * 12
    assert scenario_outlooks.outlook(session, trip.id).outcomes.last.difference > 43 * 10


def test_a_scenario_of_absurd_figures_stops_neither_the_books_nor_the_others(session):
    spend(session)
    pay = schedules.add(
        session, ScheduleIn(name="Pay", amount="9", type="Income", start_date=TODAY)
    )
    more = {"what": "reprice", "schedule_id": str(pay.id), "start": "2026-12-01", "percent": "1000"}
    absurd, bought = add(session, name="Absurd", changes=[more] * 40), add(session)
    assert forecasting.recompute(session, today=TODAY, now=NOW)
    assert scenario_outlooks.outlook(session, absurd.id).outcomes.last.difference > 10**14
    assert scenario_outlooks.outlook(session, bought.id).outcomes.last.difference == -900
    # So few digits are too few for the one, and enough for all the rest.
    with localcontext(prec=14):
        assert forecasting.recompute(session, today=TODAY + timedelta(days=1), now=NOW)
    assert scenario_outlooks.outlook(session, absurd.id) is None
    assert scenario_outlooks.outlook(session, bought.id).outcomes.as_of > TODAY


def test_what_was_worked_out_is_current_until_anything_changes(session):
    row = add(session)
    assert not scenario_outlooks.is_current(session, None, today=TODAY)
    forecasting.recompute(session, today=TODAY, now=NOW)
    found = scenario_outlooks.outlook(session, row.id)
    assert scenario_outlooks.is_current(session, found, today=TODAY)
    assert not scenario_outlooks.is_current(session, found, today=TODAY + timedelta(days=1))
    forecasting.recompute(session, today=TODAY, now=datetime(2026, 1, 1, tzinfo=UTC), score=True)
    old = scenario_outlooks.outlook(session, row.id)
    assert not scenario_outlooks.is_current(session, old, today=TODAY)


def test_what_was_applied_is_part_of_the_books_and_not_worked_out_beside_them(session):
    row = add(session)
    scenario_applying.apply(session, row.id, today=TODAY)
    forecasting.recompute(session, today=TODAY, now=NOW)
    assert scenario_outlooks.outlook(session, row.id) is None
    assert list(scenarios.inputs(session, forecasting.gather(session, today=TODAY))) == []


def test_all_that_a_change_may_name_has_a_name_and_what_comes_again_is_listed(session):
    spend(session)
    rent = schedules.add(session, ScheduleIn(name="Rent", amount="850", start_date=TODAY))
    names = scenario_outlooks.names(session)
    assert names[rent.id] == "Rent"
    assert names[catalogue(session).default_account.id]
    assert scenario_outlooks.patterns(session) == []
    forecasting.recompute(session, today=TODAY, now=NOW)
    assert "Work" in scenario_outlooks.patterns(session)
