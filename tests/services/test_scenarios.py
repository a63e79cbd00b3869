"""Scenarios: kept by name, changed one by one, and true to what became of what they name."""

from datetime import date

import pytest

from ftracker.db import history, new_id
from ftracker.domain.errors import Clash, Conflict, InvalidInput, NotFound, Stale
from ftracker.domain.scenario_changes import MOST_CHANGES
from ftracker.queries import scenarios as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.scenarios import MOST_SCENARIOS, ScenarioEdit, ScenarioIn, ScenarioName
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import accounts, categories, scenarios, schedules
from ftracker.services import history as undoing
from tests import factories

NOBODY = str(new_id())
OTHER = new_id()
TODAY = date(2026, 11, 25)


def bike(session, **more):
    names = catalogue(session)
    plain = {
        "what": "one_off",
        "name": "Bike",
        "amount": "900",
        "direction": "out",
        "start": "2026-12-10",
        "account_id": str(names.default_account.id),
        "category_id": str(names.default_category.id),
    }
    return plain | more


def data(session, schema=ScenarioIn, **more):
    return schema(**{"name": "Less", "changes": [bike(session)]} | more)


def add(session, **more):
    return scenarios.add(session, data(session, **more), today=TODAY)


def edit(session, row, *, today=TODAY, **more):
    return scenarios.edit(session, row.id, data(session, ScenarioEdit, **more), today=today)


def names(session):
    return [line.name for line in stored.listing(session)]


def test_a_scenario_keeps_its_changes_in_their_order(session):
    add(session, name="More", changes=[bike(session), bike(session, name="Boat")])
    add(session, note="For later")
    assert names(session) == ["Less", "More"]
    assert [one.name for one in stored.listing(session)[1].changes] == ["Bike", "Boat"]


def test_the_same_request_twice_makes_one_and_another_with_its_id_none(session):
    key = new_id()
    assert add(session, id=key).id == add(session, id=key).id
    with pytest.raises(Conflict, match="other content"):
        add(session, id=key, changes=[])
    assert names(session) == ["Less"]


def test_a_name_is_had_once_whatever_its_letters(session, database, books):
    add(session)
    with pytest.raises(Clash, match="called “lESS”"):
        add(session, name="lESS")


def test_there_are_so_many_scenarios_and_no_more(session):
    for number in range(MOST_SCENARIOS):
        add(session, name=f"Less {number}", changes=[])
    with pytest.raises(Conflict, match="Delete some first"):
        add(session)


def test_a_change_names_what_is_there(session):
    with pytest.raises(NotFound, match="no such category"):
        add(session, changes=[bike(session, category_id=NOBODY)])
    with pytest.raises(NotFound, match="no such schedule"):
        add(session, changes=[{"what": "stop", "schedule_id": NOBODY, "start": "2026-12-01"}])
    with pytest.raises(NotFound, match="no such goal"):
        add(session, changes=[{"what": "pause_goal", "goal_id": NOBODY, "start": "2026-12-01"}])


def test_an_amount_has_the_decimals_of_the_currency(session):
    with pytest.raises(InvalidInput, match="decimal"):
        add(session, changes=[bike(session, amount="9.999")])


def test_a_scenario_is_changed_whole_and_from_the_version_that_was_read(session):
    row = add(session)
    edit(session, row, name="None", changes=[], version=1)
    assert (names(session), row.changes) == (["None"], [])
    with pytest.raises(Stale):
        edit(session, row, version=1)


def test_a_scenario_gets_another_name_and_keeps_its_changes(session):
    row = add(session)
    new = ScenarioName(name="Least", note="Why", version=1)
    assert scenarios.rename(session, row.id, new).changes
    assert scenarios.line(session, row.id).note == "Why"


def test_changes_are_put_in_and_taken_out_one_by_one(session):
    row = add(session)
    more = data(session, changes=[bike(session, name="Boat")]).changes
    scenarios.put(session, row.id, more, today=TODAY)
    assert [one["name"] for one in row.changes] == ["Bike", "Boat"]
    scenarios.take_out(session, row.id, 0, version=row.version)
    assert [one["name"] for one in row.changes] == ["Boat"]
    for place in (-1, 1):
        with pytest.raises(NotFound):
            scenarios.take_out(session, row.id, place, version=row.version)


def test_a_scenario_has_so_many_changes_and_no_more(session):
    row = add(session, changes=[bike(session)] * MOST_CHANGES)
    with pytest.raises(Conflict, match="Take some out first"):
        scenarios.put(session, row.id, data(session).changes, today=TODAY)


def test_a_deleted_scenario_comes_back_with_undo(session):
    row = add(session)
    scenarios.delete(session, row.id, version=1)
    assert names(session) == []
    with pytest.raises(NotFound):
        scenarios.line(session, row.id)
    with pytest.raises(NotFound):
        scenarios.get(session, row.id)
    undoing.undo(session, history.last(session))
    assert names(session) == ["Less"]


def test_changes_follow_what_was_merged(session):
    food, meals = (factories.category(session, name=name) for name in ("Food", "Meals"))
    purse, card = (factories.account(session, name=name) for name in ("Purse", "Card"))
    here = {"category_id": str(food.id), "account_id": str(purse.id)}
    row = add(session, changes=[bike(session, **here), bike(session)])
    categories.merge(session, food.id, into_id=meals.id)
    accounts.merge(session, purse.id, into_id=card.id)
    change = scenarios.line(session, row.id).changes[0]
    assert (change.category_id, change.account_id) == (meals.id, card.id)


def test_what_was_deleted_meanwhile_is_told_change_by_change(session):
    rent = schedules.add(
        session, ScheduleIn(name="Rent", amount="850", start_date=date(2026, 12, 1))
    )
    stop = {"what": "stop", "schedule_id": str(rent.id), "start": "2027-01-01"}
    row = add(session, changes=[bike(session), stop])
    schedules.delete(session, rent.id)
    changes = scenarios.line(session, row.id).changes
    assert scenarios.missing(session, changes) == ((), ("schedule_id",))


def test_what_is_to_be_otherwise_begins_today_or_later(session):
    row = add(session, name="Other")
    over = data(session, changes=[bike(session, start="2026-11-24")]).changes
    for deed in (
        lambda: add(session, changes=over),
        lambda: scenarios.put(session, row.id, over, today=TODAY),
        lambda: edit(session, row, changes=over, version=1),
    ):
        with pytest.raises(InvalidInput, match="2026-11-24 is over: write 2026-11-25") as refused:
            deed()
        assert refused.value.errors[0].field == "start"
    assert names(session) == ["Other"]
    add(session, changes=[bike(session, start="2026-11-25")])


def test_a_change_that_was_there_before_its_day_came_stays_when_another_one_is_changed(session):
    row = add(session, id=OTHER)
    later, changes = date(2027, 1, 1), [bike(session), bike(session, start="2027-02-01")]
    edit(session, row, today=later, changes=changes, version=1)
    assert len(row.changes) == 2
    assert scenarios.add(session, data(session, changes=changes, id=OTHER), today=later) is row
    with pytest.raises(InvalidInput, match="2026-12-10 is over"):
        edit(session, row, today=later, changes=[bike(session, amount="901")], version=2)
