"""The database goes away: people and programs are asked to wait, and told no more."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text
from structlog.testing import capture_logs

from ftracker.db import Actor, Database, locks
from ftracker.main import create_app
from tests.clients import Browser, Program

BODY = {"date": "2025-07-31", "amount": "12.50"}
NOT_SAID = ("psycopg", "sqlalchemy", "Traceback", "connection", "127.0.0.1:1", "host")


def lead_nowhere(browser: Browser | Program, address: str) -> Browser | Program:
    """Let a client talk to an application whose database is at another address."""
    settings = browser.app.state.settings.model_copy(update={"database_url": address})
    other = type(browser)(create_app(settings))
    other.cookies, other.headers = browser.cookies, browser.headers
    return other


def test_every_page_asks_for_patience_while_the_database_is_away(owner):
    away = lead_nowhere(owner, "postgresql://nobody@127.0.0.1:1/books")
    for path in ("/", "/reports", "/history", "/sign-in", "/transaction/add"):
        answer = away.get(path)
        assert answer.status_code == 503
        assert "Try again in a moment" in answer.text
        assert not [word for word in NOT_SAID if word in answer.text]


def test_the_log_says_why_in_one_line_for_each_request(owner):
    away = lead_nowhere(owner, "postgresql://nobody@127.0.0.1:1/books")
    with capture_logs() as told:
        request_id = away.get("/").headers["x-request-id"]
    (line,) = [one for one in told if one["event"] == "the database does not answer"]
    assert line["request_id"] == request_id
    assert "127.0.0.1" in line["reason"]
    assert "exc_info" not in line
    assert len(str(line).splitlines()) == 1


def test_a_program_is_told_the_same(api):
    away = lead_nowhere(api, "postgresql://nobody@127.0.0.1:1/books")
    for answer in (away.get("/api/transactions"), away.post("/api/transactions", json=BODY)):
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
        assert not [word for word in NOT_SAID if word in answer.text]


def test_a_request_whose_connection_breaks_is_refused_and_the_next_one_goes_well(
    api, database: Database, books: Actor
):
    keyed = {"idempotency-key": "k"}
    waiting = text("select pid from pg_locks where locktype = 'advisory' and not granted")
    with ThreadPoolExecutor(1) as pool, database.session(books) as session:
        locks.hold(session, f"idempotency:{books.household_id}", "k")
        sent = pool.submit(api.post, "/api/transactions", json=BODY, headers=keyed)
        with database.engine.connect() as connection:
            while not (victims := connection.execute(waiting).scalars().all()):
                connection.rollback()
            connection.execute(text("select pg_terminate_backend(:pid)"), {"pid": victims[0]})
        assert sent.result(30).status_code == 503
    again = api.post("/api/transactions", json=BODY, headers=keyed)
    assert again.status_code == 201
    assert [item["id"] for item in api.get("/api/transactions").json()["items"]] == [
        again.json()["id"]
    ]
