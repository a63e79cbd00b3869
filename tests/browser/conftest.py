"""A real Chromium, and FTracker served to it on a free port of this machine."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from ftracker.config import Settings
from ftracker.db import Actor, Database
from ftracker.main import create_app
from tests import factories
from tests.browser.watching import Watch

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
START_SECONDS = 20

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Take a browser that is there, before Playwright's own."""
    return browser_type_launch_args | launching()


def launching() -> dict[str, Any]:
    """Say how the browser is started."""
    wanted = [os.environ.get("FTRACKER_TEST_BROWSER", ""), *NAMES]
    found = next((path for name in wanted if name and (path := shutil.which(name))), None)
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    chosen = {"executable_path": found} if found else {}
    return chosen | {"args": QUIET + as_root}


@pytest.fixture(scope="session")
def address(settings: Settings) -> Iterator[str]:
    """Serve the application, open to new households.

    Without a worker, which would look after the households of all other tests meanwhile.
    """
    chosen = {"registration_open": True, "workers": 0}
    with serving(settings.model_copy(update=chosen)) as served:
        yield served


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve the application from a thread of this worker, and give its address."""
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        thread.join(0.02)
    assert server.started
    host, port = server.servers[0].sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.should_exit = True
    thread.join(START_SECONDS)


@pytest.fixture
def visit(browser: Browser, address: str, database: Database) -> Iterator[Visit]:
    """Open pages, as somebody or as nobody; whatever goes wrong in one fails the test."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_page(who: Actor | None = None, size: str = "desk", **options: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            reduced_motion="reduce",
            locale="en-GB",
            **options,
        )
        context.set_default_timeout(10_000)
        opened.append((context, Watch(context, address)))
        if who:
            token = factories.signed_in(database, who)
            context.add_cookies([{"name": "session", "value": token, "url": address}])
        return context.new_page()

    yield open_page
    for context, watch in opened:
        context.close()
        assert watch.troubles == []
