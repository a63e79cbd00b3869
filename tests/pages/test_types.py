"""The pages of transaction types, as people use them."""

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.domain.kinds import Flow
from ftracker.queries.catalogue import catalogue
from tests import factories
from tests.clients import Browser


@pytest.fixture
def refund(database: Database, books: Actor):
    with database.session(books) as session:
        return factories.transaction_type(session, name="Refund").id


def default(database: Database, books: Actor, flow: Flow):
    with database.reading(books) as session:
        return catalogue(session).default_type(flow).id


def test_types_stand_by_the_way_they_move_money(owner: Browser, refund, database, books):
    with database.session(books) as session:
        factories.transaction(session, type_id=refund, amount="9.50")
    page = owner.get("/types")
    assert page.text.index("Money in") < page.text.index("Refund") < page.text.index("Money out")
    assert f'<a href="/?type_id={refund}"><span class="amount is-income">' in page.text
    assert "€9.50" in page.text


def test_a_type_is_added_and_a_taken_name_refused_at_its_field(owner: Browser):
    answer = owner.submit("/types/add", id=str(new_id()), name="Gift", flow="in")
    assert (answer.status_code, answer.headers["location"]) == (303, "/types")
    assert "Added type Gift." in owner.get("/types").text
    page = owner.submit("/types/add", name="gift", flow="out")
    assert page.status_code == 422
    assert 'id="error-name"' in page.text
    assert "Choose" in owner.submit("/types/add", name="Odd", flow="sideways").text


def test_a_type_is_renamed_and_a_stale_change_shows_both_versions(owner: Browser, refund):
    assert 'value="Refund"' in owner.get(f"/types/{refund}").text
    changed = owner.submit(f"/types/{refund}", name="Money back", flow="in", version="1")
    assert changed.status_code == 303
    page = owner.submit(f"/types/{refund}", name="Returned", flow="out", version="1")
    assert page.status_code == 409
    for words in ("Returned", "Money back", "Money in", "Money out"):
        assert words in page.text


def test_a_type_in_use_does_not_turn(owner: Browser, refund, database, books):
    with database.session(books) as session:
        factories.transaction(session, type_id=refund)
    page = owner.submit(f"/types/{refund}", name="Refund", flow="out", version="1")
    assert page.status_code == 409
    assert "whose direction would turn" in page.text
    assert "Somebody changed this meanwhile" not in page.text


def test_a_type_gives_way_only_to_one_of_the_same_flow(owner: Browser, refund, database, books):
    income, expense = (default(database, books, flow) for flow in (Flow.IN, Flow.OUT))
    page = owner.get(f"/types/{refund}/merge").text
    assert f'value="{income}"' in page
    assert f'value="{expense}"' not in page
    assert owner.submit(f"/types/{refund}/merge", to_id=str(expense)).status_code == 422
    assert owner.submit(f"/types/{refund}/merge", to_id=str(income)).status_code == 303
    assert "Merged type Refund: no transactions moved." in owner.get("/types").text


def test_the_default_of_a_flow_says_why_it_stays(owner: Browser, database, books):
    income = default(database, books, Flow.IN)
    assert "it can be renamed" in owner.get(f"/types/{income}/delete").text


def test_an_archived_type_is_folded_away(owner: Browser, refund):
    owner.submit(f"/types/{refund}/archive")
    assert "Archived (1)" in owner.get("/types").text


def test_what_is_not_there_has_no_page(owner: Browser):
    for path in (f"/types/{new_id()}", f"/types/{new_id()}/delete", "/types/nonsense"):
        assert owner.get(path).status_code == 404
