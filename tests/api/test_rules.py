"""Rules for programs."""

import pytest

from tests import factories

RULE = {
    "conditions": [{"field": "payee", "operator": "contains", "value": "lidl"}],
    "actions": {"category": "groceries"},
}


@pytest.fixture
def shopping(database, books):
    with database.session(books) as session:
        for payee in ("LIDL 1", "Aldi"):
            factories.transaction(session, payee=payee)


def test_a_rule_is_added_read_changed_and_deleted(api):
    made = api.post("/api/rules", json=RULE)
    assert made.status_code == 201
    place = made.headers["location"]
    found = api.get(place).json()
    assert found == made.json()
    assert found["name"] == "If payee contains “lidl”: category “Groceries”."
    assert found["conditions"] == [
        {"field": "payee", "operator": "contains", "value": "lidl", "not": False}
    ]
    assert found["actions"]["category"] == "Groceries"
    change = {"version": 1, "is_active": False, "name": "Shops"}
    changed = api.put(place, json=RULE | change).json()
    assert (changed["name"], changed["is_active"], changed["version"]) == ("Shops", False, 2)
    stale = api.put(place, json=RULE | change)
    assert stale.status_code == 409
    assert stale.json()["current"]["version"] == 2
    assert api.delete(place).status_code == 204
    assert api.get("/api/rules").json() == {"items": []}


def test_a_rule_that_was_read_can_be_sent_back(api):
    conditions = [
        {"field": "amount", "operator": "between", "value": ["5", 9]},
        {"field": "day", "operator": "equals", "value": 31, "not": True},
        {"field": "category", "operator": "is", "value": "Groceries"},
    ]
    made = api.post("/api/rules", json=RULE | {"conditions": conditions}).json()
    assert made["conditions"][0]["value"] == ["5", "9"]
    again = {name: made[name] for name in ("name", "match", "conditions", "is_active", "version")}
    answer = api.put(f"/api/rules/{made['id']}", json=again | {"actions": {"payee": "L"}})
    assert answer.status_code == 200
    assert answer.json()["conditions"] == made["conditions"]


def test_a_rule_is_applied_to_the_past_as_one_change(api, shopping):
    place = api.post("/api/rules", json=RULE).headers["location"]
    done = api.post(f"{place}/apply").json()
    assert done["changed"] == 1
    assert done["change_set_id"]
    assert api.post(f"{place}/apply").json() == {"changed": 0, "change_set_id": None}


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"actions": {"category": "Nope"}}, 404, "actions.category"),
        ({"actions": {}}, 422, "actions"),
        ({"conditions": []}, 422, "conditions"),
        ({"conditions": [{"field": "payee", "operator": "above", "value": "x"}]}, 422,
         "conditions.0"),
        ({"conditions": [{"field": "payee", "operator": "matches", "value": "("}]}, 409,
         "conditions.0"),
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_refused_at_its_field(api, change, status, field):
    answer = api.post("/api/rules", json=RULE | change)
    assert answer.status_code == status
    assert [error["field"] for error in answer.json()["errors"]] == [field]
