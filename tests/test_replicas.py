"""Reports come from a replica when it knows all that was answered for, and else from the first."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import event, text

from ftracker.config import Settings
from ftracker.db import Actor, Database, embedded
from ftracker.db.cluster import Cluster
from ftracker.db.embedded import EmbeddedServer
from ftracker.db.replicas import Replica, position
from ftracker.db.unavailable import Unavailable
from ftracker.main import create_app
from tests.clients import Browser, Program

NOWHERE = "postgresql://nobody@127.0.0.1:1/books"
REPORT = "/reports?range=everything"


@pytest.fixture(scope="module")
def standby(
    server: EmbeddedServer,
    settings: Settings,
) -> Iterator[str]:
    """Run a server that follows the tests' own one."""
    # pytest's own folders are closed to the user that PostgreSQL runs as when root runs the tests.
    with tempfile.TemporaryDirectory(prefix="ftracker-test-") as name:
        Path(name).chmod(0o711)
        yield from _following(server, Path(name))


def _following(server: EmbeddedServer, folder: Path) -> Iterator[str]:
    with EmbeddedServer(server.folder) as first:
        cluster = Cluster(folder / server._cluster().data.name)
        cluster.data.mkdir(mode=0o700)
        if cluster.owner:
            shutil.chown(cluster.data, cluster.owner)
        source = first.url.replace("postgresql+psycopg", "postgresql")
        cluster._run(
            "pg_basebackup", f"--pgdata={cluster.data}", f"--dbname={source}", "--checkpoint=fast",
            "--wal-method=stream", "--write-recovery-conf",
        )  # fmt: skip
    for lock in cluster.data.glob(".s.PGSQL*"):
        lock.unlink()
    with EmbeddedServer(folder, options=embedded.CARELESS) as running:
        yield running.url


@pytest.fixture
def followed(settings: Settings, standby: str) -> Iterator[FastAPI]:
    """Put an application together that has a replica."""
    made = create_app(settings.model_copy(update={"replica_url": standby}))
    yield made
    made.state.replica.close()
    made.state.database.close()


@contextmanager
def heard(replica: Replica) -> Iterator[list[str]]:
    """List the statements that a replica is asked of the books."""
    asked: list[str] = []

    def hear(_: object, __: object, statement: str, *___: object) -> None:
        if "monthly_totals" in statement:
            asked.append(statement)

    event.listen(replica._database.engine, "before_cursor_execute", hear)
    yield asked
    event.remove(replica._database.engine, "before_cursor_execute", hear)


def spend(browser: Browser, amount: str) -> None:
    fields = {"date": "2025-07-31", "amount": amount, "type": "Expense", "payee": "Lidl"}
    assert browser.submit("/transaction/add", **fields).status_code == 303


def test_a_report_shows_what_was_just_written_and_mostly_asks_the_replica(
    followed, database: Database, books: Actor
):
    browser = Browser(followed).enter(database, books)
    with heard(followed.state.replica) as asked:
        for number in range(1, 100):
            spend(browser, "10.00")
            assert f"{number * 10:,.2f}" in browser.get(REPORT).text
            if asked:
                break
        assert asked


def test_a_program_asks_the_replica_too(followed, database: Database, books: Actor):
    program = Program(followed).enter(database, books)
    with heard(followed.state.replica) as asked:
        for _ in range(100):
            assert program.get("/api/reports/summary?period=2025-07").status_code == 200
            if asked:
                break
        assert asked


def test_a_replica_that_lags_is_not_believed(
    followed, standby: str, database: Database, books: Actor
):
    behind = Database(standby)
    browser = Browser(followed).enter(database, books)
    with behind.engine.connect() as connection:
        connection.execute(text("select pg_wal_replay_pause()"))
        # It is asked for at once, and comes a moment later.
        while connection.scalar(text("select pg_get_wal_replay_pause_state()")) != "paused":
            time.sleep(0.01)
        try:
            spend(browser, "77.00")
            with heard(followed.state.replica) as asked:
                assert "77.00" in browser.get(REPORT).text
            assert not asked
            assert followed.state.replica.is_worth_asking
        finally:
            connection.execute(text("select pg_wal_replay_resume()"))
    behind.close()


def test_a_replica_that_is_away_costs_a_moment_once(settings, database: Database, books: Actor):
    made = create_app(settings.model_copy(update={"replica_url": NOWHERE}))
    browser = Browser(made).enter(database, books)
    assert made.state.replica.is_worth_asking
    assert browser.get("/reports").status_code == 200
    assert not made.state.replica.is_worth_asking
    assert browser.get("/reports").status_code == 200
    made.state.database.close()


def test_a_server_that_follows_nobody_is_no_replica(settings, database: Database, books: Actor):
    alone = Replica(settings.database_url)
    with database.reading(books) as session:
        here = position(session)
    with alone.looking(database, books, here) as session:
        assert session.engine is database.engine
    alone.close()


def test_a_replica_that_breaks_off_rests(standby: str, database: Database, books: Actor):
    replica = Replica(standby)
    with pytest.raises(Unavailable):
        end_while_looking(replica, Database(standby), database, books)
    assert not replica.is_worth_asking
    replica.close()


def end_while_looking(replica: Replica, killer: Database, database: Database, books: Actor) -> None:
    mine = text("select pg_backend_pid()")
    with replica.looking(database, books, "0/0") as session:
        with killer.engine.connect() as connection:
            end = text("select pg_terminate_backend(:pid, 5000)")
            connection.execute(end, {"pid": session.scalar(mine)})
        killer.close()
        session.scalar(mine)
