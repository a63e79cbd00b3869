"""Looks over a browser's shoulder: what nobody sees on the screen, yet should not be there."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

# The browser's own note of an answer that the watch judges by its status.
STATUS_NOTE = "Failed to load resource: the server responded with a status of"
REFUSED = 422
AXE = Axe()
# What sticks out of a page that is wider than its window, if it is.
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('main *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.outerHTML.slice(0, 90))"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}


class Watch:
    """Collects errors of scripts, refused content, failed requests and calls to other hosts.

    A form that comes back with its errors (422) is no trouble.
    """

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.troubles: list[str] = []
        self._address = address
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(STATUS_NOTE):
            self.troubles.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.troubles.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self.troubles.append(f"elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        # Leaving a page gives up what it still asks for, and a download is no page.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status != REFUSED:
            self.troubles.append(f"{response.status}: {response.url}")


def assert_accessible(page: Page) -> None:
    """Ask axe about the page as it is, and about its colours in the dark."""
    _assert_none(page, AXE.run(page).response["violations"], "light")
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    dark = page.evaluate("options => axe.run(options)", COLOURS)
    _assert_none(page, dark["violations"], "dark")
    page.evaluate("document.documentElement.dataset.bsTheme = 'light'")


def assert_fits(page: Page) -> None:
    """Nothing may stick out at the side of the page."""
    beyond = page.evaluate(WIDE)
    assert beyond == [], f"{page.url}: {beyond}"


def _assert_none(page: Page, violations: list[dict[str, Any]], scheme: str) -> None:
    told = [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in violations
        for node in one["nodes"]
    ]
    assert not told, f"{page.url}, {scheme}: " + "\n".join(told)
