"""A real PostgreSQL for every worker, its schema made by the migrations; each test rolled back."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

import hypothesis
import psycopg_pool.base
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.orm import Session

from ftracker.config import Settings
from ftracker.db import Actor, Database, Role, embedded, migrations, scratch
from ftracker.db.embedded import EmbeddedServer
from tests import copies, factories
from tests.clients import LOOP, Browser, Program
from tests.commands import Command

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

# The pool's threads throw their dice when they like. With the one of the whole process they would
# do so while hypothesis makes an example, which it takes for a strategy that cannot be repeated.
psycopg_pool.base.random = SystemRandom().random

# structlog's own way prints the value of every variable of a traceback, which takes seconds, and
# which no log of an installation does.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)

# They send thousands of requests through every floor: what they reach is not what they test.
WALKS = ("tests/policies/", "tests/browser/")

HERE = Path(__file__).parent
SECRET = "a secret that only the tests know, long enough"
HOST = "http://127.0.0.1:8000"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while tests are collected, and later only among what they make."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let walks through all routes not count as coverage, nor be slowed by counting.

    What tests the whole program takes longest and begins first, so that no worker is left with a
    long test in the end while the others have nothing to do.
    """
    for item in items:
        if item.nodeid.startswith(WALKS):
            item.add_marker(pytest.mark.no_cover)
    items.sort(key=lambda item: item.path.parent != HERE)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A server that somebody else runs: through a pooler, or one of several."""

    url: str


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer | Elsewhere]:
    """Run one PostgreSQL per worker, unless FTRACKER_TESTS_ON names a database to be used."""
    if url := os.environ.get("FTRACKER_TESTS_ON"):
        yield Elsewhere(url)
        return
    with embedded.temporary() as running:
        yield running


@pytest.fixture(scope="session")
def settings(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Point the application to the tests' database, whose schema is up to date."""
    migrations.upgrade(server.url)
    folder: Path = tmp_path_factory.mktemp("data")
    return Settings(database_url=server.url, data_dir=folder, secret=SECRET)


@pytest.fixture(scope="session")
def database(settings: Settings) -> Iterator[Database]:
    """Connect to the tests' database."""
    found = Database(settings.database_url)
    yield found
    found.close()


@pytest.fixture(scope="session")
def bare(settings: Settings) -> Iterator[str]:
    """Give the address of a database with nothing in it but its schema, to be copied."""
    with scratch.database(settings.database_url) as url:
        migrations.upgrade(url)
        yield url


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """Make a folder whose PostgreSQL has an up-to-date schema and does not run, to be copied."""
    with copies.folder() as made:
        with embedded.EmbeddedServer(made) as running:
            migrations.upgrade(running.url)
        yield made


@pytest.fixture
def books(database: Database) -> Actor:
    """Start a fresh EUR household, and give its owner at a page."""
    return factories.household(database)


@pytest.fixture
def session(database: Database, books: Actor) -> Iterator[Session]:
    """Open a session of the fresh household; what a test writes in it is rolled back."""
    with Session(database.engine, expire_on_commit=False, info={"actor": books}) as opened:
        yield opened
        opened.rollback()


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[FastAPI]:
    """Put the application together once per worker."""
    from ftracker.main import create_app

    made = create_app(settings)
    yield made
    made.state.database.close()


@pytest.fixture(autouse=True)
def loop() -> Iterator[None]:
    """End the event loop of a test's requests: its threads count for the coverage of one test."""
    yield
    LOOP.close()


@pytest.fixture
def client(app: FastAPI) -> Browser:
    """Open a browser that nobody is signed in at."""
    return Browser(app)


@pytest.fixture
def owner(app: FastAPI, database: Database, books: Actor) -> Browser:
    """Sign the owner of the fresh household in."""
    return Browser(app).enter(database, books)


@pytest.fixture
def editor(app: FastAPI, database: Database, books: Actor) -> Browser:
    """Sign an editor of the fresh household in."""
    return Browser(app).enter(database, factories.member(database, books, Role.EDITOR))


@pytest.fixture
def viewer(app: FastAPI, database: Database, books: Actor) -> Browser:
    """Sign a viewer of the fresh household in."""
    return Browser(app).enter(database, factories.member(database, books, Role.VIEWER))


@pytest.fixture
def stranger(app: FastAPI, database: Database) -> Browser:
    """Sign the owner of another household in."""
    return Browser(app).enter(database, factories.household(database))


@pytest.fixture
def api(app: FastAPI, database: Database, books: Actor) -> Program:
    """Give a program a token of the fresh household's owner."""
    return Program(app).enter(database, books)


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command `ftracker` on the tests' database, as it is typed."""
    return Command(settings, monkeypatch)


@pytest.fixture
def count_queries(app: FastAPI) -> Callable[[], AbstractContextManager[list[str]]]:
    """Count what the application asks its database for."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_: object, __: object, statement: str, *___: object) -> None:
            asked.append(statement)

        engine = app.state.database.engine
        event.listen(engine, "before_cursor_execute", note)
        yield asked
        event.remove(engine, "before_cursor_execute", note)

    return counting
