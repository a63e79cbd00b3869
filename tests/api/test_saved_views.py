"""Saved views through the API."""

from ftracker.db import new_id
from ftracker.services import categories
from tests import factories

PLACE = "/api/reports/views"
BODY = {"name": "Food", "report": "trends", "words": {"range": "last-90-days", "q": "food"}}


def add(api, **more):
    answer = api.post(PLACE, json=BODY | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_view_is_shown_with_its_words_and_its_page(api):
    answer = api.post(PLACE, json=BODY | {"is_pinned": True})
    item = answer.json()
    assert answer.headers["location"] == f"{PLACE}/{item['id']}"
    assert api.get(answer.headers["location"]).json() == item
    assert item["words"] == BODY["words"]
    assert item["href"] == "/reports/trends?q=food&range=last-90-days"
    assert (item["is_pinned"], item["position"], item["missing"]) == (True, 1, [])
    assert api.get(PLACE).json()["items"] == [item]


def test_a_view_is_changed_and_deleted_by_its_version(api):
    item = add(api)
    there = f"{PLACE}/{item['id']}"
    body = BODY | {"name": "Meals", "words": {"kind": ["Expense"]}, "version": 1}
    assert api.put(there, json=body).json()["words"] == {"kind": ["Expense"]}
    stale = api.put(there, json=body)
    assert stale.status_code == 409
    assert stale.json()["current"]["name"] == "Meals"
    assert api.delete(there, params={"version": 1}).status_code == 409
    assert api.delete(there, params={"version": 2}).status_code == 204
    assert api.get(there).status_code == 404


def test_wrong_words_are_named(api):
    for words, field in (
        ({"nonsense": "1"}, "words.nonsense"),
        ({"category_id": ["x"]}, "words.category_id.0"),
        ({"start": "2025-02-30"}, "words.start"),
        ("nonsense=1", "words"),
        ({"q": "x" * 501}, "words.q"),
        ({"account_id": [str(new_id()) for _ in range(21)]}, "words.account_id"),
        ({"payee": [f"Shop {number}" for number in range(11)]}, "words.payee"),
    ):
        answer = api.post(PLACE, json=BODY | {"words": words})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field
    assert api.get(PLACE).json()["items"] == []


def test_a_name_that_is_taken_clashes(api):
    add(api)
    answer = api.post(PLACE, json=BODY | {"name": "food"})
    assert answer.status_code in (409, 422)
    assert answer.json()["errors"][0]["field"] == "name"


def test_words_that_name_what_is_gone_are_told(api, database, books):
    with database.session(books) as session:
        spare = factories.category(session, name="Spare").id
    item = add(api, words={"category_id": [str(spare)], "member_id": [str(new_id())]})
    assert item["missing"] == ["member_id"]
    with database.session(books) as session:
        categories.delete(session, spare)
    assert api.get(f"{PLACE}/{item['id']}").json()["missing"] == ["category_id", "member_id"]


def test_a_transaction_says_who_wrote_it_down(api, books):
    body = {"date": "2025-07-31", "amount": "1"}
    assert api.post("/api/transactions", json=body).json()["member_id"] == str(books.user_id)
