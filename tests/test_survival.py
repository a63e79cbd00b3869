"""FTracker dies, or is asked to stop, while it is being written to: nothing that it said is lost.

`python -m tests.survival --kills 50` does the same for longer.
"""

import contextlib
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from ftracker.db import Actor, Database, locks
from ftracker.db.embedded import EmbeddedServer
from ftracker.services.importer import SMALL_BYTES
from tests import copies, survival
from tests.survival import Household, Sent

PATIENCE = 40
PAUSE = 0.02
_WAITERS = text("select count(*) from pg_locks where locktype = 'advisory' and not granted")


@pytest.fixture
def home(prepared: Path) -> Iterator[Household]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with copies.folder(prepared) as folder:
        yield Household(folder, port)


@pytest.fixture
def books(home: Household) -> Iterator[Database]:
    """Share the household's PostgreSQL, which then outlives the web server."""
    with EmbeddedServer(home.folder) as server:
        found = Database(server.url)
        yield found
        found.close()


@pytest.mark.timeout(240)
def test_what_was_acknowledged_is_there_once_after_everything_was_killed(home):
    figures = survival.survive(home, kills=2, seed=7)
    assert figures.faults == []
    assert figures.acknowledged >= 2 * survival.FEWEST
    assert figures.in_flight == 2


@pytest.mark.timeout(400)
def test_an_import_by_a_job_is_whole_or_absent_and_taken_up_again_by_itself(home):
    home.has_jobs = True
    assert len(survival.file(is_large=True).text) > SMALL_BYTES
    figures = survival.survive(home, kills=2, seed=11)
    assert figures.faults == []


@pytest.mark.timeout(240)
def test_requests_under_way_are_answered_before_it_stops(home, books):
    sent = [*(survival.transaction(by_key=True) for _ in range(5)), survival.file()]
    process = home.start()
    try:
        with home.client() as client, ThreadPoolExecutor(len(sent)) as pool:
            with books.session(Actor(steward=True)) as session:
                hold_up(session, home, sent)
                answers = [pool.submit(request.go, client) for request in sent]
                wait_for(books, len(sent))
                process.send_signal(signal.SIGTERM)
                refuse(home.port)
            assert [answer.result(PATIENCE).status_code for answer in answers] == [201] * 5 + [200]
        assert process.wait(PATIENCE) == 0
    finally:
        home.kill(process)
    again = home.start()
    try:
        for request, answer in zip(sent, answers, strict=True):
            home.notebook.note(request)
            home.notebook.acknowledge(request, answer.result())
        assert list(home.faults(survival.Figures())) == []
    finally:
        home.kill(again)


def hold_up(session, home: Household, sent: list[Sent]) -> None:
    """Take the locks that requests need: they are under way until the session ends."""
    household_id = home.owner.household_id
    locks.hold(session, "import", household_id)
    for request in sent:
        locks.hold(session, f"idempotency:{household_id}", request.mark)


def wait_for(books: Database, waiters: int) -> None:
    with books.engine.connect() as connection:
        while connection.execute(_WAITERS).scalar_one() < waiters:
            connection.rollback()
            time.sleep(PAUSE)


def refuse(port: int) -> None:
    """Wait until nobody listens any more."""
    with contextlib.suppress(ConnectionRefusedError):
        while True:
            socket.create_connection(("127.0.0.1", port)).close()
            time.sleep(PAUSE)
