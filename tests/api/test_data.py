"""Files in and out through the API."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from tests.clients import Program

DATA = Path(__file__).parents[3] / "shared" / "data"
GOOD = (
    "date,amount,type,category,account,payee,note\n"
    "2026-01-05,4.20,Expense,Coffee,,Bluebird,flat white\n"
    "2026-01-06,2500.00,Income,Salary,,Employer,\n"
)


def _post(api: Program, content: str | bytes, **fields: Any) -> Response:
    data = {k: v if isinstance(v, str) else json.dumps(v) for k, v in fields.items()}
    files = {"file": ("bank.csv", content, "text/csv")}
    return api.post("/api/data/import", data=data, files=files)


def _errors(response: Response) -> list[tuple[int | None, str]]:
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return [(error.get("row"), error["field"]) for error in response.json()["errors"]]


def _count(api: Program) -> int:
    return len(list(csv.reader(io.StringIO(api.get("/api/data/export").text)))) - 1


def test_a_file_is_taken_in_and_answered_with_what_happened(api: Program) -> None:
    body = _post(api, GOOD).json()
    assert body["import_id"]
    wanted = {"status": "imported", "rows": 2, "added": 2, "duplicates": 0, "invalid": 0}
    assert {key: body[key] for key in wanted} == wanted
    assert body["errors"] == []
    assert body["mapping"]["date"] == {"column": "date", "formats": ["%Y-%m-%d"]}
    assert body["preview"] is None


def test_the_same_file_again_adds_nothing(api: Program) -> None:
    _post(api, GOOD)
    body = _post(api, GOOD).json()
    assert (body["added"], body["duplicates"]) == (0, 2)
    assert _count(api) == 2


def test_a_dry_run_shows_every_row_and_writes_nothing(api: Program) -> None:
    _post(api, GOOD.rsplit("2026-01-06", 1)[0])
    body = _post(api, GOOD, dry_run="true", account="Visa").json()
    assert (body["import_id"], body["status"], body["added"]) == (None, "previewed", 2)
    body = _post(api, GOOD, dry_run="true").json()
    assert (body["added"], body["duplicates"]) == (1, 1)
    assert body["preview"][0] == {
        "row": 2, "date": "2026-01-05", "amount": "4.20", "flow": "out", "payee": "Bluebird",
        "note": "flat white", "category": "Coffee", "account": "Everyday", "currency": "",
        "duplicate": True,
    }  # fmt: skip
    assert _count(api) == 1


def test_twins_in_a_dry_run_are_told_apart_as_in_an_import(api: Program) -> None:
    twins = GOOD + GOOD.splitlines()[1] + "\n"
    _post(api, GOOD)
    body = _post(api, twins, dry_run="true").json()
    assert [row["duplicate"] for row in body["preview"]] == [True, True, False]
    assert _post(api, twins).json()["added"] == 1


def test_one_bad_row_keeps_the_file_out_and_is_named(api: Program) -> None:
    bad = GOOD + "2026-02-30,NaN,Expense,,,,\n"
    assert _errors(_post(api, bad)) == [(4, "date"), (4, "amount")]
    assert _count(api) == 0
    tried = _post(api, bad, dry_run="true").json()
    assert (tried["rows"], tried["invalid"], len(tried["preview"])) == (3, 1, 2)
    assert [error["row"] for error in tried["errors"]] == [4, 4]


def test_a_file_with_two_readings_is_asked_about(api: Program) -> None:
    response = _post(api, "Date,Text,Amount\n01/02/2026,a,-4.20\n03/04/2026,b,-1.10\n")
    assert _errors(response) == [(None, "date.formats")]
    assert "day or the month" in response.json()["detail"]


def test_a_mapping_settles_it(api: Program) -> None:
    mapping = {"date": {"column": "Date", "formats": ["%d/%m/%Y"]}}
    body = _post(api, "Date,Text,Amount\n01/02/2026,a,-4.20\n", mapping=mapping).json()
    assert body["added"] == 1
    assert "2026-02-01" in api.get("/api/data/export").text


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        ("{", "mapping"),
        ('{"colour": 1}', "mapping.colour"),
        ('{"date": {"column": -1}}', "mapping.date.column"),
        ('{"date": {"column": "When"}}', "date.column"),
        ("[]", "mapping"),
        ("[" * 100_000, "mapping"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(api: Program, mapping: str, field: str) -> None:
    response = _post(api, GOOD, mapping=mapping)
    assert response.status_code == 422
    assert any(error["field"].startswith(field) for error in response.json()["errors"])


def test_the_account_of_every_row_may_be_given_by_name(api: Program) -> None:
    _post(api, GOOD, account="Visa")
    assert {row["account"] for row in _rows(api)} == {"Visa"}


def _rows(api: Program, **query: str) -> list[dict[str, str]]:
    text = api.get("/api/data/export", params=query).text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_request_without_a_file_is_refused(api: Program) -> None:
    assert api.post("/api/data/import", json={}).status_code == 415
    response = api.post("/api/data/import", files={"other": ("a.csv", b"x")})
    assert _errors(response) == [(None, "file")]


def test_the_export_holds_the_filter_of_the_list(api: Program) -> None:
    _post(api, GOOD)
    assert [row["payee"] for row in _rows(api, q="blue")] == ["Bluebird"]
    assert [row["payee"] for row in _rows(api, start="2026-01-06")] == ["Employer"]
    assert _rows(api, active="false") == []
    assert api.get("/api/data/export", params={"start": "soon"}).status_code == 422


def test_an_export_is_a_file_to_keep(api: Program) -> None:
    response = api.get("/api/data/export")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "ftracker-" in response.headers["content-disposition"]
    assert response.text.startswith("date,amount,type,category,account,payee,note\n")


def test_every_hostile_file_gets_a_sentence_and_writes_nothing_wrong(api: Program) -> None:
    manifest = DATA / "hostile" / "manifest.json"
    for case in json.loads(manifest.read_text()) if manifest.exists() else []:
        response = _post(api, (DATA / "hostile" / case["file"]).read_bytes())
        assert response.status_code in (200, 422), (case["id"], response.text)
        assert "Traceback" not in response.text
        if response.status_code == 200:
            assert "rows" in case["allowed"], case["id"]


def test_the_household_file_comes_in_through_the_api(api: Program) -> None:
    path = DATA / "household" / "Daily Household Transactions.csv"
    if path.exists():
        assert _post(api, path.read_bytes()).json()["added"] == 2461
        assert _count(api) == 2461
