"""The review, as people use it."""

import re

import pytest

from ftracker.db import Actor, Database
from ftracker.domain.statements.sources import InMemory
from ftracker.queries import reviews as stored
from ftracker.queries import rules as stored_rules
from ftracker.services import importer
from ftracker.services.importer import Upload
from tests import factories
from tests.clients import Browser

FILE = (
    b"date,amount,payee,note\n2025-07-01,-5,Lidl,\n2025-07-02,-6,Lidl,milk\n"
    b"2025-07-03,-7,Shell,\n2025-07-04,2,Lidl,\n"
)


@pytest.fixture
def waiting(database: Database, books: Actor):
    with database.session(books) as session:
        for number in range(12):
            factories.transaction(session, category="Groceries", amount=f"{number + 1}")
        importer.take_in(session, Upload("bank.csv", InMemory(FILE)))


def groups(database: Database, books: Actor):
    with database.session(books) as session:
        return {(g.name, g.direction): g for g in stored.groups(session)}


def key(page):
    return re.search(r'name="group" value="(\w+)"', page.text)[1]


def proposed(page):
    return re.search(r'name="category" value="([\w-]+)" data-review-key="1"', page.text)[1]


def test_nothing_waits_in_empty_books(owner: Browser):
    page = owner.get("/review")
    assert "Nothing waits" in page.text
    assert 'href="/data"' in page.text


def test_a_group_shows_its_sum_its_rows_and_what_is_proposed(owner, waiting):
    page = owner.get("/review")
    for words in ("1 of 3 groups", "2 × · €11.00", "Money out", "milk", "lidl: 12 of 12", "€5.00"):
        assert words in page.text
    assert re.search(r"<strong>\d\d %</strong>", page.text)


def test_the_review_leads_to_transfers_and_to_what_may_be_there_twice(owner, waiting):
    page = owner.get("/review").text
    assert 'href="/transfers">transfers between your accounts</a>' in page
    assert 'href="/data/matches">what may be there twice</a>' in page


def test_one_press_decides_a_group_and_leads_to_the_next(owner, waiting, database, books):
    page = owner.get("/review")
    answer = owner.submit("/review", group=key(page), category=proposed(page))
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?done=1")
    page = owner.get("/review?done=1")
    assert "Put 2 transactions into its category." in page.text
    assert "2 of 3 groups" in page.text
    assert ("Lidl", "out") not in groups(database, books)


def test_groups_can_be_skipped_and_looked_at_again(owner, waiting, database, books):
    skipped = ",".join(group.key for group in groups(database, books).values())
    page = owner.get("/review")
    assert f'href="/review?skip={key(page)}"' in page.text
    page = owner.get(f"/review?skip={key(page)}")
    assert "2 of 3 groups, 1 skipped" in page.text
    page = owner.get(f"/review?skip={skipped}")
    assert "You skipped the rest" in page.text
    assert 'href="/review"' in page.text


def test_what_is_typed_may_be_another_category_and_differ_by_row(owner, waiting, database, books):
    group = groups(database, books)["Lidl", "out"]
    with database.session(books) as session:
        newest = stored.rows(session, group, most=1)[0].id
    form = {"group": group.key, "do": "typed", f"other_{newest}": "leisure"}
    assert owner.submit("/review", **form, typed="shopping").status_code == 303
    home = owner.get("/?period=2025-07").text
    assert "Shopping" in home
    assert "Leisure" in home


def test_a_decision_that_makes_no_sense_is_said_at_its_field(owner, waiting, database, books):
    group = groups(database, books)["Lidl", "out"]
    with database.session(books) as session:
        newest = stored.rows(session, group, most=1)[0].id
    page = owner.submit("/review?done=3", group=group.key, do="typed", typed="")
    assert page.status_code == 422
    assert '<a href="#field-typed">' in page.text
    assert key(page) == group.key
    page = owner.submit("/review", group=group.key, do="typed", typed="Nope")
    assert "There is no category called “Nope”." in page.text
    other = {f"other_{newest}": "Nope"}
    page = owner.submit("/review", group=group.key, do="typed", typed="Leisure", **other)
    assert page.text.count("There is no category called “Nope”.") == 2
    assert 'value="Leisure"' in page.text


def test_a_rule_is_made_with_the_decision(owner, waiting, database, books):
    page = owner.get("/review")
    assert 'name="rule_value" value="Lidl"' in page.text
    form = {"group": key(page), "category": proposed(page), "make_rule": "on"}
    owner.submit("/review", **form, rule_operator="contains", rule_value="lid")
    with database.reading(books) as session:
        line = stored_rules.listing(session)[0]
    assert line.sentence == (
        "If payee contains “lid” and direction is “out”: category “Groceries”."
    )
    page = owner.get("/review")
    page = owner.submit(
        "/review", **form | {"group": key(page)}, rule_operator="contains", rule_value=""
    )
    assert page.status_code == 422
    assert "field-rule_value" in page.text


def test_when_all_is_decided_the_page_says_so(owner, waiting, database, books):
    for group in groups(database, books).values():
        owner.submit("/review", group=group.key, do="typed", typed="Leisure")
    assert "All done" in owner.get("/review?done=3").text


@pytest.mark.parametrize("address", ["?done=x", "?done=99999999", "?skip=<b>,", "?done=-1"])
def test_an_address_that_makes_no_sense_is_read_as_the_beginning(owner, waiting, address):
    page = owner.get(f"/review{address}")
    assert "1 of 3 groups" in page.text


def test_a_group_that_somebody_else_decided_is_gone(owner, waiting):
    assert owner.submit("/review", group="gone", category="x").status_code == 404
