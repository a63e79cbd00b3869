"""What became of files, through the API: asked for, listed, taken back."""

import time
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ftracker.domain.statements.sources import InMemory
from ftracker.jobs import workers
from ftracker.schemas.imports import ImportQuery, cursor
from ftracker.services import importer
from ftracker.services.importer import Upload
from tests.clients import Program

GOOD = (
    "date,amount,type,category,account,payee,note\n"
    "2026-01-05,4.20,Expense,Coffee,,Bluebird,flat white\n"
    "2026-01-06,2500.00,Income,Salary,,Employer,\n"
)
UNCLEAR = "Date,Text,Amount\n01/02/2026,a,-4.20\n03/04/2026,b,-1.10\n"
BALANCES = {n: f"{1000 - sum(m + 0.5 for m in range(13, n + 1)):.2f}" for n in range(13, 25)}
BALANCED = "Date,Text,Amount,Balance\n" + "".join(
    f"2026-01-{n:02},a {n},{-n}.50,{BALANCES[n]}\n" for n in range(13, 25)
)


def _post(api, content, **fields):
    return api.post("/api/data/import", data=fields, files={"file": ("bank.csv", content)})


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(importer, "SMALL_BYTES", 10)


def test_an_import_says_how_it_was_understood(api: Program) -> None:
    body = _post(api, BALANCED).json()
    assert (body["format"], body["status"], body["matches"]) == ("csv", "imported", 0)
    profile = body["profile"]
    assert (profile["name"], profile["mapping"]) == ("bank", body["mapping"])
    assert profile["reasons"]["date.formats"]
    assert body["statements"] == [
        {
            "account": "Everyday", "start": "2026-01-13", "end": "2026-01-25",
            "last_day": "2026-01-24", "opening": "1000.00", "closing": "772.00",
            "total": "-228.00", "is_balanced": True,
        }
    ]  # fmt: skip
    again = _post(api, BALANCED).json()
    assert again["profile"]["id"] == profile["id"]


def test_a_file_without_balances_says_what_its_rows_come_to(api: Program) -> None:
    [said] = _post(api, GOOD).json()["statements"]
    assert (said["opening"], said["is_balanced"], said["total"]) == (None, None, "2495.80")


def test_what_looks_like_something_that_is_there_is_counted(api: Program) -> None:
    day = {"date": "2026-01-04", "amount": "4.20", "payee": "Bluebird"}
    api.post("/api/transactions", json=day)
    tried = _post(api, GOOD, dry_run="true").json()
    assert (tried["matches"], tried["added"]) == (1, 2)
    assert _post(api, GOOD).json()["matches"] == 1


def test_a_question_says_what_is_needed_and_nothing_is_written(api: Program) -> None:
    response = _post(api, UNCLEAR)
    assert response.status_code == 422
    [need] = response.json()["needs"]
    assert need["field"] == "date.formats"
    assert need["question"].endswith("?") or "day or the month" in need["question"]
    assert api.get("/api/data/imports").json()["items"] == []


def test_what_became_of_a_file_can_be_asked(api: Program) -> None:
    made = _post(api, GOOD).json()
    body = api.get(f"/api/data/imports/{made['import_id']}").json()
    assert body == made
    assert body["progress"] == 2


def test_a_large_file_is_booked_by_a_job(
    api: Program, settings, database, everything_is_large
) -> None:
    response = _post(api, GOOD, account="Visa")
    assert response.status_code == 202, response.text
    where = response.headers["location"]
    assert where == f"/api/data/imports/{response.json()['import_id']}"
    assert (response.json()["status"], response.json()["rows"]) == ("queued", 2)
    with workers.working(settings.database_url, database, threads=1, keep_bytes=1 << 30):
        until = time.monotonic() + 40
        while (body := api.get(where).json())["status"] != "imported":
            assert time.monotonic() < until, body
            time.sleep(0.1)
    assert body["added"] == 2
    assert {s["account"] for s in body["statements"]} == {"Visa"}


def test_a_large_file_with_a_bad_row_is_refused_at_once(api: Program, everything_is_large) -> None:
    response = _post(api, GOOD + "2026-02-30,1.00,Expense,,,,\n")
    assert response.status_code == 422
    assert [error["row"] for error in response.json()["errors"]] == [4]
    assert _post(api, GOOD.splitlines()[0]).status_code == 422
    assert api.get("/api/data/imports").json()["items"] == []


def test_a_large_file_may_be_about_an_account_that_is_there(
    api: Program, everything_is_large
) -> None:
    made = api.post("/api/accounts", json={"name": "Visa"}).json()
    assert _post(api, GOOD, account="visa").status_code == 202
    assert [a["name"] for a in api.get("/api/accounts").json()["items"]].count(made["name"]) == 1


def test_files_are_listed_newest_first_page_by_page(api: Program) -> None:
    ids = [
        _post(api, GOOD + f"2026-02-0{n},1,Expense,,,,\n").json()["import_id"] for n in (1, 2, 3)
    ]
    first = api.get("/api/data/imports", params={"limit": 2}).json()
    assert [one["import_id"] for one in first["items"]] == ids[:0:-1]
    rest = api.get("/api/data/imports", params={"cursor": first["next_cursor"]}).json()
    assert [one["import_id"] for one in rest["items"]] == ids[:1]
    assert rest["next_cursor"] is None
    assert api.get("/api/data/imports", params={"cursor": "soon"}).status_code == 422


def test_a_place_in_the_list_is_exact() -> None:
    at, key = datetime(2026, 11, 25, 12, 0, 0, 123456, tzinfo=UTC), UUID(int=5)
    assert ImportQuery(cursor=cursor(at, key)).position() == (at, key)


def test_an_import_is_taken_back(api: Program) -> None:
    made = _post(api, GOOD).json()
    where = f"/api/data/imports/{made['import_id']}"
    assert api.delete(where).status_code == 204
    assert api.get("/api/transactions").json()["items"] == []
    body = api.get(where).json()
    assert (body["status"], body["statements"]) == ("undone", [])
    assert api.delete(where).status_code == 409
    assert _post(api, GOOD).json()["added"] == 2


def test_an_import_whose_rows_were_changed_since_stays(api: Program) -> None:
    made = _post(api, GOOD).json()
    row = api.get("/api/transactions").json()["items"][0]
    api.delete(f"/api/transactions/{row['id']}")
    response = api.delete(f"/api/data/imports/{made['import_id']}")
    assert (response.status_code, response.json()["count"]) == (409, 1)


def test_an_import_that_added_nothing_is_taken_back_too(api: Program) -> None:
    _post(api, GOOD)
    again = _post(api, GOOD).json()
    assert again["added"] == 0
    assert api.delete(f"/api/data/imports/{again['import_id']}").status_code == 204
    assert len(api.get("/api/transactions").json()["items"]) == 2


def test_a_file_that_waits_is_forgotten(api: Program, database, books) -> None:
    with database.session(books) as session:
        waiting = importer.upload(session, Upload("b.csv", InMemory(GOOD.encode())))
    where = f"/api/data/imports/{waiting.id}"
    assert api.get(where).json()["status"] == "previewed"
    assert api.delete(where).status_code == 204
    assert api.get(where).status_code == api.delete(where).status_code == 404


def test_the_template_imports(api: Program) -> None:
    response = api.get("/api/data/import/template")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert _post(api, response.content).json()["added"] == 2
