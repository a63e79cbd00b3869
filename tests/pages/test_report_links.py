"""Each link on each page of a report is followed, as a person would."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy.orm import Session

from ftracker.db import Actor
from ftracker.routes import report_bodies
from ftracker.web.display import Proof
from ftracker.web.report_list import REPORTS
from ftracker.web.report_views import FIRST_REPORT
from tests import factories
from tests.clients import Browser
from tests.proofs import claims
from tests.services.budgeting import TODAY, named

VIEW = "start=2026-09-01&end=2026-12-01&unit=month&compare=before"
LABELS = {"income": "Income", "spending": "Spending", "set_aside": "Set aside", "net": "Net"}
_FIGURES = re.compile(r'<dt>([^<]+)</dt>\s*<dd><a class="amount[^"]*" href="[^"]+">([^<]+)</a>')
_MAIN = re.compile(r"<main.*</main>", re.DOTALL)


@pytest.fixture
def lived(database, books: Actor) -> None:
    """Write down three months of a life with all that a report can speak of."""
    with database.session(books) as session:
        piggy = factories.account(session, name="Piggy bank", kind="savings")
        factories.category(session, name="Concerts", parent_id=named(session, "Leisure").id)
        add = factories.transaction
        for month in ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"):
            add(session, date=f"{month}-01", amount="2000", type="Income", category="Salary")
            add(session, date=f"{month}-03", amount="9.99", payee="Films & Co", category="Leisure")
            add(session, date=f"{month}-04", amount="80.10", category="Groceries", tags=["a b"])
            add(session, date=f"{month}-20", amount="40", payee='"Q" - 5 %', category="Concerts")
            add(session, date=f"{month}-21", amount="150", payee="", category="Savings")
            add(session, date=f"{month}-22", amount="5", payee="tag:x", type="Income")
            add(session, date=f"{month}-23", amount="75", type="Transfer", to_account_id=piggy.id)
        add(session, date="2026-10-09", amount="20.05", category="Groceries", type="Income")


def links(page: str) -> Iterator[str]:
    """List the addresses that the main part of a page leads to."""
    for href in re.findall(r'href="([^"]+)"', _MAIN.search(page)[0]):
        address = unescape(href).partition("#")[0]
        report = urlsplit(address).path.removeprefix("/reports/")
        # What stands in the menu before it is built leads nowhere yet.
        if report not in set(REPORTS) - set(report_bodies.NAMES):
            yield address


def sums(session: Session, name: str) -> dict[str, str]:
    """Tell what is written of each list that a report says it is the sum of."""
    words = dict(parse_qsl(VIEW))
    found = report_bodies.ask(session, name, words, today=TODAY, locale="en").body
    sums = (claim for claim in claims(found) if claim.proof is Proof.SUM)
    return {claim.href.partition("#")[0]: claim.text for claim in sums}


@pytest.mark.usefixtures("lived", "late_november")
@pytest.mark.parametrize("name", sorted(report_bodies.NAMES))
def test_each_link_of_a_report_leads_to_what_it_says(owner: Browser, session: Session, name: str):
    address = "/reports" if name == FIRST_REPORT else f"/reports/{name}"
    page = owner.get(f"{address}?{VIEW}")
    assert page.status_code == 200, page.text
    written = sums(session, name)
    there = dict.fromkeys(filter(None, links(page.text)))
    assert set(written) <= set(there)
    for href in there:
        answer = owner.get(href, follow_redirects=True)
        assert answer.status_code == 200, href
        if href in written:
            label = LABELS[dict(parse_qsl(urlsplit(href).query))["section"]]
            shown = dict(_FIGURES.findall(answer.text))
            assert shown[label].lstrip("+") == written[href].lstrip("+"), href


_DRAWN_ON = "until:2199 " * 38
# What people may write at most: in signs, and in terms.
LONGEST = ["-" * (499 - len(_DRAWN_ON)) + "a " + _DRAWN_ON, "-tag:x " * 40]
ADDING = [
    "calendar",
    "largest",
    "refunds",
    "explore?rows=weekday&columns=tag",
]


@pytest.mark.usefixtures("lived", "late_november")
@pytest.mark.parametrize("q", LONGEST)
@pytest.mark.parametrize("report", ADDING)
def test_what_a_report_adds_to_the_longest_search_can_be_read(owner: Browser, report: str, q: str):
    name, _, own = report.partition("?")
    page = owner.get(f"/reports/{name}?{VIEW}&{own}&{urlencode({'q': q})}")
    assert "Write at most" not in page.text
    there = {href for href in links(page.text) if href.startswith("/?")}
    searches = {dict(parse_qsl(urlsplit(href).query)).get("q", "") for href in there}
    assert max(map(len, searches)) > len(q.strip())
    for href in sorted(there, key=len)[-5:]:
        assert 'id="error-q"' not in owner.get(href).text


@pytest.mark.usefixtures("lived", "late_november")
@pytest.mark.parametrize("q", ["-tag:x " * 41, f"{'a' * 501} or rent"])
def test_a_search_that_is_too_long_is_said_and_leads_to_what_was_found(owner: Browser, q: str):
    page = unescape(owner.get(f"/reports/refunds?{VIEW}&{urlencode({'q': q})}").text)
    assert "Write at most" in page
    for href in links(page):
        if href.startswith("/?"):
            assert 'id="error-q"' not in owner.get(href).text
