"""Fill every text of a household with scripts, open every page, and look for one that came alive.

    .venv/bin/python -m tests.injections [--payloads 8]

Every page is opened in a real browser without its content policy, so that nothing is stopped by
that alone, and again with it, so that nothing has to be. Then every path, name of a query and field
of a form is given every payload, and each answer is read as the browser reads it. Ends with 1 where
anything ran, a text became an element, a template was evaluated, the policy stopped something, or
the server broke.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import FastAPI
from playwright.sync_api import BrowserContext, Page, sync_playwright
from pydantic import SecretStr

from ftracker.config import Settings
from ftracker.db import Database, embedded, migrations
from ftracker.main import create_app
from ftracker.routes import policy
from ftracker.web import logs
from tests import factories, scripts_of_strangers, sign_in_provider
from tests.browser.conftest import launching, serving
from tests.browser.reading import FETCH, READ, STOPPED
from tests.conftest import SECRET
from tests.policies import estate
from tests.policies.estate import Estate
from tests.scripts_of_strangers import ALL, PAYLOADS

AT_ONCE = 40
# They end the session, or change what is needed to go on.
LEFT_ALONE = re.compile(
    "sign-out|personal/delete|sessions/|settings/password|/static|second-factor|provider$"
)
NO_PAGES = re.compile(
    r"^/(static|api|metrics|openapi|push-worker|health/)|\.ics$|\.csv$|/export$|^/data/journal"
    r"|^/sign-in/provider$"
)
# Paths that repeat what nobody knows.
STRAY = (
    "/{}", "/static/{}", "/api/{}", "/reports/{}", "/categories/{}", "/transaction/edit/{}",
    "/join/{}", "/calendar/{}.ics", "/sign-in/new-password/{}", "/sign-in/provider/new/{}",
    "/history/{}", "/data/imports/{}", "/settings/passkeys/{}/remove",
)  # fmt: skip
# They look at other addresses than those of a page's own links and forms.
NAMES = (
    "q", "next", "period", "month", "filters", "payee", "tag", "min", "max", "edit", "way", "state",
    "changes", "what", "topic", "before", "after", "start", "until", "unit", "sort", "error",
    "error_description", "code", "iss", "category_id", "account_id", "name", "field", "on",
)  # fmt: skip


@dataclass
class Tally:
    """What was tried, and everything that came alive or broke."""

    planted: int = 0
    opened: int = 0
    sent: int = 0
    forms: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.planted} texts planted; {self.opened} pages opened; {self.sent} answers read,"
            f" {self.forms} forms sent: {len(self.faults)} faults."
        )


@dataclass
class Drill:
    """A browser before books that are full of scripts."""

    page: Page
    payloads: tuple[str, ...]
    tally: Tally
    forms: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)

    def open(self, path: str) -> None:
        """Open a page for good, with all its scripts."""
        self.page.goto(path, wait_until="load")
        self.page.wait_for_timeout(100)
        found = self.page.evaluate(f"({READ})(document)")
        stopped = self.page.evaluate("window.stopped || []")
        self.tally.opened += 1
        self._note(path, [*found["told"], *stopped])

    def read(self, paths: Iterable[str], *, has_forms: bool = False) -> None:
        """Ask for pages, and read the answers without opening them; what they ask for is kept."""
        self._ask(((path, None) for path in paths), has_forms=has_forms)

    def send(self) -> None:
        """Send every form that was seen, with a payload in its texts, then in all its fields."""
        todo = [
            (form["action"], _written(form["fields"], payload, every=every))
            for form in self.forms.values()
            for payload in self.payloads
            for every in (False, True)
        ]
        self.tally.forms += len(todo)
        self._ask(todo)

    def _ask(self, asked: Iterable[tuple[str, Any]], *, has_forms: bool = False) -> None:
        waiting = iter(asked)
        while some := list(islice(waiting, AT_ONCE)):
            for answer in self.page.evaluate(FETCH, [some, has_forms]):
                self._keep(answer)
            self.tally.sent += len(some)
            if self.tally.sent % (25 * AT_ONCE) == 0:
                say(self.tally)

    def _keep(self, answer: dict[str, Any]) -> None:
        broken = ["the server broke"] if answer["status"] >= 500 else []
        self._note(answer["path"], [*answer["told"], *broken])
        path = answer["path"].partition("?")[0]
        asked = [name for link in answer["links"] for name in re.findall(r"[?&]([\w.]+)=", link)]
        self.names.setdefault(path, set()).update(answer["names"], asked)
        for form in answer.get("forms", ()):
            if not LEFT_ALONE.search(form["action"]):
                kind = re.sub("[0-9a-f-]{36}", "ID", form["action"])
                self.forms.setdefault((kind, *sorted({f[0] for f in form["fields"]})), form)

    def _note(self, path: str, told: list[str]) -> None:
        faults = [f"{path[:200]}: {one}" for one in told]
        self.tally.faults += faults
        say(*faults)


def _written(fields: list[list[str]], payload: str, *, every: bool) -> list[list[str]]:
    """Fill a form: its texts, or every field that says anything."""
    texts = ("text", "textarea", "search", "email", "url", "password")
    return [
        [name, payload if name != "csrf_token" and (every or kind in texts) else value]
        for name, value, kind in fields
    ]


def pages(app: FastAPI, theirs: Estate, ids: dict[str, list[str]]) -> Iterator[str]:
    """Give the address of every page, and of those about one thing for some such things."""
    tables = {
        "category_id": "categories", "account_id": "accounts", "type_id": "transaction_types",
        "transaction_id": "transactions", "goal_id": "goals", "schedule_id": "schedules",
        "rule_id": "rules", "view_id": "saved_views", "scenario_id": "scenarios",
        "import_id": "imports", "profile_id": "import_profiles", "history_id": "change_sets",
        "passkey_id": "passkeys", "channel_id": "channels", "notice_id": "notices",
    }  # fmt: skip
    for rule in policy.listing(app):
        if rule.is_write or NO_PAGES.search(rule.path):
            continue
        first = theirs.path(rule.path)
        yield first
        name = next((n for n, own in theirs.ids.items() if own in first and n in tables), None)
        if name is not None:
            yield from (first.replace(theirs.ids[name], one) for one in ids.get(tables[name], ()))


def every_page(app: FastAPI, theirs: Estate) -> list[str]:
    """Give the address of every page once."""
    return list(dict.fromkeys(pages(app, theirs, {})))


def drill(app: FastAPI, database: Database, browser: Any, address: str, *, most: int) -> Tally:
    """Plant, look and send; gives what was found."""
    theirs, tally = estate.settle(database), Tally()
    tally.planted, ids = scripts_of_strangers.plant(database, theirs)
    with database.session(theirs.books) as session:
        factories.give_password(session, theirs.books, SECRET)
    say(tally)
    for bypass in (True, False):
        context = entered(browser, address, database, theirs, bypass_csp=bypass)
        look = Drill(context.new_page(), PAYLOADS[:most], tally)
        for path in every_page(app, theirs):
            look.open(path)
        context.close()
        say(tally)
    context = entered(browser, address, database, theirs)
    look = Drill(context.new_page(), PAYLOADS[:most], tally)
    look.open("/settings")
    look.read(pages(app, theirs, ids), has_forms=True)
    say(tally)
    look.read(shape.format(quote(one, safe="")) for shape in STRAY for one in look.payloads)
    look.read(_asked(look))
    say(tally)
    look.send()
    say(tally)
    for path in every_page(app, theirs)[:60]:
        look.open(path)
    return tally


def _asked(look: Drill) -> list[str]:
    """Give every page's address with a payload for each name that it, or any page, asks for."""
    turn = cycle(look.payloads)
    found = []
    for path, names in sorted(look.names.items()):
        if len(path) < 60 and not LEFT_ALONE.search(path):
            every = sorted({*names, *NAMES})
            found += [f"{path}?{urlencode({name: next(turn)})}" for name in every]
    return found


