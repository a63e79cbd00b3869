"""Goals through the API: what becomes of them, their accounts, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ftracker.db import Role
from tests import factories
from tests.clients import Program

TODAY = date.today()  # noqa: DTZ011 - as the server reckons
PLAIN = {"category": "Savings", "target_amount": "1000"}


def add(api: Program, **given):
    answer = api.post("/api/goals", json=PLAIN | given)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def jar(database, books):
    with database.session(books) as session:
        return factories.account(session, name="Jar", opening_balance=Decimal(500)).id


def test_a_goal_tells_what_becomes_of_it(api):
    due = TODAY + timedelta(days=365)
    goal = add(api, due_date=str(due), start_date=str(TODAY), name="Boat")
    other = add(api, name="House", category="Investments", rate="2.50")
    for amount, category in (("150", "Savings"), ("300", "Investments")):
        aside = {"date": str(TODAY), "amount": amount, "category": category}
        api.post("/api/transactions", json=aside)
    found = api.get(f"/api/goals/{goal['id']}").json()["outlook"]
    assert {name: found[name] for name in ("status", "remaining", "pace_monthly")} == {
        "status": "behind",
        "remaining": "850.00",
        "pace_monthly": "50.00",
    }
    assert (found["needed_monthly"], found["due_this_month"]) == ("70.88", found["due_this_month"])
    more, later, wait = found["advice"]
    assert (more["way"], more["amount"], more["extra"]) == ("more", "70.88", "20.88")
    assert (later["way"], later["due_date"]) == ("later", found["expected_date"])
    assert (wait["way"], wait["other_id"], wait["other_name"]) == ("wait", other["id"], "House")
    assert other["rate"] == "2.5"
    assert other["outlook"]["needed_monthly"] is None


def test_a_list_of_goals_is_whole_and_by_priority(api):
    add(api, name="Last", priority=9)
    add(api, name="First", priority=1)
    answer = api.get("/api/goals").json()
    assert answer["next_cursor"] is None
    assert [(one["name"], one["priority"]) for one in answer["items"]] == [
        ("First", 1),
        ("Last", 9),
    ]


def test_a_goal_that_is_over_has_no_outlook(api):
    assert add(api, state="archived")["outlook"] is None


def test_a_goal_is_put_on_an_account_and_taken_off_again(api, jar):
    goal = add(api, account="Jar", earmark="120", icon="star", note="Soon")
    assert (goal["account_id"], goal["account"], goal["current_amount"]) == (
        str(jar), "Jar", "120.00",
    )  # fmt: skip
    place = f"/api/goals/{goal['id']}"
    same = api.put(place, json={"target_amount": "900", "version": 1}).json()
    assert (same["earmark"], same["icon"], same["note"]) == ("120.00", "star", "Soon")
    off = api.put(place, json={"target_amount": "900", "account_id": None, "version": 2}).json()
    assert (off["account"], off["earmark"], off["current_amount"]) == (None, None, "0.00")


def test_a_debt_is_its_accounts_balance(api, database, books):
    with database.session(books) as session:
        factories.account(session, name="Loan", kind="loan", opening_balance=Decimal(-600))
    goal = add(api, aim="pay_off", account="Loan", rate=4)
    assert (goal["aim"], goal["current_amount"], goal["rate"]) == ("pay_off", "400.00", "4")


@pytest.mark.parametrize(
    ("given", "status", "field"),
    [
        ({"earmark": "500.01", "account": "Jar"}, 409, "earmark"),
        ({"earmark": "1"}, 409, "earmark"),
        ({"aim": "pay_off"}, 409, "account_id"),
        ({"account": "Vault"}, 404, "account"),
        ({"rate": "100.01"}, 422, "rate"),
        ({"rate": True}, 422, "rate"),
        ({"rate": 2.5}, 422, "rate"),
        ({"earmark": "-1", "account": "Jar"}, 422, "earmark"),
        ({"state": "gone"}, 422, "state"),
        ({"icon": "boat"}, 422, "icon"),
        ({"priority": -1}, 422, "priority"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(api, jar, given, status, field):
    answer = api.post("/api/goals", json=PLAIN | given)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)


def test_a_stale_change_is_answered_with_the_present_goal(api):
    goal = add(api)
    place = f"/api/goals/{goal['id']}"
    assert api.put(place, json=PLAIN | {"version": 1, "note": "a"}).status_code == 200
    stale = api.put(place, json=PLAIN | {"version": 1, "note": "b"})
    assert (stale.status_code, stale.json()["current"]["note"]) == (409, "a")
    assert api.delete(f"{place}?version=1").json()["current"]["version"] == 2


def test_a_viewer_looks_at_goals_only(app, database, books, api):
    goal = add(api)
    program = Program(app).enter(database, factories.member(database, books, Role.VIEWER))
    assert program.get(f"/api/goals/{goal['id']}").status_code == 200
    assert program.post("/api/goals", json=PLAIN).status_code == 403


def test_goals_cost_the_same_queries_however_many_there_are(api, jar, count_queries):
    add(api, account="Jar")
    with count_queries() as few:
        api.get("/api/goals")
    for number in range(6):
        add(api, name=f"Goal {number}", account="Jar" if number % 2 else None)
    with count_queries() as many:
        api.get("/api/goals")
    assert many == few
