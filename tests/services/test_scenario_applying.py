"""Scenarios made real: schedules, budgets and goals, as one change that is taken back whole."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.db import history
from ftracker.domain import schedules as domain
from ftracker.domain.errors import Conflict
from ftracker.domain.periods import months_later
from ftracker.queries import budgets as kept_budgets
from ftracker.queries import history as sets
from ftracker.queries import schedules as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.scenarios import ScenarioEdit, ScenarioIn
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import budgets, goals, scenario_applying, scenarios, schedules
from ftracker.services import history as undoing
from tests import factories
from tests.services.test_deeds import snapshot

TODAY = date(2026, 11, 25)


def schedule(session, **more):
    plain = {"name": "Rent", "amount": "850", "start_date": "2026-06-03", "category": "Housing"}
    return schedules.add(session, ScheduleIn(**plain | more))


def goal(session, **more):
    plain = {"name": "Trip", "category": "Savings", "target_amount": "5000"}
    return goals.add(session, GoalIn(**plain | more), today=TODAY)


def at(row, **more):
    return {"schedule_id": str(row.id), "start": "2027-01-01"} | more


def bought(session, **more):
    names = catalogue(session)
    place = {
        "account_id": str(names.default_account.id),
        "category_id": str(names.default_category.id),
    }
    plain = {"name": "Car", "amount": "8000", "direction": "out", "start": "2026-12-10"}
    return plain | place | more


def idea(session, data):
    """Write an idea down some days before it is applied."""
    return scenarios.add(session, data, today=date(2026, 11, 1))


def apply(session, *changes, **how):
    row = idea(session, ScenarioIn(name="Idea", changes=list(changes)))
    return scenario_applying.apply(session, row.id, today=TODAY, **how)


def lines(session):
    return {(line.name, line.start_date.isoformat()): line for line in stored.listing(session)}


def test_what_stops_ends_on_the_day_before(session):
    rent = schedule(session)
    apply(session, at(rent, what="stop"))
    assert rent.end_date == date(2026, 12, 31)


def test_what_stops_before_it_ever_came_is_paused(session):
    rent = schedule(session, start_date="2027-02-01")
    apply(session, at(rent, what="stop"))
    assert rent.is_paused


def test_what_is_over_anyhow_stays_as_it_is(session):
    rent = schedule(session, end_date="2026-12-05")
    apply(session, at(rent, what="stop"), at(rent, what="reprice", by="5"))
    assert (rent.version, len(lines(session))) == (1, 1)


def test_what_costs_more_from_a_day_on_ends_and_goes_on_as_a_new_schedule(session):
    rent = schedule(session, least="800", most="900", note="Flat", remind_days=9)
    apply(session, at(rent, what="reprice", by="120"))
    new = lines(session)["Rent", "2027-01-03"]
    assert rent.end_date == date(2026, 12, 31)
    assert (new.amount, new.least, new.most) == (970, 920, 1020)
    assert (new.note, new.remind_days, new.month_day) == ("Flat", 9, 3)


def test_what_changes_in_the_middle_of_a_month_leaves_what_was_paid_before_it(session):
    rent = schedule(session, start_date="2026-06-10")
    apply(session, at(rent, what="reprice", by="120", start="2027-01-15"))
    assert rent.end_date == date(2027, 1, 14)
    assert lines(session)["Rent", "2027-02-10"].amount == 970


def test_what_rises_each_year_on_a_day_leaves_what_came_before_it_in_the_month(session):
    pay = schedule(session, name="Pay", amount="3000", start_date="2026-06-10")
    apply(session, at(pay, what="reprice", percent="10", start="2027-04-15", is_yearly=True))
    starts = [start for _, start in sorted(lines(session))]
    assert starts[1:3] == ["2027-05-10", "2028-05-10"]


@pytest.mark.parametrize(
    ("weekend", "start", "cut", "paid"),
    [
        # The 31st of January 2027 is a Sunday that is paid on Monday, behind the cut.
        ("after", "2026-10-31", "2027-02-01", ["10-31", "11-30", "12-31", "01-31", "02-28"]),
        # The 6th of February 2027 is a Saturday that is paid on Friday, before the cut.
        ("before", "2026-11-06", "2027-02-06", ["11-06", "12-06", "01-06", "02-06", "03-06"]),
    ],
)
def test_a_weekend_at_the_cut_loses_no_payment_and_doubles_none(session, weekend, start, cut, paid):
    rent = schedule(session, start_date=start, weekend=weekend, times=5)
    apply(session, at(rent, what="reprice", by="120", start=cut))
    days = [
        (day, line.amount)
        for line in stored.listing(session)
        for day in domain.days(line.rhythm, date(2026, 1, 1), date(2028, 1, 1))
    ]
    assert [f"{day.due_date:%m-%d}" for day, _ in sorted(days)] == paid
    assert {amount for day, amount in days if day.date < date.fromisoformat(cut)} == {850}
    assert {amount for day, amount in days if day.date >= date.fromisoformat(cut)} == {970}


def spans(session):
    found = sorted(stored.listing(session), key=lambda line: line.start_date)
    return [(line.start_date.isoformat(), str(line.end_date), line.amount) for line in found]


def test_a_second_change_of_a_schedule_is_of_what_the_first_made_of_it(session):
    rent = schedule(session)
    stop = at(rent, what="stop", start="2027-07-01")
    apply(session, at(rent, what="reprice", by="50"), stop)
    assert spans(session) == [
        ("2026-06-03", "2026-12-31", 850),
        ("2027-01-03", "2027-06-30", 900),
    ]


def test_an_earlier_change_behind_a_later_one_is_of_all_that_comes(session):
    rent = schedule(session)
    later = at(rent, what="reprice", by="50", start="2027-07-01")
    apply(session, later, at(rent, what="reprice", percent="10"))
    assert spans(session) == [
        ("2026-06-03", "2026-12-31", 850),
        ("2027-01-03", "2027-06-30", 935),
        ("2027-07-03", "None", 990),
    ]


def test_a_second_change_of_what_comes_again_without_a_schedule_is_made_too(session):
    for month in range(5, 12):
        factories.transaction(session, date=date(2026, month, 12), payee="Nordlink", amount="9.99")
    named = {"payee": "Nordlink", "start": "2027-02-01"}
    stop = {"what": "stop", "payee": "nordlink", "start": "2027-07-01"}
    apply(session, named | {"what": "reprice", "by": "1"}, stop)
    assert spans(session) == [
        ("2026-12-12", "2027-01-31", Decimal("9.99")),
        ("2027-02-12", "2027-06-30", Decimal("10.99")),
    ]


def test_what_never_came_before_gets_its_amount_where_it_is(session):
    rent = schedule(session, start_date="2027-02-01")
    apply(session, at(rent, what="reprice", percent="10"))
    assert (rent.amount, len(lines(session))) == (935, 1)


def test_the_last_day_of_a_month_stays_the_last_and_times_are_counted_on(session):
    loan = schedule(session, start_date="2026-08-31", times=12)
    apply(session, at(loan, what="reprice", by="-50", start="2027-02-01"))
    new = lines(session)["Rent", "2027-02-28"]
    assert (new.month_day, new.times, new.amount) == (31, 6, 800)


def test_a_rhythm_of_weeks_keeps_its_day(session):
    row = schedule(session, start_date="2026-11-02", unit="week", every=2)
    apply(session, at(row, what="reprice", by="1"))
    assert ("Rent", "2027-01-11") in lines(session)


def test_what_costs_nothing_any_more_ends(session):
    rent = schedule(session)
    apply(session, at(rent, what="reprice", percent="-100"))
    assert (rent.end_date, len(lines(session))) == (date(2026, 12, 31), 1)


def test_what_rises_each_year_is_written_down_for_five(session):
    pay = schedule(session, name="Pay", amount="3000", type="Income", category="Salary")
    apply(session, at(pay, what="reprice", percent="3", start="2027-04-01", is_yearly=True))
    amounts = [line.amount for _, line in sorted(lines(session).items())]
    assert amounts == [3000, 3090, Decimal("3182.70"), Decimal("3278.18"), Decimal("3376.53"),
                       Decimal("3477.83")]  # fmt: skip


def test_what_comes_again_without_a_schedule_gets_one_that_ends(session):
    for month in range(5, 12):
        factories.transaction(session, date=date(2026, month, 12), payee="Nordlink", amount="9.99")
    stop = {"what": "stop", "payee": "nordlink", "start": "2027-02-01"}
    apply(session, stop)
    assert lines(session)["Nordlink", "2026-12-12"].end_date == date(2027, 1, 31)


def test_what_comes_no_more_cannot_be_stopped(session):
    with pytest.raises(Conflict, match="“Nobody” comes no more"):
        apply(session, {"what": "stop", "payee": "Nobody", "start": "2027-02-01"})


def test_a_purchase_on_instalments_becomes_two_schedules(session):
    monthly = {"what": "repeat", "name": "Car loan", "amount": "160", "times": 36}
    apply(session, bought(session, what="one_off"), bought(session, **monthly))
    found = lines(session)
    assert (found["Car", "2026-12-10"].times, found["Car loan", "2026-12-10"].times) == (1, 36)


def test_what_comes_in_is_an_income(session):
    apply(session, bought(session, what="one_off", direction="in"))
    kind = catalogue(session).types[lines(session)["Car", "2026-12-10"].type_id]
    assert kind.flow == "in"


def test_a_budget_is_less_in_the_twelve_periods_from_a_month_on(session):
    row = budgets.add(
        session, BudgetIn(category="Groceries", amount="400", start_date="2026-01-01"), today=TODAY
    )
    change = {"what": "usual", "category_id": str(row.category_id), "start": "2027-01-05"}
    apply(session, change | {"percent": "-20"})
    given = kept_budgets.allotments(session)[row.id]
    assert [(one.start_date, one.amount) for one in given] == [
        (months_later(date(2027, 1, 1), n), 320) for n in range(12)
    ]


def test_a_goal_without_a_schedule_is_promised_another_amount_from_now_on(session):
    trip = goal(session, monthly_amount="50")
    more = {"what": "goal_amount", "goal_id": str(trip.id), "amount": "80", "start": "2026-11-01"}
    apply(session, more)
    assert trip.monthly_amount == 80


def test_a_budget_by_the_week_gets_a_weeks_part_and_begins_with_a_whole_one(session):
    about = {"category": "Groceries", "cadence": "week", "start_date": "2026-01-05"}
    row = budgets.add(session, BudgetIn(amount="100", **about), today=TODAY)
    change = {"what": "usual", "category_id": str(row.category_id), "start": "2027-01-01"}
    apply(session, change | {"by": "52"})
    given = kept_budgets.allotments(session)[row.id]
    assert (given[0].start_date, given[0].amount, len(given)) == (date(2027, 1, 4), 112, 12)


def test_a_window_has_one_budget(session):
    budgets.add(session, BudgetIn(amount="900"), today=TODAY)
    trip = factories.category(
        session, name="Fair", kind="Timebound", start_date=TODAY, end_date=date(2027, 3, 1)
    )
    row = budgets.add(session, BudgetIn(category="Fair", amount="100"), today=TODAY)
    change = {"what": "usual", "category_id": str(trip.id), "start": "2027-01-01", "by": "-20"}
    apply(session, change)
    assert [one.amount for one in kept_budgets.allotments(session)[row.id]] == [80]


def test_a_category_without_a_budget_gets_one_of_what_is_usual(session):
    for month in (8, 9, 10):
        factories.transaction(
            session, date=date(2026, month, 9), amount="200", category="Groceries"
        )
    key = next(c.id for c in catalogue(session).categories.values() if c.name == "Groceries")
    change = {"what": "usual", "category_id": str(key), "start": "2026-11-01", "percent": "-10"}
    apply(session, change)
    (line,) = kept_budgets.listing(session)
    assert (line.category_id, line.amount, line.start_date) == (key, 180, date(2026, 11, 1))


def test_what_is_usual_is_told_by_what_was_and_not_by_months_that_did_not_come_yet(session):
    for month in (8, 9, 10):
        factories.transaction(
            session, date=date(2026, month, 9), amount="200", category="Groceries"
        )
    key = next(c.id for c in catalogue(session).categories.values() if c.name == "Groceries")
    change = {"what": "usual", "category_id": str(key), "start": "2027-06-01", "percent": "-10"}
    apply(session, change)
    (line,) = kept_budgets.listing(session)
    assert (line.amount, line.start_date) == (180, date(2027, 6, 1))


def test_what_is_scheduled_for_a_goal_waits_until_a_day_and_the_goal_itself_does_not(session):
    trip = goal(session)
    saving = schedule(session, name="Save", category="Savings", goal_id=trip.id)
    pause = {"what": "pause_goal", "goal_id": str(trip.id), "start": "2026-11-01"}
    apply(session, pause | {"until": "2027-03-01"})
    assert (trip.state, saving.end_date) == ("active", date(2026, 10, 31))
    assert lines(session)["Save", "2027-03-03"].goal_id == trip.id


def test_a_goal_waits_from_now_on_with_what_is_scheduled_for_it(session):
    trip = goal(session)
    saving = schedule(session, name="Save", category="Savings", goal_id=trip.id)
    apply(session, {"what": "pause_goal", "goal_id": str(trip.id), "start": "2026-11-01"})
    assert (trip.state, saving.end_date) == ("paused", date(2026, 10, 31))


def test_a_pause_in_which_nothing_scheduled_falls_due_is_not_made_real(session):
    trip = goal(session)
    saving = schedule(session, start_date="2027-05-01", category="Savings", goal_id=trip.id)
    pause = {"what": "pause_goal", "goal_id": str(trip.id), "start": "2026-11-01"}
    with pytest.raises(Conflict, match="“Trip” cannot wait for a time"):
        apply(session, pause | {"until": "2027-03-01"})
    assert (trip.state, saving.version, len(lines(session))) == ("active", 1, 1)


def test_a_change_behind_a_pause_is_of_what_goes_on_after_it(session):
    trip = goal(session)
    saving = schedule(session, amount="50", category="Savings", goal_id=trip.id)
    pause = {"what": "pause_goal", "goal_id": str(trip.id), "start": "2027-01-01"}
    stop = at(saving, what="stop", start="2027-07-01")
    apply(session, pause | {"until": "2027-03-01"}, stop)
    assert spans(session) == [
        ("2026-06-03", "2026-12-31", 50),
        ("2027-03-03", "2027-06-30", 50),
    ]


def test_a_goal_without_a_schedule_can_only_wait_from_now_on(session):
    trip = goal(session)
    pause = {"what": "pause_goal", "goal_id": str(trip.id), "start": "2026-12-01"}
    with pytest.raises(Conflict, match="“Trip” can only change from now on"):
        apply(session, pause)


def test_a_pause_that_begins_later_leaves_the_goal_itself_as_it_is(session):
    trip = goal(session)
    saving = schedule(session, name="Save", category="Savings", goal_id=trip.id)
    apply(session, {"what": "pause_goal", "goal_id": str(trip.id), "start": "2026-12-01"})
    assert (trip.state, saving.end_date) == ("active", date(2026, 11, 30))


def test_a_goal_is_promised_another_amount_and_its_schedule_comes_to_it(session):
    trip = goal(session, monthly_amount="50")
    schedule(session, name="Save", amount="50", category="Savings", goal_id=trip.id)
    more = {"what": "goal_amount", "goal_id": str(trip.id), "amount": "80", "start": "2026-11-01"}
    apply(session, more)
    assert (trip.monthly_amount, lines(session)["Save", "2026-11-03"].amount) == (80, 80)


def test_a_later_amount_of_a_goal_needs_a_schedule(session):
    trip = goal(session, monthly_amount="50")
    more = {"what": "goal_amount", "goal_id": str(trip.id), "amount": "80", "start": "2027-01-01"}
    with pytest.raises(Conflict, match="nothing that is scheduled"):
        apply(session, more)


def test_a_later_amount_of_a_goal_is_that_of_its_schedule(session):
    trip = goal(session, monthly_amount="50")
    schedule(session, name="Save", amount="50", category="Savings", goal_id=trip.id)
    more = {"what": "goal_amount", "goal_id": str(trip.id), "amount": "80", "start": "2027-01-01"}
    apply(session, more)
    assert (trip.monthly_amount, lines(session)["Save", "2027-01-03"].amount) == (50, 80)


def test_the_amount_of_a_goal_changes_twice(session):
    trip = goal(session, monthly_amount="50")
    schedule(session, name="Save", amount="50", category="Savings", goal_id=trip.id)
    more = {"what": "goal_amount", "goal_id": str(trip.id), "amount": "80", "start": "2027-01-01"}
    apply(session, more, more | {"amount": "90", "start": "2027-07-01"})
    assert spans(session) == [
        ("2026-06-03", "2026-12-31", 50),
        ("2027-01-03", "2027-06-30", 80),
        ("2027-07-03", "None", 90),
    ]


def test_a_goal_that_gets_two_things_a_month_is_not_given_another_amount(session):
    trip = goal(session)
    for _ in range(2):
        schedule(session, name="Save", amount="50", category="Savings", goal_id=trip.id)
    more = {"what": "goal_amount", "goal_id": str(trip.id), "amount": "80", "start": "2027-01-01"}
    with pytest.raises(Conflict, match="“Trip” gets does not come once a month"):
        apply(session, more)


def test_an_empty_scenario_an_applied_one_and_one_of_what_is_gone_are_not_applied(session):
    with pytest.raises(Conflict, match="nothing in it"):
        apply(session)
    rent = schedule(session)
    row = idea(session, ScenarioIn(name="Two", changes=[at(rent, what="stop")]))
    scenario_applying.apply(session, row.id, today=TODAY, version=1)
    with pytest.raises(Conflict, match="It was applied"):
        scenario_applying.apply(session, row.id, today=TODAY)
    data = ScenarioEdit(name="Three", version=row.version)
    with pytest.raises(Conflict, match="It was applied"):
        scenarios.edit(session, row.id, data, today=TODAY)
    other = idea(session, ScenarioIn(name="Four", changes=[at(rent, what="stop")]))
    schedules.delete(session, rent.id)
    with pytest.raises(Conflict, match="no longer there"):
        scenario_applying.apply(session, other.id, today=TODAY)


def test_an_idea_is_applied_as_one_change_and_undone_row_for_row(session):
    rent, trip = schedule(session), goal(session, monthly_amount="50")
    schedule(session, name="Save", amount="50", category="Savings", goal_id=trip.id)
    food = budgets.add(session, BudgetIn(category="Groceries", amount="400"), today=TODAY)
    for month in range(5, 12):
        factories.transaction(session, date=date(2026, month, 12), payee="Nordlink", amount="9.99")
    changes = [
        at(rent, what="reprice", by="120"),
        {"what": "stop", "payee": "Nordlink", "start": "2027-02-01"},
        bought(session, what="one_off"),
        bought(session, what="repeat", name="Car loan", amount="160", times=36),
        {"what": "usual", "category_id": str(food.category_id), "start": "2027-01-01", "by": "-50"},
        {"what": "goal_amount", "goal_id": str(trip.id), "amount": "80", "start": "2026-11-01"},
        {"what": "pause_goal", "goal_id": str(trip.id), "start": "2026-11-20"},
    ]
    row = idea(session, ScenarioIn(name="Idea", changes=changes))
    before = snapshot(session)
    scenario_applying.apply(session, row.id, today=TODAY)
    done = history.last(session)
    assert row.applied_set_id == done
    assert sets.change_set(session, done).summary == "Applied scenario Idea"
    assert snapshot(session) != before
    undoing.undo(session, done)
    again = snapshot(session)
    assert again.keys() == before.keys()
    for key, was in before.items():
        assert {k: v for k, v in again[key].items() if k not in ("version", "updated_at")} == {
            k: v for k, v in was.items() if k not in ("version", "updated_at")
        }
