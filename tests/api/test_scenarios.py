"""Scenarios through the API."""

from datetime import UTC, datetime

from ftracker.db import new_id
from ftracker.domain.forecasts import CategoriesAhead, Topic
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import forecasting, schedules
from tests.pages.test_scenarios import TODAY, cash, reached

PLACE = "/api/forecasts/scenarios"
STOP = {"what": "stop", "payee": "Bus pass", "start": "2030-01-01"}
BODY = {"name": "Less", "changes": [STOP]}


def add(api, **more):
    answer = api.post(PLACE, json=BODY | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_scenario_is_shown_with_its_changes_in_words_its_page_and_a_link(api):
    answer = api.post(PLACE, json=BODY)
    item = answer.json()
    assert answer.headers["location"] == f"{PLACE}/{item['id']}"
    assert api.get(answer.headers["location"]).json() == item
    assert item["told"] == ["Bus pass stops: nothing from 2030-01-01 on"]
    assert item["href"] == f"/forecast/scenarios/{item['id']}"
    assert item["link"].startswith("/forecast/scenarios/new?changes=")
    assert item["outcomes"] is None
    assert api.get(PLACE).json()["items"] == [item]


def test_the_same_key_makes_one(api):
    headers = {"Idempotency-Key": "once"}
    ids = {api.post(PLACE, json=BODY, headers=headers).json()["id"] for _ in range(2)}
    assert len(ids) == 1


def test_a_scenario_is_changed_and_deleted_by_its_version(api):
    item = add(api)
    there = f"{PLACE}/{item['id']}"
    body = BODY | {"name": "Least", "changes": [], "version": 1}
    assert api.put(there, json=body).json()["changes"] == []
    stale = api.put(there, json=body)
    assert (stale.status_code, stale.json()["current"]["name"]) == (409, "Least")
    assert api.delete(there, params={"version": 1}).status_code == 409
    assert api.delete(there, params={"version": 2}).status_code == 204
    assert api.get(there).status_code == 404


def test_a_change_that_contradicts_itself_or_names_nothing_is_refused(api):
    both = STOP | {"schedule_id": str(new_id())}
    assert api.post(PLACE, json=BODY | {"changes": [both]}).status_code == 409
    nobody = {"what": "pause_goal", "goal_id": str(new_id()), "start": "2030-01-01"}
    assert api.post(PLACE, json=BODY | {"changes": [nobody]}).status_code == 404
    over = api.post(PLACE, json=BODY | {"changes": [STOP | {"start": "2020-01-01"}]})
    assert (over.status_code, over.json()["errors"][0]["field"]) == (422, "start")
    base = {"what": "reprice", "payee": "A", "start": "2030-01-01"}
    for wrong in ({"percent": "0"}, {"percent": 1.5}, {"percent": "2000"}, {"by": "0"}):
        assert api.post(PLACE, json=BODY | {"changes": [base | wrong]}).status_code == 422
    assert add(api, changes=[base | {"percent": -3}])["changes"][0]["percent"] == "-3"


def test_what_becomes_of_it_is_told(api, database, books):
    item, goal = add(api), new_id()
    with database.session(books) as session:
        how = {"as_of": TODAY, "now": datetime.now(UTC)}
        base = [(Topic.CASH, cash(session, 100, 50)), (Topic.GOALS, reached(goal, TODAY))]
        base.append((Topic.CATEGORIES, CategoriesAhead(TODAY, ())))
        forecasting.keep(session, base, **how)
        other = [(Topic.CASH, cash(session, 100, -20)), (Topic.GOALS, reached(goal, None))]
        forecasting.keep(session, other, **how, scenario_id=item["id"])
    told = api.get(f"{PLACE}/{item['id']}").json()["outcomes"]
    assert told["is_current"]
    assert (told["lowest"]["base"], told["lowest"]["scenario"]) == ("50.00", "-20.00")
    assert told["lowest"]["difference"] == "-70.00"
    assert (told["chance_base"], told["chance_scenario"]) == (0.0, 1.0)
    assert told["goals"] == [
        {"goal_id": str(goal), "base_date": TODAY.isoformat(), "scenario_date": None}
    ]


def test_a_scenario_is_applied_once_and_only_from_the_version_that_was_read(api, database, books):
    with database.session(books) as session:
        rent = schedules.add(session, ScheduleIn(name="Rent", amount="850", start_date=TODAY))
    stop = {"what": "stop", "schedule_id": str(rent.id), "start": "2030-01-01"}
    place = f"{PLACE}/{add(api, changes=[stop])['id']}"
    assert api.post(f"{place}/apply", params={"version": 7}).status_code == 409
    done = api.post(f"{place}/apply").json()
    assert done["changed"] == 1
    assert api.get(place).json()["applied_set_id"] == done["change_set_id"]
    assert api.get(f"/api/schedules/{rent.id}").json()["end_date"] == "2029-12-31"
    assert api.post(f"{place}/apply").status_code == 409
