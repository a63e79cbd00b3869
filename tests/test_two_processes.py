"""Two processes serve one browser, and neither knows anything that the other one does not."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from ftracker.config import Settings
from ftracker.db import Actor, Database
from tests import factories
from tests.test_serving import environment

PATIENCE = 40


def start(settings: Settings, folder: Path, port: int) -> subprocess.Popen[str]:
    """Serve from a process of its own."""
    about = {
        "database_url": settings.database_url,
        "secret": settings.secret_text,
        "data_dir": str(folder),
        "port": str(port),
        "workers": "0",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "ftracker", "serve"],
        env=environment(**about),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def two(settings: Settings, tmp_path: Path) -> Iterator[list[str]]:
    """Start two at once, and give their addresses when both answer."""
    ports = [free_port() for _ in range(2)]
    running = [start(settings, tmp_path / str(port), port) for port in ports]
    try:
        for one, port in zip(running, ports, strict=True):
            assert one.stdout is not None
            assert str(port) in one.stdout.readline()
        yield [f"http://127.0.0.1:{port}" for port in ports]
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.communicate(timeout=PATIENCE)


def test_a_browser_may_be_sent_to_either(two, database: Database, books: Actor):
    first, second = two
    with httpx2.Client(timeout=PATIENCE) as browser:
        browser.cookies.set("session", factories.signed_in(database, books), domain="127.0.0.1")

        def token(at: str) -> str:
            page = browser.get(f"{at}/settings/household").text
            found = re.search(r'name="?csrf_token"? value="?([^" >]+)', page)
            assert found is not None
            return found[1]

        def send(at: str, path: str, **fields: str) -> int:
            headers = {"origin": at, "sec-fetch-site": "same-origin"}
            return browser.post(f"{at}{path}", data=fields, headers=headers).status_code

        # Both remember the names of categories by now; one of them makes a new one.
        for at in two:
            assert "Sailing" not in browser.get(f"{at}/categories").text
        made = token(first)
        fields = {"csrf_token": made, "name": "Sailing", "kind": "Expense", "type": "Expense"}
        assert send(second, "/categories/add", **fields) == 303
        for at in two:
            assert "Sailing" in browser.get(f"{at}/categories").text
            assert "Sailing" in browser.get(f"{at}/transaction/add").text
        about = {"date": "2025-07-31", "amount": "12.50", "category": "Sailing", "payee": "Harbour"}
        assert send(first, "/transaction/add", csrf_token=made, type="Expense", **about) == 303
        assert "Harbour" in browser.get(f"{second}/?period=2025-07").text
        # Who is signed out by one is signed out everywhere.
        assert send(second, "/sign-out", csrf_token=token(second)) == 303
        assert browser.get(f"{first}/categories").status_code == 303
