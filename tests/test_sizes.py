"""What is far too large, too deep or too many is refused, quickly, and read no further."""

import asyncio
import gzip
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import repeat

import pytest
from fastapi import FastAPI

from ftracker.config import MIB
from ftracker.db import new_id
from ftracker.main import create_app
from tests.clients import Browser, Program

CHUNK = b"x" * 65536
URLENCODED = "application/x-www-form-urlencoded"
OPENING = (
    b'--sep\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
    b"Content-Type: text/csv\r\n\r\ndate,amount\r\n"
)
HEADER = b"date,amount,type,category,account,payee,note\n"
# Seconds of this process; the clock on the wall tells more of what runs beside the tests.
QUICK = 10


@pytest.fixture(autouse=True)
def quickly() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < QUICK


@pytest.fixture(scope="session")
def narrow(settings) -> Iterator[FastAPI]:
    """Run an application that takes files up to one MiB and a hundred rows."""
    small = {"upload_limit_bytes": MIB, "import_row_limit": 100}
    made = create_app(settings.model_copy(update=small))
    yield made
    made.state.database.close()


class Wire:
    """A client below HTTP libraries: claims what it likes, and counts what is taken from it."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.taken = 0
        self.status = 0

    def post(self, path: str, chunks: Iterator[bytes], headers: dict[str, str]) -> int:
        """Send a body piece by piece; gives the status of the answer."""

        async def receive() -> dict[str, object]:
            piece = next(chunks, b"")
            self.taken += len(piece)
            return {"type": "http.request", "body": piece, "more_body": bool(piece)}

        async def send(message: dict[str, object]) -> None:
            self.status = int(message.get("status", self.status))

        named = {"host": "127.0.0.1:8000"} | headers
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
            "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
            "headers": [(k.encode(), v.encode()) for k, v in named.items()],
        }  # fmt: skip
        # In a thread of its own: a browser of another test may keep a loop in this one.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, self.app(scope, receive, send)).result()
        return self.status


def bearer(api: Program) -> dict[str, str]:
    return {"authorization": api.headers["authorization"]}


def multipart(**more: str) -> dict[str, str]:
    return {"content-type": "multipart/form-data; boundary=sep"} | more


def upload() -> Iterator[bytes]:
    yield OPENING
    yield from repeat(CHUNK, 1600)


def test_nobodys_upload_is_refused_before_a_byte_of_it_is_taken(narrow):
    for path in ("/api/data/import", "/data/import"):
        wire = Wire(narrow)
        assert wire.post(path, upload(), multipart()) in (303, 401, 403)
        assert wire.taken == 0


@pytest.mark.parametrize(
    "claim",
    [{}, {"content-length": "10"}, {"content-length": "99999999999"},
     {"transfer-encoding": "chunked"}, {"content-length": "-1"}, {"content-length": "9" * 5000}],
)  # fmt: skip
def test_a_file_over_the_limit_is_taken_no_further_whatever_it_claims(narrow, api, claim):
    wire = Wire(narrow)
    assert wire.post("/api/data/import", upload(), multipart(**claim) | bearer(api)) == 413
    assert wire.taken < MIB + 2 * len(CHUNK)


@pytest.mark.parametrize("kind", [URLENCODED, "text/plain", "application/json", "image/png"])
def test_a_form_or_json_over_its_limit_is_taken_no_further(narrow, api, kind):
    wire = Wire(narrow)
    headers = {"content-type": kind} | bearer(api)
    status = wire.post("/api/transactions", repeat(CHUNK, 1600), headers)
    assert status in (413, 415)
    assert wire.taken < 3 * MIB


def test_a_text_field_beside_the_file_is_no_way_around_the_limit(owner):
    wide = {"mapping": "x" * (2 * MIB), "file_name": "y" * MIB}
    answer = owner.submit("/data/import", **wide)
    assert answer.status_code in (400, 413, 422)


def test_five_thousand_parts_are_refused(owner, api):
    parts = [(f"part{n}", (None, "x")) for n in range(5000)]
    headers = {"x-csrf-token": owner.csrf}
    assert owner.post("/transaction/add", files=parts, headers=headers).status_code == 400
    assert api.post("/api/data/import", files=parts).status_code == 400
    many = [("file", (f"{n}.csv", HEADER)) for n in range(100)]
    assert api.post("/api/data/import", files=many).status_code == 400


def test_twenty_thousand_headers_of_a_part_are_refused(api):
    lines = b"".join(b"X-%d: y\r\n" % n for n in range(20_000))
    body = OPENING.replace(b"Content-Type", lines + b"Content-Type") + b"\r\n--sep--\r\n"
    answer = api.post("/api/data/import", content=body, headers=multipart())
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b";" * MIB, b"a=1;" * 250_000, b"&" * MIB, b"a&" * 500_000])
def test_forms_of_separators_only_are_refused(owner, client, body):
    headers = {"content-type": URLENCODED, "x-csrf-token": owner.csrf}
    assert owner.post("/transaction/add", content=body, headers=headers).status_code in (400, 422)
    refused = client.post("/sign-in", content=body, headers={"content-type": URLENCODED})
    assert refused.status_code in (400, 403)


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 50_000 + b"]" * 50_000, b'{"note": "' + CHUNK,
     b"9" * 100_000, b'{"amount": ' + b"9" * 40 + b', "date": "2025-07-31"}',
     b'{"amount": ' + b"9" * 1_000_000 + b', "date": "2025-07-31"}',
     b'{"amount": "' + b"9" * 1_000_000 + b'", "date": "2025-07-31"}',
     b'{"amount": 1e400, "date": "2025-07-31"}', b'{"amount": NaN, "date": "2025-07-31"}',
     b'{"amount": 1, "date": ' + b"9" * 5000 + b"}", b'{"tags": [' + b'"a",' * 20_000 + b'"a"]}'],
    ids=range(12),
)  # fmt: skip
def test_json_that_is_deep_long_or_endless_is_refused(api, body):
    headers = {"content-type": "application/json"}
    assert api.post("/api/transactions", content=body, headers=headers).status_code in (400, 422)


@pytest.mark.parametrize("number", ["9" * 40, "9" * 5000, "-1", "1" * 100_000, "1*" * 5000 + "1"])
def test_long_numbers_are_refused_wherever_they_stand(owner, api, number):
    made = api.post("/api/transactions", json={"date": "2025-07-31", "amount": "1"}).json()
    form = {"id": str(new_id()), "date": "2025-07-31", "amount": number}
    assert owner.submit("/transaction/add", **form).status_code == 422
    place = f"/transaction/edit/{made['id']}"
    assert owner.submit(place, **form | {"version": number}).status_code in (409, 422)
    deleted = owner.submit(f"/transaction/delete/{made['id']}", version=number)
    assert deleted.status_code == (303 if number in ("-1", "1*" * 5000 + "1") else 409)
    text = number[:8000]
    for question in (f"/api/transactions?min={text}", f"/api/transactions?limit={text}"):
        assert api.get(question).status_code == 422
    for page in (f"/?min={text}", f"/?period={text}", f"/reports?start={text}", f"/?page={text}"):
        assert owner.get(page).status_code < 500


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip", "x"])
def test_compressed_bodies_are_not_opened(api, owner, client, encoding):
    body = gzip.compress(b"0" * 10 * MIB)
    headers = {"content-encoding": encoding, "content-type": "application/json"}
    for browser, path in (
        (api, "/api/transactions"),
        (owner, "/data/import"),
        (client, "/sign-in"),
    ):
        assert browser.post(path, content=body, headers=headers).status_code == 415


def archive() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", b"0" * 20 * MIB)
    return packed.getvalue()


FILES = {
    "gzip": gzip.compress(b"0" * 20 * MIB),
    "zip": archive(),
    "an endless line": b"x" * 5_000_000,
    "an endless cell": HEADER + b"2025-07-31,1,Expense,,," + b"x" * 5_000_000 + b",\n",
    "an open quote": HEADER + b'2025-07-31,1,Expense,,,"' + b"x,\n" * 1_000_000,
    "columns": b",".join(b"c%d" % n for n in range(20_000)) + b"\n" + b"1," * 20_000 + b"\n",
    "cells": HEADER + b"2025-07-31,1," + b"x," * 200_000 + b"\n",
    "separators": b"," * 3_000_000,
    "quotes": b'"' * 3_000_000,
    "line ends": b"\n" * 3_000_000,
    "nothing": b"\x00" * 3_000_000,
    "digits": HEADER + b"2025-07-31," + b"9" * 1_000_000 + b",Expense,,,,\n",
    "sums": HEADER + b"2025-07-31," + b"1+" * 100_000 + b"1,Expense,,,,\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_a_trap_is_refused_and_nothing_of_it_booked(api, name):
    answer = api.post("/api/data/import", files={"file": ("a.csv", FILES[name])})
    assert answer.status_code == 422
    assert len(answer.content) < 100_000
    assert api.get("/api/transactions").json()["items"] == []


def test_more_rows_than_the_setting_allows_are_refused(narrow, database, books):
    program = Program(narrow).enter(database, books)
    rows = HEADER + b"2025-07-31,1.00,Expense,,,x,\n" * 101
    answer = program.post("/api/data/import", files={"file": ("a.csv", rows)})
    assert answer.status_code == 422
    assert "100 rows" in answer.text
    assert program.get("/api/transactions").json()["items"] == []
    page = Browser(narrow).enter(database, books)
    assert page.submit("/data/import", files={"file": ("a.csv", rows)}).status_code == 422
