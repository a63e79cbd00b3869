"""Transfers between own accounts, as programs find, link and unlink them."""

import pytest

from ftracker.db import Actor, Database, new_id
from tests import factories
from tests.clients import Program


@pytest.fixture
def pair(database: Database, books: Actor) -> dict[str, str]:
    with database.session(books) as session:
        card = factories.account(session, name="Visa")
        left = factories.transaction(session, payee="Card payment")
        came = factories.transaction(
            session, payee="Payment thank you", type="Income", account_id=card.id, date="2025-08-01"
        )
        return {"out_id": str(left.id), "in_id": str(came.id)}


def test_a_pair_is_proposed_with_its_reasons(api: Program, pair: dict[str, str]) -> None:
    found = api.get("/api/transfers/proposed").json()
    assert [(i["out"]["id"], i["into"]["id"]) for i in found["items"]] == [tuple(pair.values())]
    assert found["items"][0]["is_sure"]
    assert "Both texts speak of a transfer" in found["items"][0]["reasons"]
    assert (found["end"], found["older"]) == ("2025-09-01", None)
    assert api.get("/api/transfers/proposed?end=2025-07-31").json()["items"] == []


def test_a_pair_is_linked_once_shown_and_unlinked(api: Program, pair: dict[str, str]) -> None:
    key = {"Idempotency-Key": "once"}
    made = api.post("/api/transfers", json=pair, headers=key)
    assert made.status_code == 201
    assert made.json()["out"]["flow"] == made.json()["into"]["flow"] == "transfer"
    assert api.post("/api/transfers", json=pair, headers=key).json() == made.json()
    assert api.post("/api/transfers", json=pair).status_code == 409
    there = made.headers["location"]
    assert api.get(there).json() == made.json()
    assert api.delete(there).status_code == 204
    assert [api.get(there).status_code, api.delete(there).status_code] == [404, 404]
    kinds = {t["type"] for t in api.get("/api/transactions").json()["items"]}
    assert kinds == {"Expense", "Income"}


def test_what_is_not_there_is_not_linked(api: Program, pair: dict[str, str]) -> None:
    assert api.post("/api/transfers", json=pair | {"in_id": str(new_id())}).status_code == 404
    assert api.post("/api/transfers", json=pair | {"in_id": pair["out_id"]}).status_code == 409
