"""One table of wrong inputs through every door: refused at the same field, in the same words.

A file speaks of its own cells (“abc” is not an amount), so there the field is compared. So it is
with an amount on a page, where people write sums and marks that no program does.
"""

import csv
import html
import io
import json
import re

import pytest

from ftracker.db import new_id
from tests.clients import Browser, Program

GOOD = {"date": "2025-07-31", "amount": "12.50"}
COLUMNS = ("date", "amount", "payee", "note")
MAPPING = {
    "date": {"column": "date", "formats": ["%Y-%m-%d"]},
    "decimal": ".",
    "amount": {"mode": "signed", "column": "amount"},
    "payee": "payee",
    "description": ["note"],
}
ERRORS = re.compile(r'<a href="#field-([^"]+)">(.*?)</a>', re.DOTALL)

WRONG = [
    *(("amount", text) for text in ("abc", "12.345", "0.001", "1,2,3", "12.5.0", "1.000,5.0")),
    *(("amount", text) for text in ("1e5", "NaN", "Infinity", "0x10", "5%", "１２", "9" * 16)),
    *(("date", text) for text in ("31.07.2025", "2025-02-30", "2025-13-01", "20250701")),
    *(("date", text) for text in ("1899-12-31", "2200-01-01", "tomorrow", "２０２５-07-01")),
    *(("payee", text) for text in ("x" * 201, "a\x07b")),
    *(("note", text) for text in ("x" * 2001, "a\x1bb")),
]
# What a file cannot say, or says in its own way: a sign is a direction there.
NOT_IN_FILES = [
    # A bank shows remarks as rows of nothing: they are left out with the reason.
    ("amount", "0"),
    ("amount", "-5"),
    ("payee", "a\x00b"),
    ("note", "a\x00b"),
    ("tags", "x" * 51),
    ("type_id", "x"),
    ("category_id", "x"),
    ("account_id", "x"),
    ("to_account_id", "x"),
]
# Things with a name: the same body through the page of the topic and through the API.
NAMED = [
    ("categories", {"name": " ", "kind": "Expense"}),
    ("categories", {"name": "x" * 101, "kind": "Expense"}),
    ("categories", {"name": "GROCERIES", "kind": "Expense"}),
    ("categories", {"name": "Fun", "kind": "Timebound"}),
    ("categories", {"name": "Fun", "kind": "Expense", "start_date": "2025-07-01"}),
    ("categories", {"name": "Fun", "kind": "Fun"}),
    ("categories", {"name": "Fun", "kind": "Expense", "icon": "dragon"}),
    ("types", {"name": "income", "flow": "in"}),
    ("types", {"name": "Fun", "flow": "sideways"}),
    ("accounts", {"name": "everyday", "kind": "card"}),
    ("accounts", {"name": "Card", "kind": "sock"}),
    ("accounts", {"name": "Card", "kind": "card", "opening_balance": "1.234"}),
]


def on_page(owner: Browser, path: str, body: dict[str, str]) -> list[tuple[str, str]]:
    page = owner.submit(path, **body)
    assert page.status_code == 422
    return [
        (_whole(field), html.unescape(text).strip()) for field, text in ERRORS.findall(page.text)
    ]


def by_api(api: Program, path: str, body: dict[str, object]) -> list[tuple[str, str]]:
    answer = api.post(path, json=body)
    assert answer.status_code in {409, 422}
    return [(_whole(error["field"]), error["message"]) for error in answer.json()["errors"]]


def in_file(api: Program, body: dict[str, str]) -> list[tuple[str, int]]:
    text = io.StringIO()
    csv.writer(text).writerows(
        (COLUMNS, ("2025-07-30", "1.50", "x", "y"), [body.get(name, "") for name in COLUMNS])
    )
    answer = api.post(
        "/api/data/import",
        files={"file": ("statement.csv", text.getvalue().encode())},
        data={"mapping": json.dumps(MAPPING)},
    )
    return [(error["field"], error["row"]) for error in answer.json()["errors"]]


def _whole(field: str) -> str:
    """Name a list, not its member: a page has one field for all tags."""
    return field.partition(".")[0]


def alike(on_page: list[tuple[str, str]], said: list[tuple[str, str]]) -> bool:
    """Compare field by field what was said; of an amount only that something was."""
    return [_apart(one) for one in on_page] == [_apart(one) for one in said]


def _apart(error: tuple[str, str]) -> tuple[str, str]:
    field, text = error
    assert text.endswith(".")
    return field, "" if field == "amount" else text


def is_empty(api: Program) -> bool:
    return api.get("/api/transactions").json()["items"] == []


@pytest.mark.parametrize(("field", "text"), WRONG)
def test_a_wrong_transaction_is_refused_alike_by_page_api_and_file(owner, api, field, text):
    body = GOOD | {field: text}
    said = by_api(api, "/api/transactions", body)
    assert alike(on_page(owner, "/transaction/add", body | {"id": str(new_id())}), said)
    assert [name for name, _ in said] == [field]
    assert in_file(api, body) == [(field, 3)]
    assert is_empty(api)


@pytest.mark.parametrize(("field", "text"), NOT_IN_FILES)
def test_a_wrong_transaction_is_refused_alike_by_page_and_api(owner, api, field, text):
    body = GOOD | {field: text}
    said = by_api(api, "/api/transactions", GOOD | {field: [text] if field == "tags" else text})
    assert alike(on_page(owner, "/transaction/add", body | {"id": str(new_id())}), said)
    assert [name for name, _ in said] == [field]
    assert is_empty(api)


@pytest.mark.parametrize(("topic", "body"), NAMED)
def test_a_wrong_name_or_kind_is_refused_alike_by_page_and_api(owner, api, topic, body):
    said = by_api(api, f"/api/{topic}", body)
    assert on_page(owner, f"/{topic}/add", body | {"id": str(new_id())}) == said
    assert len(said) == 1
