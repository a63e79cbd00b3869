"""Categories, types, accounts and goals through the API: the same verbs, the same answers."""

from dataclasses import dataclass
from typing import Any

import pytest

from ftracker.db import Role, new_id
from tests import factories
from tests.clients import Program


@dataclass(frozen=True)
class Topic:
    """A sort of thing: its address, a body that makes one, a change, and its fields."""

    place: str
    body: dict[str, Any]
    change: dict[str, Any]
    fields: str

    def __str__(self) -> str:
        return self.place


TOPICS = [
    Topic(
        "categories",
        {
            "name": "Lisbon",
            "kind": "Timebound",
            "start_date": "2025-08-01",
            "end_date": "2025-08-14",
        },
        {"name": "Porto"},
        "id name kind icon colour parent_id start_date end_date is_default is_archived version"
        " created_at updated_at",
    ),
    Topic(
        "types",
        {"name": "Reimbursement", "flow": "in"},
        {"name": "Refund", "flow": "in"},
        "id name flow is_default is_archived version created_at updated_at",
    ),
    Topic(
        "accounts",
        {"name": "Card", "kind": "card", "opening_balance": "-250.5"},
        {"name": "Old card", "kind": "card", "opening_balance": "0"},
        "id name kind opening_balance balance is_default is_archived version created_at updated_at",
    ),
    Topic(
        "goals",
        {"category": "Savings", "target_amount": "5000", "current_amount": "250.00"},
        {"name": "A rainy day", "target_amount": "6000"},
        "id name aim category_id category account_id account target_amount current_amount"
        " starting_amount earmark monthly_amount rate start_date due_date priority icon colour note"
        " state outlook version created_at updated_at",
    ),
]
NAMED = TOPICS[:3]
topics = pytest.mark.parametrize("topic", TOPICS, ids=str)
named = pytest.mark.parametrize("topic", NAMED, ids=str)


def add(api: Program, topic: Topic, **given):
    answer = api.post(f"/api/{topic.place}", json=topic.body | given)
    assert answer.status_code == 201, answer.text
    return answer.json()


@topics
def test_a_thing_is_made_shown_listed_changed_and_deleted(api, topic):
    answer = api.post(f"/api/{topic.place}", json=topic.body)
    item, place = answer.json(), answer.headers["location"]
    assert set(item) == set(topic.fields.split())
    assert place == f"/api/{topic.place}/{item['id']}"
    assert api.get(place).json() == item
    assert item in api.get(f"/api/{topic.place}").json()["items"]
    changed = api.put(place, json=topic.change | {"version": 1}).json()
    assert (changed["name"], changed["version"]) == (topic.change["name"], 2)
    assert api.delete(place, params={"version": 1}).status_code == 409
    assert api.delete(place, params={"version": 2}).status_code == 204
    assert api.get(place).status_code == api.delete(place).status_code == 404


@topics
def test_a_stale_change_shows_what_is_there_now(api, topic):
    place = f"/api/{topic.place}/{add(api, topic)['id']}"
    now = api.put(place, json=topic.change | {"version": 1}).json()
    stale = api.put(place, json=topic.change | {"version": 1})
    assert stale.status_code == 409
    assert stale.json()["current"] == now
    assert api.put(place, json=topic.change).status_code == 422


@topics
def test_ones_own_id_makes_one_and_means_one(api, topic):
    key = str(new_id())
    assert add(api, topic, id=key) == add(api, topic, id=key)
    other = api.post(f"/api/{topic.place}", json=topic.body | topic.change | {"id": key})
    assert other.status_code == 409


@named
def test_a_name_is_taken_once_without_regard_to_case(api, topic):
    item = add(api, topic)
    answer = api.post(f"/api/{topic.place}", json=topic.body | {"name": item["name"].upper()})
    assert answer.status_code == 409
    assert [e["field"] for e in answer.json()["errors"]] == ["name"]


@pytest.mark.parametrize(
    ("topic", "field"), zip(NAMED, ("category", "type", "account"), strict=True)
)
def test_what_is_in_use_stays_and_says_how_often_it_is_used(api, topic, field):
    item = add(api, topic)
    body = {"date": "2025-08-02", "amount": "1", field: item["name"]}
    assert api.post("/api/transactions", json=body).status_code == 201
    answer = api.delete(f"/api/{topic.place}/{item['id']}")
    assert (answer.status_code, answer.json()["count"]) == (409, 1)
    assert api.get(f"/api/{topic.place}/{item['id']}").status_code == 200


