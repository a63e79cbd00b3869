"""A browser and a program, as the application meets them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Any, Self

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from ftracker.db import Actor, Database
from ftracker.services import api_tokens
from ftracker.web import signing
from tests import factories

HOST = "http://127.0.0.1:8000"


class Loop:
    """One event loop for all requests of a test, as a process has one; begun with the first."""

    def __init__(self) -> None:
        self._opened, self._lock = ExitStack(), Lock()
        self._portal: BlockingPortal | None = None

    def portal(self) -> BlockingPortal:
        with self._lock:
            self._portal = self._portal or self._opened.enter_context(start_blocking_portal())
            return self._portal

    def close(self) -> None:
        self._portal = None
        self._opened.close()


LOOP = Loop()


class _Client(TestClient):
    """Meets the application in the loop of the test, and not each time in a new one."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app, base_url=HOST, follow_redirects=False)

    @contextmanager
    def _portal_factory(self) -> Iterator[BlockingPortal]:
        yield self.portal or LOOP.portal()


class Browser(_Client):
    """A browser: keeps cookies, does not follow redirects unless asked, sends what forms send."""

    def enter(self, database: Database, who: Actor) -> Self:
        """Sign a person in."""
        self.cookies.set("session", factories.signed_in(database, who), domain="127.0.0.1")
        return self

    @property
    def csrf(self) -> str:
        """Make the token that a form of this browser's session carries."""
        secret = self.app.state.settings.secret_text  # type: ignore[attr-defined]
        return signing.csrf_token(secret, self.cookies["session"])

    def submit(self, path: str, **fields: Any) -> Response:
        """Send a form of the application's own page; files go in `files`."""
        files = fields.pop("files", None)
        headers = {"sec-fetch-site": "same-origin", **fields.pop("headers", {})}
        data = {"csrf_token": self.csrf, **fields}
        return self.post(path, data=data, files=files, headers=headers)


class Program(_Client):
    """A program with a token."""

    def enter(self, database: Database, who: Actor) -> Self:
        """Give the program a token of a person."""
        with database.session(Actor(steward=True)) as session:
            token = api_tokens.add(
                session, user_id=who.user_id, household_id=who.household_id, name="tests"
            )
        self.headers["authorization"] = f"Bearer {token}"
        return self