def entered(
    browser: Any, address: str, database: Database, theirs: Estate, **options: Any
) -> BrowserContext:
    context: BrowserContext = browser.new_context(base_url=address, **options)
    context.set_default_timeout(60_000)
    context.add_init_script(f"({STOPPED})()")
    token = factories.signed_in(database, theirs.books)
    context.add_cookies([{"name": "session", "value": token, "url": address}])
    return context


def say(*lines: object) -> None:
    """Tell how far it has come."""
    for line in lines:
        print(line, flush=True)  # noqa: T201


def main() -> int:
    """Run the long version; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.injections", description=__doc__)
    parser.add_argument("--payloads", type=int, default=len(PAYLOADS))
    chosen = parser.parse_args()
    logs.configure("error")
    with ExitStack() as opened:
        server = opened.enter_context(embedded.temporary())
        folder = Path(opened.enter_context(TemporaryDirectory(prefix="ftracker-drill-")))
        provider = opened.enter_context(sign_in_provider.running())
        migrations.upgrade(server.url)
        settings = Settings(
            database_url=server.url, data_dir=folder, secret=SecretStr(SECRET), workers=0,
            registration_open=True, oidc_issuer=provider.issuer, oidc_name=ALL,
            oidc_client_id=sign_in_provider.CLIENT,
            oidc_client_secret=SecretStr(sign_in_provider.SECRET),
        )  # fmt: skip
        address = opened.enter_context(serving(settings))
        app, database = create_app(settings), Database(server.url)
        played = opened.enter_context(sync_playwright())
        browser = played.chromium.launch(**launching())
        tally = drill(app, database, browser, address, most=chosen.payloads)
        browser.close()
    say(tally)
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
