"""FTracker at https://example.org/money: every address on its pages leads to below that."""

import html
import re
from urllib.parse import urljoin, urlsplit

import pytest

from ftracker.config import Settings
from ftracker.main import create_app
from ftracker.routes import policy
from tests import factories
from tests.clients import HOST, Browser
from tests.policies import estate

FOLDER = "/money"
ADDRESSES = re.compile(
    r'\s(?:href|action|formaction|src|data-[\w-]+|hx-\w+)=(?:"([^"]*)"|([^\s">]+))'
)
LINKS = re.compile(r'"(?:href|link|transactions)":\s?"([^"]+)"')
ENOUGH = 100
# They say nothing without the words that a form sends, a link by mail, or a provider.
NEEDS_MORE = ("/forecast/scenarios/change", "/sign-in/new-password/", "/sign-in/provider")


@pytest.fixture(scope="module")
def below(settings):
    # Not a copy of the settings: it would bring along what the original has found out of its own.
    given = settings.model_dump() | {"url": f"https://example.org{FOLDER}"}
    made = create_app(Settings.model_validate(given))
    yield made
    made.state.database.close()


def addresses(answer):
    """Find every address of this host that an answer gives."""
    found = [one or two for one, two in ADDRESSES.findall(answer.text)]
    found += LINKS.findall(answer.text)
    found = [html.unescape(address) for address in found]
    return [one for one in found if one.startswith(("/", HOST))]


def test_every_page_leads_to_pages_below_the_folder(below, database):
    theirs = estate.settle(database)
    browser = Browser(below)
    token = factories.signed_in(database, theirs.books)
    browser.cookies.set("session", token, domain="127.0.0.1", path=FOLDER)
    wrong, found = {}, set()
    for rule in (rule for rule in policy.listing(below) if is_page(rule)):
        answer = browser.get(FOLDER + theirs.path(rule.path))
        if answer.status_code not in (200, 303):
            wrong[rule.path] = answer.status_code
        for address in [*addresses(answer), *filter(None, [answer.headers.get("location")])]:
            path = urlsplit(urljoin(HOST, address)).path
            found.add(path)
            if not re.match(rf"{FOLDER}(/|$)", path) or FOLDER * 2 in path:
                wrong[rule.path] = address
    assert wrong == {}
    assert len(found) > ENOUGH


def is_page(rule):
    is_open = rule.path.startswith(("/static", "/api", "/health", "/metrics", "/openapi"))
    is_page = rule.method == "GET" and rule.path != "/calendar/{feed}.ics"
    return is_page and not is_open and not rule.path.startswith(NEEDS_MORE)
