"""Refusals: problems that a program can read, and nothing of the inside."""

import pytest

from ftracker.services import transactions
from tests.clients import Program

NOBODY = "01a20b84-0000-7000-8000-000000000000"

WRITES = [
    ("POST", "/api/transactions"),
    ("PUT", f"/api/transactions/{NOBODY}"),
    ("DELETE", f"/api/transactions/{NOBODY}"),
    ("POST", "/api/categories"),
    ("GET", "/api/transactions"),
    ("GET", "/api/reports/summary"),
]
MEMBERS = {"type", "title", "status", "detail", "errors"}


@pytest.mark.parametrize(("method", "path"), WRITES)
@pytest.mark.parametrize("token", [None, "Bearer", "Bearer ", "Bearer wrong", "Basic eDp5"])
def test_without_a_good_token_nothing_is_told(app, method, path, token):
    headers = {"authorization": token} if token else {}
    answer = Program(app).request(method, path, headers=headers, json={})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="FTracker"'
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == MEMBERS


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/transactions", "GET, POST"),
        (f"/api/transactions/{NOBODY}", "DELETE, GET, PUT"),
        (f"/api/transactions/{NOBODY}/restore", "POST"),
        ("/api/reports/summary", "GET"),
    ],
)
def test_a_wrong_method_is_told_all_methods_of_the_address(api, path, allowed):
    answer = api.patch(path)
    assert answer.status_code == answer.json()["status"] == 405
    assert answer.headers["allow"] == allowed


def test_an_address_that_never_was_is_a_problem_too(api):
    answer = api.get("/api/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"]
)
def test_a_body_that_is_not_called_json_is_refused(api, kind):
    body = b'{"date": "2025-07-31", "amount": "1"}'
    answer = api.post("/api/transactions", content=body, headers={"content-type": kind})
    assert answer.status_code == 415
    assert api.get("/api/transactions").json()["items"] == []


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"[]", b'"a"', b"null", b"\xff", b'{"amount": 1' + b"0" * 5000 + b"}",
     b"[" * 100_000,
     b'{"date": "2025-07-31", "amount": NaN}', b'{"date": "2025-07-31", "amount": 1e400}'],
)  # fmt: skip
def test_what_is_no_json_object_is_refused_with_a_sentence(api, body):
    headers = {"content-type": "application/json"}
    answer = api.post("/api/transactions", content=body, headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_each_wrong_field_has_its_sentence(api):
    body = {"date": "31.7.2025", "amount": "12,50", "type_id": "x", "tags": ["a,b"], "extra": 1}
    answer = api.post("/api/transactions", json=body)
    assert answer.json() == {
        "type": "urn:ftracker:problem:invalid-input",
        "title": answer.json()["title"],
        "status": 422,
        "detail": "Some fields are not right.",
        "errors": [
            {"field": "date", "message": "Write a date as 2025-07-31."},
            {"field": "amount", "message": "Write a positive number such as 12.50."},
            {"field": "type_id", "message": "This is no id."},
            {"field": "tags.0", "message": "There is a character in it that cannot be kept."},
            {"field": "extra", "message": "There is no such field."},
        ],
    }


def test_an_accident_tells_its_number_and_nothing_of_the_inside(app, api, monkeypatch):
    def explode(*_, **__):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(transactions, "add", explode)
    quiet = Program(app)
    quiet.headers.update(api.headers)
    quiet._transport.raise_server_exceptions = False
    answer = quiet.post("/api/transactions", json={"date": "2025-07-31", "amount": "1"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == MEMBERS | {"request_id"}
    assert "inside" not in answer.text
    assert "Traceback" not in answer.text
