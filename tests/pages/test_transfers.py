"""The page of transfers: pairs that may be one, linked or turned down with one click."""

import re

import pytest

from ftracker.db import Actor, Database
from ftracker.queries import transactions as stored
from ftracker.queries.transactions import Filter, Line
from tests import factories
from tests.clients import Browser


@pytest.fixture
def pairs(database: Database, books: Actor) -> None:
    """Pay a card twice: once with words that say so, once without."""
    with database.session(books) as session:
        card = factories.account(session, name="Visa").id
        for amount, out, into in (("80", "Card payment", "Thank you"), ("9", "4711", "4712")):
            factories.transaction(session, amount=amount, payee=out)
            factories.transaction(
                session, amount=amount, payee=into, type="Income", account_id=card
            )


def lines(database: Database, books: Actor) -> list[Line]:
    with database.reading(books) as session:
        return stored.everything(session, Filter())


def linked(database: Database, books: Actor) -> int:
    return sum(line.transfer_id is not None for line in lines(database, books))


def values(page: str, label: str) -> list[str]:
    found = re.findall(r'name="pairs" value="([^"]+)">(.*?)</button>', page)
    return [value for value, text in found if label in text]


def test_each_pair_says_from_where_to_where_and_why(owner: Browser, pairs: None) -> None:
    page = owner.get("/transfers").text
    assert page.count('class="panel pair"') == 2
    assert "One text speaks of a transfer · No other transaction has this amount near" in page
    assert "Link the sure one" in page
    assert page.count("have a look") == 1
    assert "July 2024 to July 2025" in page


def test_one_click_links_a_pair_and_can_be_undone(
    owner: Browser, pairs: None, database: Database, books: Actor
) -> None:
    value = values(owner.get("/transfers").text, "€9.00")[0]
    answer = owner.submit("/transfers/link", pairs=value, next="/transfers")
    assert (answer.status_code, answer.headers["location"]) == (303, "/transfers")
    assert linked(database, books) == 2
    page = owner.get("/transfers").text
    assert "Linked 1 transfer." in page
    owner.submit(re.findall(r"/history/[0-9a-f-]+/undo", page)[0])
    assert linked(database, books) == 0


def test_all_sure_ones_are_linked_at_once(
    owner: Browser, pairs: None, database: Database, books: Actor
) -> None:
    value = values(owner.get("/transfers").text, "Link the sure one")[0]
    owner.submit("/transfers/link", pairs=value)
    assert linked(database, books) == 2
    assert "Link the sure one" not in owner.get("/transfers").text


def test_what_is_no_transfer_is_proposed_again_only_when_asked(owner: Browser, pairs: None) -> None:
    value = values(owner.get("/transfers").text, "Not a transfer")[0]
    owner.submit("/transfers/refuse", pairs=value)
    page = owner.get("/transfers").text
    assert page.count('class="panel pair"') == 1
    assert "1 pair turned down" in page
    owner.submit("/transfers/reconsider")
    assert owner.get("/transfers").text.count('class="panel pair"') == 2


@pytest.mark.parametrize("deed", ["link", "refuse"])
def test_a_button_without_a_pair_says_so(owner: Browser, pairs: None, deed: str) -> None:
    assert owner.submit(f"/transfers/{deed}", pairs="x").status_code == 303
    assert "Choose a pair first." in owner.get("/transfers").text


def test_a_side_shows_the_other_and_can_be_unlinked(
    owner: Browser, pairs: None, database: Database, books: Actor
) -> None:
    owner.submit("/transfers/link", pairs=values(owner.get("/transfers").text, "€80.00")[0])
    sides = [line for line in lines(database, books) if line.transfer_id]
    for side in sides:
        words = "It arrives as" if side.direction == "out" else "It comes from"
        page = owner.get(f"/transaction/edit/{side.id}").text
        assert words in page
        other = next(s for s in sides if s is not side)
        assert f"/transaction/edit/{other.id}" in page
    owner.submit(f"/transfers/{sides[0].transfer_id}/unlink", next="/transfers")
    assert linked(database, books) == 0


def test_older_months_are_looked_at_when_asked(
    owner: Browser, pairs: None, database: Database, books: Actor
) -> None:
    with database.session(books) as session:
        factories.transaction(session, date="2023-01-31")
    assert "/transfers?end=2024-07-01" in owner.get("/transfers").text
    page = owner.get("/transfers?end=2024-07-01").text
    assert "No pairs to link" in page
    assert 'href="/transfers"><i class="bi bi-chevron-left"></i>Newest' in page
    assert owner.get("/transfers?end=never").status_code == 404


def test_a_viewer_sees_the_pairs_and_no_buttons(viewer: Browser, pairs: None) -> None:
    page = viewer.get("/transfers").text
    assert page.count('class="panel pair"') == 2
    assert 'name="pairs"' not in page
