"""Forecasts for programs: pending, too young, ready; amounts as strings."""

from datetime import UTC, datetime, timedelta

import pytest

from ftracker.db import Actor, Database
from ftracker.schemas.goals import GoalIn
from ftracker.services import forecasting, goals
from tests import foreseen
from tests.clients import Program
from tests.foreseen import TODAY

TOPICS = ("balances", "categories", "goals", "score")


def recompute(database: Database, books: Actor, *, score: bool = True) -> None:
    with database.session(books) as session:
        now = datetime.now(UTC) + timedelta(minutes=5)
        assert forecasting.recompute(session, today=TODAY, now=now, score=score)


@pytest.mark.parametrize("topic", TOPICS)
def test_before_the_first_answer_it_is_pending(api: Program, topic):
    answer = api.get(f"/api/forecasts/{topic}")
    assert (answer.status_code, answer.json()["state"]) == (200, "pending")
    assert answer.json()["as_of"] is None


def test_young_books_are_told_what_is_missing(api: Program, database, books):
    with database.session(books) as session:
        foreseen.book(session, foreseen.apart([TODAY]))
    recompute(database, books)
    found = api.get("/api/forecasts/categories").json()
    assert (found["state"], found["needs"], found["as_of"]) == ("not_enough", 1, "2026-11-25")
    score = api.get("/api/forecasts/score").json()
    assert (score["state"], score["needs"], score["items"]) == ("not_enough", 4, [])


def test_ready_answers_have_amounts_of_the_currency(api: Program, database, books):
    with database.session(books) as session:
        foreseen.book(session, foreseen.calm(5))
        data = GoalIn(name="Bike", category="Savings", target_amount="600", due_date="2027-12-01")
        goals.add(session, data, today=TODAY)
    recompute(database, books)
    found = api.get("/api/forecasts/balances?days=7").json()
    assert (found["state"], found["income_date"]) == ("ready", "2026-12-01")
    together = found["accounts"][0]
    assert (together["account_id"], len(together["days"])) == (None, 7)
    assert together["days"][6]["date"] == "2026-12-01"
    assert together["days"][6]["band"]["median"].count(".") == 1
    assert [one["amount"] for one in found["known"]] == ["2500.00"]
    assert api.get("/api/forecasts/balances?days=0").status_code == 422
    first = api.get("/api/forecasts/categories").json()["items"][:2]
    assert [one["section"] for one in first] == ["income", "spending"]
    assert not first[0]["basis"]["is_simple"]
    (goal,) = api.get("/api/forecasts/goals").json()["items"]
    assert (goal["probability"], goal["expected"]) == (0.01, None)
    score = api.get("/api/forecasts/score").json()
    assert (score["state"], score["origins"]) == ("ready", 2)
    assert {one["unit"] for one in score["items"]} == {"day", "month"}
    assert {one["used"] for one in score["items"]} == {""}


def test_new_ones_are_asked_for(api: Program, database, books):
    with database.session(books) as session:
        foreseen.book(session, foreseen.calm(2))
    assert api.post("/api/forecasts/refresh").json()["state"] == "pending"
    recompute(database, books, score=False)
    answer = api.post("/api/forecasts/refresh")
    # Of another day than today it is old, whatever day the tests run on.
    assert (answer.status_code, answer.json()["as_of"]) == (202, "2026-11-25")


def test_a_page_asks_for_new_ones(editor, viewer):
    assert editor.submit("/forecast/refresh").headers["location"].startswith("/forecast")
    assert viewer.submit("/forecast/refresh").status_code == 403
