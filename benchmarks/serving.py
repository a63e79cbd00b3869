"""The home page with fifty transactions: its bytes, its queries, and the CPU that it takes."""

import asyncio
import os
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, redirect_stderr
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any
from unittest import mock

from fastapi import FastAPI
from pydantic import SecretStr
from starlette.responses import HTMLResponse

from benchmarks import stores
from benchmarks.reading import replay
from benchmarks.results import Result, ratio
from benchmarks.stores import Statement, Store
from benchmarks.timing import compare
from ftracker.config import Settings
from ftracker.db import Actor, Origin
from ftracker.main import create_app
from ftracker.models import User
from ftracker.services import user_sessions
from ftracker.web import home as pages
from ftracker.web import logs, templating

Runner = Callable[[Coroutine[Any, Any, bytes]], bytes]

RUNS = 501
PAGE = "/"
PERIOD = b"period=2026-10"
KIB = 1000
SECRET = "only benchmarks know this one, 0123456789"  # noqa: S105 (nobody else is served)


def measure(store: Store) -> Iterator[Result]:
    """Ask the application itself, without a network between."""
    settings = Settings(database_url=store.url, secret=SecretStr(SECRET))
    app = create_app(settings)
    with _logging(settings.log_level), serving() as runner:
        asked = {who: _asking(runner, app, store, who) for who in (store.many, store.few)}
        yield _size(asked[store.many]())
        yield from _queries(store, app, asked[store.many], runner)
        yield from _cpu(store, app, asked[store.many], runner)
    app.state.database.close()


@contextmanager
def _logging(level: str) -> Iterator[None]:
    """Write the log as a server does, to where nobody reads it: its lines are part of the price."""
    with Path(os.devnull).open("w") as nowhere:
        with redirect_stderr(nowhere):
            logs.configure(level)
        yield
    logs.configure("error")


@contextmanager
def serving() -> Iterator[Runner]:
    """Run a loop that lives as long as a server's does, and give what asks it and waits."""
    loop, over = asyncio.new_event_loop(), asyncio.Event()
    thread = Thread(target=loop.run_until_complete, args=(over.wait(),))
    thread.start()
    try:
        yield lambda work: asyncio.run_coroutine_threadsafe(work, loop).result()
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


def _size(page: bytes) -> Result:
    shown = page.count(b"name=ids ")
    detail = f"{len(page):,} bytes of HTML, {shown} transactions"
    return Result("The home page with 50 transactions, its size", len(page) / KIB, 30, detail, "kB")


def _queries(
    store: Store, app: FastAPI, many: Callable[[], bytes], runner: Runner
) -> Iterator[Result]:
    """Count the statements for a million transactions, and for none."""
    none = _asking(runner, app, store, stores.empty(store.database, "Empty"))
    counts = [len(_sent(store, app, ask)) for ask in (many, none)]
    detail = f"{counts[0]} for a million transactions, {counts[1]} for none"
    yield Result(
        "The home page, queries more than for empty books", counts[0] - counts[1], 0, detail, ""
    )


def _cpu(store: Store, app: FastAPI, ask: Callable[[], bytes], runner: Runner) -> Iterator[Result]:
    """Compare the CPU of a request with that of the same page by bare psycopg and Jinja.

    That is a FastAPI of one route, which sends the statements by bare psycopg, puts the figures
    into words and writes the template: without sign-in, sessions, guards and log.
    """
    kept: dict[str, Any] = {}
    written = templating.environment().get_template("home.html")
    build, chrome = pages.build, templating.chrome

    def built(*given: Any, **named: Any) -> Any:
        kept["build"] = partial(build, *given, **named)
        return build(*given, **named)

    def framed(request: Any) -> Any:
        kept["chrome"] = chrome(request)
        return kept["chrome"]

    with (
        mock.patch.object(pages, "build", built),
        mock.patch.object(templating, "chrome", framed),
    ):
        statements = _sent(store, app, ask)
    with store.bare() as connection:
        read = replay(connection, [one for one in statements if "set_config" not in one[0]])

        def bare() -> bytes:
            read()
            page = kept["build"]()
            values = {name: getattr(page, name) for name in page.__slots__}
            return written.render(values, chrome=kept["chrome"]).encode()

        plain = FastAPI()
        plain.get(PAGE)(lambda: HTMLResponse(bare()))
        alone = _asking(runner, plain, store, store.many)
        pair = compare(ask, alone, runs=RUNS, warm=5, clock=time.process_time)
    yield ratio("The home page, CPU to bare psycopg and Jinja", pair, 1.5)


def _sent(store: Store, app: FastAPI, ask: Callable[[], bytes]) -> list[Statement]:
    ask()
    with store.listening(app.state.database) as sent:
        ask()
    return list(sent)


def _asking(runner: Runner, app: FastAPI, store: Store, who: Actor) -> Callable[[], bytes]:
    """Give what asks for the home page as a browser would that is signed in."""
    with store.database.session(Actor(steward=True)) as session:
        user = session.get_one(User, who.user_id)
        token = user_sessions.start(session, user, Origin("", "benchmarks"), now=datetime.now(UTC))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": PAGE, "raw_path": PAGE.encode(), "query_string": PERIOD,
        "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
        "headers": [(b"host", b"127.0.0.1:8000"), (b"cookie", f"session={token}".encode())],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def once() -> bytes:
        parts: list[bytes] = []

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start" and message["status"] != 200:  # noqa: PLR2004
                raise RuntimeError(f"The page answered {message['status']}.")
            parts.append(message.get("body", b""))

        await app(dict(scope), receive, send)
        return b"".join(parts)

    return lambda: runner(once())