@named
def test_the_default_one_stays(api, topic):
    default = next(i for i in api.get(f"/api/{topic.place}").json()["items"] if i["is_default"])
    assert api.delete(f"/api/{topic.place}/{default['id']}").status_code == 409


@topics
def test_a_viewer_looks_and_changes_nothing(app, database, books, api, topic):
    item = add(api, topic)
    place = f"/api/{topic.place}/{item['id']}"
    viewer = Program(app).enter(database, factories.member(database, books, Role.VIEWER))
    answers = [
        viewer.post(f"/api/{topic.place}", json=topic.body),
        viewer.put(place, json=topic.change | {"version": 1}),
        viewer.delete(place),
    ]
    assert [a.status_code for a in answers] == [403] * 3
    assert viewer.get(place).json() == item


@topics
def test_a_stranger_finds_nothing(app, database, api, topic):
    item = add(api, topic)
    other = Program(app).enter(database, factories.household(database))
    texts = set()
    for key in (item["id"], str(new_id())):
        place = f"/api/{topic.place}/{key}"
        answers = [
            other.get(place),
            other.put(place, json=topic.change | {"version": 1}),
            other.delete(place),
        ]
        assert [a.status_code for a in answers] == [404] * 3
        texts |= {a.text for a in answers}
    assert len(texts) == 1
    assert item not in other.get(f"/api/{topic.place}").json()["items"]


@topics
@pytest.mark.parametrize(
    "field", ["household_id", "is_default", "is_archived", "created_at", "version", "balance"]
)
def test_the_servers_fields_are_the_servers(api, topic, field):
    answer = api.post(f"/api/{topic.place}", json=topic.body | {field: "1"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "message": "There is no such field."}]


@pytest.mark.parametrize(
    ("given", "status", "field"),
    [
        ({"kind": "Timebound", "start_date": None}, 422, "start_date"),
        ({"kind": "Timebound", "end_date": None}, 422, "end_date"),
        ({"kind": "Expense"}, 422, "start_date"),
        ({"end_date": "2025-07-31"}, 409, "end_date"),
        ({"colour": "octarine"}, 422, "colour"),
        ({"icon": "dragon"}, 422, "icon"),
        ({"kind": "Fun"}, 422, "kind"),
        ({"name": "  "}, 422, "name"),
        ({"parent_id": str(new_id())}, 404, "parent_id"),
    ],
)
def test_a_category_that_cannot_be_is_refused_at_its_field(api, given, status, field):
    answer = api.post("/api/categories", json=TOPICS[0].body | given)
    assert answer.status_code == status
    assert [e["field"] for e in answer.json()["errors"]] == [field]


def test_a_balance_is_what_was_there_and_what_moved(api):
    card = add(api, TOPICS[2])
    assert (card["opening_balance"], card["balance"]) == ("-250.50", "-250.50")
    moves = [
        {"type": "Income", "amount": "100", "account": "Card"},
        {"type": "Expense", "amount": "30.25", "account": "Card"},
        {"type": "Transfer", "amount": "20", "account": "Card", "to_account": "Everyday"},
    ]
    for move in moves:
        assert api.post("/api/transactions", json={"date": "2025-07-01"} | move).status_code == 201
    balances = {a["name"]: a["balance"] for a in api.get("/api/accounts").json()["items"]}
    assert balances == {"Card": "-200.75", "Everyday": "20.00"}


def test_a_goal_follows_what_is_set_aside(api):
    goal = add(api, TOPICS[3], start_date="2025-07-01")
    assert (goal["name"], goal["current_amount"], goal["due_date"]) == ("Savings", "250.00", None)
    aside = {"date": "2025-07-02", "category": "Savings"}
    api.post("/api/transactions", json=aside | {"amount": "100"})
    api.post("/api/transactions", json=aside | {"amount": "30", "type": "Income"})
    place = f"/api/goals/{goal['id']}"
    assert api.get(place).json()["current_amount"] == "320.00"
    body = {"target_amount": "5000", "current_amount": "400", "version": 1}
    assert api.put(place, json=body).json()["starting_amount"] == "330.00"


def test_a_goal_needs_a_category_that_is_there(api):
    body = {"target_amount": "5"}
    assert api.post("/api/goals", json=body).json()["errors"][0]["field"] == "category_id"
    missing = api.post("/api/goals", json=body | {"category": "Yachts"})
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (404, "category")
    unknown = api.post("/api/goals", json=body | {"category_id": str(new_id())})
    assert unknown.status_code == 404
