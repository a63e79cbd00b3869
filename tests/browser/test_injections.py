"""What looks like a script is shown, and no more; the long version is `tests/injections.py`."""

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from ftracker.db import Database
from tests.browser.reading import READ
from tests.injections import Drill, Tally, entered, every_page
from tests.policies import estate
from tests.scripts_of_strangers import PAYLOADS, plant

SOME = 2
OPENED = ("/", "/history", "/reports", "/settings/security", "/settings/backups")


@pytest.mark.timeout(240)
def test_no_text_of_a_household_comes_alive_on_any_page(
    browser: Browser, app: FastAPI, database: Database, address: str
) -> None:
    theirs, tally = estate.settle(database), Tally()
    tally.planted, _ = plant(database, theirs, PAYLOADS[:SOME])
    context = entered(browser, address, database, theirs, bypass_csp=True)
    look = Drill(context.new_page(), PAYLOADS[:SOME], tally)
    for path in OPENED:
        look.open(path)
    look.read(every_page(app, theirs))
    context.close()
    assert tally.faults == []
    assert tally.planted > 1000
    assert tally.sent > 100


def test_what_comes_alive_is_noticed(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/sign-in")
    assert page.evaluate(f"({READ})(document)")["told"] == []
    for payload in PAYLOADS[:1] + PAYLOADS[5:6] + PAYLOADS[12:13] + PAYLOADS[27:32]:
        page.evaluate("text => { document.body.innerHTML = text }", payload)
        assert page.evaluate(f"({READ})(document)")["told"], payload
    page.close()
