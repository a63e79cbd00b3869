"""Transactions through the API."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from ftracker.db import Role, new_id
from ftracker.schemas.reconciliations import ReconciliationIn
from ftracker.services import reconciliations
from tests import factories
from tests.clients import Program

FIELDS = {
    "id", "date", "amount", "type_id", "type", "flow", "direction", "category_id", "category",
    "kind", "account_id", "account", "payee", "note", "tags", "split_id", "transfer_id",
    "reconciliation_id", "member_id", "is_active", "version", "created_at", "updated_at",
}  # fmt: skip


def add(api: Program, **given):
    answer = api.post("/api/transactions", json={"date": "2025-07-31", "amount": "12.50"} | given)
    assert answer.status_code == 201, answer.text
    return answer.json()


def names(api: Program, topic: str) -> dict[str, str]:
    return {item["name"]: item["id"] for item in api.get(f"/api/{topic}").json()["items"]}


def listed(api: Program, **query) -> list[str]:
    answer = api.get("/api/transactions", params=query)
    assert answer.status_code == 200, answer.text
    return [item["payee"] for item in answer.json()["items"]]


def test_a_transaction_is_shown_with_its_names_and_its_address(api):
    answer = api.post(
        "/api/transactions",
        json={
            "date": "2025-07-31",
            "amount": "12.5",
            "type": "expense",
            "category": "GROCERIES",
            "payee": " Lidl ",
            "note": "for two\ndays",
            "tags": ["food", "food", "week"],
        },
    )
    item = answer.json()
    assert answer.status_code == 201
    assert set(item) == FIELDS
    assert answer.headers["location"] == f"/api/transactions/{item['id']}"
    assert (
        item
        | {
            "amount": "12.50",
            "type": "Expense",
            "flow": "out",
            "direction": "out",
            "category": "Groceries",
            "kind": "Expense",
            "account": "Everyday",
            "payee": "Lidl",
            "note": "for two\ndays",
            "tags": ["food", "week"],
            "is_active": True,
            "version": 1,
        }
        == item
    )
    assert api.get(answer.headers["location"]).json() == item


def test_what_is_left_out_is_the_default(api):
    item = add(api)
    assert (item["type"], item["category"], item["account"]) == (
        "Expense", "Uncategorised", "Everyday",
    )  # fmt: skip


def test_an_amount_may_be_a_whole_number_but_not_a_float(api):
    assert add(api, amount=7)["amount"] == "7.00"
    answer = api.post("/api/transactions", json={"date": "2025-07-31", "amount": 7.5})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "field": "amount",
            "message": 'Write the amount as a string, such as "12.50": a float is not exact.',
        }
    ]


@pytest.mark.parametrize(
    "field",
    ["household_id", "user_id", "is_active", "created_at", "updated_at", "version", "deleted_at",
     "import_id", "fingerprint", "member_id", "role", "is_admin", "batch_id", "flow", "kind"],
)  # fmt: skip
def test_the_servers_fields_are_the_servers(api, field):
    body = {"date": "2025-07-31", "amount": "1", field: "1"}
    answer = api.post("/api/transactions", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "message": "There is no such field."}]
    assert listed(api) == []


@pytest.mark.parametrize("field", ["type_id", "category_id", "account_id", "to_account_id"])
def test_unknown_and_foreign_ids_are_the_same_nothing(app, database, api, field):
    other = Program(app).enter(database, factories.household(database))
    topic = {"type_id": "types", "category_id": "categories"}.get(field, "accounts")
    foreign = next(iter(names(other, topic).values()))
    body = {"date": "2025-07-31", "amount": "1"}
    answers = [
        api.post("/api/transactions", json=body | {field: str(key)}) for key in (foreign, new_id())
    ]
    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert listed(api) == []


def test_a_name_that_is_not_there_is_named(api):
    body = {"date": "2025-07-31", "amount": "1", "category": "Yachts"}
    answer = api.post("/api/transactions", json=body)
    assert answer.status_code == 404
    assert answer.json()["errors"] == [
        {"field": "category", "message": "There is no category called “Yachts”."}
    ]


def test_a_transfer_is_two_rows_that_know_each_other(api):
    api.post("/api/accounts", json={"name": "Savings", "kind": "savings"})
    out = add(api, type="Transfer", amount="100", to_account="Savings")
    sides = api.get("/api/transactions", params={"transfer_id": out["transfer_id"]}).json()["items"]
    assert {(s["account"], s["direction"]) for s in sides} == {
        ("Everyday", "out"), ("Savings", "in"),
    }  # fmt: skip


def test_the_list_is_newest_first_and_paged_without_gaps(api):
    for day in range(1, 8):
        add(api, date=f"2025-07-{day:02}", payee=f"p{day}")
    seen, cursor = [], None
    while True:
        page = api.get(
            "/api/transactions", params={"limit": 3} | ({"cursor": cursor} if cursor else {})
        )
        seen += [item["payee"] for item in page.json()["items"]]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert seen == [f"p{day}" for day in range(7, 0, -1)]


def test_every_filter_chooses(api):
    food, home = names(api, "categories")["Groceries"], names(api, "categories")["Housing"]
    income = names(api, "types")["Income"]
    add(api, date="2025-06-30", amount="5", payee="june", category_id=food)
    add(api, date="2025-07-01", amount="10", payee="first", category_id=food, tags=["trip"])
    add(api, date="2025-07-31", amount="20", payee="last", category_id=home, note="10 % off_x")
    add(api, date="2025-08-01", amount="30", payee="august", type_id=income)
    split = str(new_id())
    add(api, date="2025-09-01", amount="40", payee="part", split_id=split)
    assert listed(api, start="2025-07-01", end="2025-08-01") == ["last", "first"]
    assert listed(api, period="2025-07") == ["last", "first"]
    assert listed(api, period="2025-W31") == ["august", "last"]
    assert listed(api, period="2025", start="2025-08-01") == ["part", "august"]
    assert listed(api, category_id=[food, home]) == ["last", "first", "june"]
    assert listed(api, type_id=income) == ["august"]
    assert listed(api, account_id=str(new_id())) == []
    assert listed(api, min="10", max="20.00") == ["last", "first"]
    assert listed(api, min="20", max="10") == []
    assert listed(api, start="2025-08-01", end="2025-07-01") == []
    assert listed(api, q="FIR") == ["first"]
    assert listed(api, q="%") == listed(api, q="_x") == ["last"]
    assert listed(api, tag="trip") == ["first"]
    assert listed(api, split_id=split) == ["part"]
    file = {"file": ("bank.csv", b"date,amount,payee\n2025-10-01,-3.20,from a file\n")}
    came = api.post("/api/data/import", files=file).json()["import_id"]
    assert listed(api, import_id=came) == ["from a file"]
    assert listed(api, import_id=str(new_id())) == []


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"start": "31.07.2025"}, "start", "Write a date as 2025-07-31."),
        ({"end": "2025-02-30"}, "end", "There is no such day."),
        ({"period": "2025-13"}, "period", "Write a period such as 2025-07, 2025-W30 or 2025."),
        ({"limit": "0"}, "limit", "Write a number not below 1."),
        ({"limit": "501"}, "limit", "Write a number not above 500."),
        (
            {"cursor": "elsewhere"},
            "cursor",
            "Take the `next_cursor` of the page before, as it is.",
        ),
        ({"min": "-1"}, "min", "Write a positive number such as 12.50."),
        ({"type_id": "x"}, "type_id.0", "This is no id."),
        ({"page": "2"}, "page", "There is no such field."),
        ({"q": "a\x00b"}, "q", "There is a character in it that cannot be kept."),
        ({"q": "(a"}, "q", "A bracket is opened and not closed."),
        ({"q": "day:32"}, "q", "Write a day of the month from 1 to 31."),
        ({"payee": "a\nb"}, "payee.0", "Write it on one line, without control characters."),
    ],
)
def test_a_wrong_question_is_refused_at_its_field(api, query, field, message):
    answer = api.get("/api/transactions", params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "message": message}]


def test_a_search_finds_what_it_says(api, books):
    add(api, payee="Lidl", amount="60", note="weekly")
    add(api, payee="Aldi", amount="5", category="Housing")

    def found(**query):
        return listed(api, **query)

    assert found(q="amount>50 -payee:aldi has:note") == ["Lidl"]
    assert found(q=" ") == found() == ["Aldi", "Lidl"]
    assert found(payee=["Aldi", ""]) == ["Aldi"]
    assert found(kind=["Expense"], q="category:housing") == ["Aldi"]
    assert found(kind=["Savings"]) == []
    assert found(member_id=str(books.user_id)) == ["Aldi", "Lidl"]
    missing = api.get("/api/transactions", params={"q": "category:moon"})
    assert missing.status_code == 404
    assert missing.json()["errors"] == [{"field": "q", "message": "There is no category “moon”."}]


def test_a_change_needs_the_version_that_was_read(api):
    item = add(api)
    place = f"/api/transactions/{item['id']}"
    changed = api.put(place, json={"date": "2025-08-01", "amount": "13", "version": 1})
    assert changed.status_code == 200
    assert (changed.json()["amount"], changed.json()["version"]) == ("13.00", 2)
    stale = api.put(place, json={"date": "2025-08-01", "amount": "14", "version": 1})
    assert stale.status_code == 409
    assert stale.json()["type"] == "urn:ftracker:problem:stale"
    assert stale.json()["current"] == changed.json() == api.get(place).json()
    assert api.put(place, json={"date": "2025-08-01", "amount": "14"}).status_code == 422


def test_of_sixteen_stale_changes_one_wins_and_is_acknowledged(api):
    item = add(api)
    place = f"/api/transactions/{item['id']}"

    def change(number: int):
        return api.put(place, json={"date": "2025-08-01", "amount": str(number), "version": 1})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(change, range(1, 17)))
    won = [a for a in answers if a.status_code == 200]
    assert sorted(a.status_code for a in answers) == [200] + [409] * 15
    assert api.get(place).json() == won[0].json()


def test_a_deleted_transaction_is_gone_until_it_is_restored(api):
    item = add(api, payee="Lidl")
    place = f"/api/transactions/{item['id']}"
    assert api.delete(place, params={"version": 7}).status_code == 409
    gone = api.delete(place, params={"version": 1})
    assert (gone.status_code, gone.content) == (204, b"")
    assert api.get(place).status_code == 404
    assert api.delete(place).status_code == 404
    assert listed(api) == []
    assert listed(api, active="false") == ["Lidl"]
    stale = api.put(place, json={"date": "2025-08-01", "amount": "14", "version": 1})
    assert (stale.status_code, stale.json()["current"]["is_active"]) == (409, False)
    back = api.post(f"{place}/restore")
    assert back.status_code == 200
    same = {"version", "updated_at"}
    assert {k: v for k, v in back.json().items() if k not in same} == {
        k: v for k, v in item.items() if k not in same
    }
    assert api.post(f"{place}/restore").json() == back.json()


def test_ones_own_id_makes_one(api):
    key = str(new_id())
    first, again = add(api, id=key), add(api, id=key)
    assert first == again
    assert first["id"] == key
    other = api.post("/api/transactions", json={"id": key, "date": "2025-07-31", "amount": "13"})
    assert other.status_code == 409
    assert len(listed(api)) == 1


def test_two_households_may_use_one_id(app, database, api):
    other = Program(app).enter(database, factories.household(database))
    key = str(new_id())
    assert add(api, id=key, payee="mine")["payee"] == "mine"
    assert add(other, id=key, payee="theirs")["payee"] == "theirs"
    assert listed(api) == ["mine"]


def test_a_viewer_looks_and_changes_nothing(app, database, books, api):
    item = add(api)
    place = f"/api/transactions/{item['id']}"
    viewer = Program(app).enter(database, factories.member(database, books, Role.VIEWER))
    body = {"date": "2025-07-31", "amount": "1"}
    answers = [
        viewer.post("/api/transactions", json=body),
        viewer.put(place, json=body | {"version": 1}),
        viewer.delete(place),
        viewer.post(f"{place}/restore"),
    ]
    assert [a.status_code for a in answers] == [403] * 4
    assert viewer.get(place).json() == item


def test_a_stranger_finds_nothing(app, database, api):
    item = add(api)
    other = Program(app).enter(database, factories.household(database))
    body = {"date": "2025-07-31", "amount": "1", "version": 1}
    for key in (item["id"], str(new_id())):
        place = f"/api/transactions/{key}"
        answers = [
            other.get(place),
            other.put(place, json=body),
            other.delete(place),
            other.post(f"{place}/restore"),
        ]
        assert [a.status_code for a in answers] == [404] * 4
        assert len({a.text for a in answers}) == 1
    assert api.get(f"/api/transactions/{item['id']}").json() == item


def test_a_page_costs_the_same_number_of_queries_whatever_it_holds(api, database, count_queries):
    def cost() -> int:
        with count_queries() as counted:
            api.get("/api/transactions")
        return counted[0]

    add(api)
    cost()  # The names of a household are read once.
    before = cost()
    for _ in range(20):
        add(api)
    assert cost() == before


def test_ids_grow_with_time(api):
    first, second = add(api), add(api)
    assert UUID(first["id"]) < UUID(second["id"])


def test_what_was_ticked_off_is_changed_only_when_the_request_says_so(api, database, books):
    with database.session(books) as session:
        row = factories.transaction(session)
        data = ReconciliationIn(date="2025-07-31", balance="-12.50", ids=[row.id])
        reconciliations.save(session, row.account_id, data)
    path = f"/api/transactions/{row.id}"
    found = api.get(path).json()
    assert found["reconciliation_id"]
    body = {"date": "2025-07-31", "amount": "13", "version": found["version"]}
    refused = api.put(path, json=body)
    assert (refused.status_code, refused.json()["count"]) == (409, 1)
    assert "ticked off against the bank’s balance of -12.50" in refused.json()["detail"]
    assert api.delete(path).status_code == 409
    changed = api.put(path, json=body | {"reconciled": "change"}).json()
    assert (changed["amount"], changed["reconciliation_id"]) == ("13.00", None)
    assert api.delete(f"{path}?reconciled=change").status_code == 204
