"""What the log tells, and what it must never tell."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ftracker.db import new_id
from ftracker.models import User
from ftracker.web import logs


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, usual = (root.handlers[:], root.level), structlog.get_config()
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    # The client that the tests ask with would log what it asks for.
    monkeypatch.setattr(logging.getLogger("httpx2"), "disabled", True)
    logs.configure("info")
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    structlog.configure(**usual)


@pytest.fixture
def visitor() -> TestClient:
    def answer(request: Request) -> PlainTextResponse:
        if request.path_params["rest"] == "broken":
            raise ZeroDivisionError
        return PlainTextResponse(request.state.request_id)

    app = logs.RequestLog(Starlette(routes=[Route("/{rest:path}", answer)]))
    return TestClient(app, raise_server_exceptions=False)


def test_a_request_has_one_line_with_its_id(written, visitor):
    answer = visitor.get("/reports")
    lines = written.getvalue().splitlines()
    assert len(lines) == 1
    assert "method=GET path=/reports status=200" in lines[0]
    assert f"request_id={answer.text}" in lines[0]
    assert answer.headers["x-request-id"] == answer.text


def test_the_id_is_never_the_client_s(written, visitor):
    answer = visitor.get("/", headers={"X-Request-ID": "forged"})
    assert answer.text != "forged"
    assert "forged" not in written.getvalue()


def test_a_request_that_breaks_is_logged_as_such(written, visitor):
    assert visitor.get("/broken").status_code == 500
    assert "path=/broken status=500" in written.getvalue()


def test_neither_queries_nor_addresses_that_are_keys_are_logged(written, visitor):
    visitor.get("/transactions?q=doctor")
    visitor.get("/join/the-key-of-the-house")
    visitor.get("/calendar/the-key-of-the-feed.ics")
    for mistyped in ("/x//join/", "/money/join/", "/Join/", "/join/%0A"):
        visitor.get(f"{mistyped}the-key-of-the-house")
    assert "doctor" not in written.getvalue()
    assert "the-key" not in written.getvalue()
    assert "path=/join/…" in written.getvalue()
    assert "path=/calendar/…" in written.getvalue()


@pytest.mark.parametrize(
    "name", ["password", "new_password", "csrf_token", "secret", "Cookie", "authorization"]
)
def test_a_value_with_the_name_of_a_secret_is_not_written(written, name):
    structlog.get_logger().info("signed in", **{name: "hunter2"})
    assert "signed in" in written.getvalue()
    assert "hunter2" not in written.getvalue()


def test_a_line_cannot_be_forged_by_a_value(written):
    structlog.get_logger().info("named", name="Food\nlevel=error event=stolen")
    assert len(written.getvalue().splitlines()) == 1


def test_libraries_log_in_the_same_form(written):
    logging.getLogger("some.library").warning("careful")
    assert "level=warning event=careful" in written.getvalue()


def test_a_connection_that_broke_is_told_of_in_one_line(written, database):
    lost = database.engine.raw_connection()
    pid = lost.cursor().execute("select pg_backend_pid()").fetchone()[0]
    with database.engine.connect() as other:
        other.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    lost.close()
    [line] = written.getvalue().splitlines()
    assert "level=error" in line
    assert 'reason="terminating connection due to administrator command"' in line


def test_less_is_said_when_less_is_asked_for(written):
    logs.configure("error")
    structlog.get_logger().info("small talk")
    assert written.getvalue() == ""


def test_lines_can_be_json_for_programs_that_collect_them(written, visitor, monkeypatch):
    monkeypatch.setattr("sys.stderr", written)
    logs.configure("info", "json")
    answer = visitor.get("/reports")
    logging.getLogger("some.library").warning("careful")
    mine, theirs = (json.loads(line) for line in written.getvalue().splitlines())
    assert (mine["path"], mine["status"], mine["request_id"]) == ("/reports", 200, answer.text)
    assert (theirs["level"], theirs["event"]) == ("warning", "careful")


def test_an_accident_tells_what_broke_but_not_the_row_that_it_broke_on(written, database):
    row = {"id": new_id(), "email": "hush\n\nhush@example.org", "password_hash": None}
    with database.engine.connect() as connection, pytest.raises(IntegrityError) as broke:
        connection.execute(insert(User.__table__).values(row))
    given = ["hush"]
    with pytest.raises(ValidationError) as read:
        TypeAdapter(list[int]).validate_python(given)
    for bad in (broke.value, read.value):
        structlog.get_logger().error("accident", exc_info=bad)
        logging.getLogger("jobs").error("accident", exc_info=bad)
    said = written.getvalue()
    assert "hush" not in said
    assert said.count("violates not-null constraint") == 4
    assert said.count("[SQL: INSERT INTO users") == 2
    assert said.count("type=int_parsing, input_value=…, input_type=str") == 2
