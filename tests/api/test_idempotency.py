"""The same request twice: once done, twice answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from ftracker.domain.errors import Conflict
from ftracker.models import IdempotencyKey
from ftracker.services import idempotency
from tests import factories
from tests.clients import Program

BODY = {"date": "2025-07-31", "amount": "12.50"}


def send(api: Program, key: str, path: str = "/api/transactions", **given):
    return api.post(path, json=BODY | given, headers={"idempotency-key": key})


def count(api: Program) -> int:
    return len(api.get("/api/transactions").json()["items"])


def test_the_same_request_is_done_once_and_answered_the_same(api):
    first, again = send(api, "k1"), send(api, "k1")
    assert (
        (first.status_code, first.json())
        == (again.status_code, again.json())
        == (201, first.json())
    )
    assert first.headers["location"] == again.headers["location"]
    assert count(api) == 1


def test_equal_content_under_another_key_is_another_thing(api):
    send(api, "k1"), send(api, "k2")
    assert count(api) == 2


def test_a_key_that_meant_something_else_is_refused(api):
    send(api, "k1")
    for other in (send(api, "k1", amount="13"), send(api, "k1", "/api/goals", target_amount="1")):
        assert other.status_code in {409, 422}
    same_key = api.post(
        "/api/types", json={"name": "A", "flow": "in"}, headers={"idempotency-key": "k1"}
    )
    assert same_key.status_code == 409
    assert count(api) == 1


def test_of_sixteen_at_once_one_is_done(api):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send(api, "k1"), range(16)))
    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["id"] for a in answers}) == 1
    assert count(api) == 1


def test_a_refused_request_leaves_its_key_free(api):
    assert send(api, "k1", category="Yachts").status_code == 404
    assert send(api, "k1").status_code == 201


def test_each_household_has_its_own_keys(app, database, api):
    other = Program(app).enter(database, factories.household(database))
    assert send(api, "k1").json()["id"] != send(other, "k1", amount="1").json()["id"]


@pytest.mark.parametrize("key", ["", "a b", "é".encode().decode("latin-1"), "k" * 256])
def test_a_key_is_printable_and_not_long(api, key):
    answer = api.post(
        "/api/transactions", json=BODY, headers={"idempotency-key": key.encode("latin-1")}
    )
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == ["Idempotency-Key"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/categories", {"name": "Music", "kind": "Expense"}),
        ("/api/types", {"name": "Refund", "flow": "in"}),
        ("/api/accounts", {"name": "Card", "kind": "card"}),
        ("/api/goals", {"category": "Savings", "target_amount": "5"}),
    ],
)
def test_every_creation_can_be_repeated(api, path, body):
    answers = [api.post(path, json=body, headers={"idempotency-key": "k"}) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_a_change_that_is_sent_again_is_answered_as_before_and_not_called_stale(api):
    place = send(api, "k1").headers["location"]
    body = BODY | {"amount": "20", "version": 1}
    answers = [api.put(place, json=body, headers={"idempotency-key": "k2"}) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json() == answers[1].json() == api.get(place).json()
    assert api.put(place, json=body).status_code == 409


def test_a_key_is_kept_for_a_day_at_least_and_swept_after_two(session):
    for key, age in (("old", timedelta(hours=49)), ("kept", timedelta(hours=25))):
        idempotency.once(session, key, "asked", lambda: {"id": "1"})
        session.flush()
        session.execute(
            update(IdempotencyKey)
            .where(IdempotencyKey.key == key)
            .values(created_at=func.now() - age)
        )
    idempotency.sweep(session)
    assert list(session.scalars(select(IdempotencyKey.key))) == ["kept"]


def test_one_request_in_256_sweeps(session, monkeypatch):
    swept = []
    monkeypatch.setattr(idempotency, "sweep", swept.append)
    for number in range(600):
        idempotency.once(session, f"k{number}", str(number), lambda: {"id": "1"})
    assert 0 < len(swept) < 20


def test_the_service_refuses_another_request(session):
    idempotency.once(session, "k", "asked", lambda: {"id": "1"})
    assert idempotency.once(session, "k", "asked", lambda: {"id": "2"}) == {"id": "1"}
    with pytest.raises(Conflict):
        idempotency.once(session, "k", "something else", lambda: {"id": "2"})
