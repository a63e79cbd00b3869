"""Budgets through the API: the same deeds as the pages."""

from ftracker.db import new_id
from tests.services.budgeting import spend

GROCERIES = {"category": "Groceries", "amount": "100.00", "start_date": "2026-10-01"}


def made(api, **given):
    return api.post("/api/budgets", json=GROCERIES | given).json()


def test_a_budget_is_made_read_changed_and_deleted(api):
    one = made(api, rollover="left", cap="50")
    assert (one["category"], one["amount"], one["cap"]) == ("Groceries", "100.00", "50.00")
    path = f"/api/budgets/{one['id']}"
    assert api.get("/api/budgets").json() == {"items": [one], "next_cursor": None}
    changed = api.put(path, json={"amount": "7", "version": 1}).json()
    assert (changed["amount"], changed["cap"], changed["version"]) == ("7.00", None, 2)
    stale = api.put(path, json={"amount": "8", "version": 1})
    assert (stale.status_code, stale.json()["current"]["amount"]) == (409, "7.00")
    assert api.delete(f"{path}?version=1").status_code == 409
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


def test_standings_tell_what_is_left_on_a_day(api, database, books):
    one = made(api, rollover="both")
    everything = api.post("/api/budgets", json={"amount": "900", "start_date": "2026-11-01"})
    with database.session(books) as session:
        spend(session, "130", "2026-10-09")
        spend(session, "20")
    found = api.get("/api/budgets/standings?day=2026-11-25").json()
    assert [item["name"] for item in found["items"]] == ["Everything", "Groceries"]
    assert found["items"][1] == {
        "budget_id": one["id"], "category_id": one["category_id"], "name": "Groceries",
        "cadence": "month", "start": "2026-11-01", "end": "2026-12-01", "budgeted": "100.00",
        "carried": "-30.00", "spent": "20.00", "left": "50.00", "section": "spending",
    }  # fmt: skip
    assert everything.json()["category"] is None
    assert api.get("/api/budgets/standings").status_code == 200


def test_an_allotment_is_set_by_name_and_tells_how_the_budget_stands(api):
    made(api)
    body = {"category": "Groceries", "day": "2026-11-09", "amount": "12.50", "note": "Less"}
    found = api.put("/api/budgets/allotments", json=body).json()
    assert (found["start"], found["budgeted"], found["left"]) == ("2026-11-01", "12.50", "12.50")
    assert api.put("/api/budgets/allotments", json=body | {"category": "x"}).status_code == 404


def test_money_moves_between_two_budgets(api):
    one, other = made(api), made(api, category="Leisure")
    body = {"from_id": one["id"], "to_id": other["id"], "day": "2026-11-09", "amount": "30"}
    found = api.post("/api/budgets/moves", json=body).json()
    assert [item["left"] for item in found["items"]] == ["70.00", "130.00"]
    assert found["next_cursor"] is None
    lost = api.post("/api/budgets/moves", json=body | {"to_id": str(new_id())})
    assert lost.status_code == 404
