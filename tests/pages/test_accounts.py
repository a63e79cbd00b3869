"""The pages of accounts, as people use them."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.queries import accounts as stored
from tests import factories
from tests.clients import Browser


@pytest.fixture
def bank(database: Database, books: Actor):
    with database.session(books) as session:
        return factories.account(session, name="Bank", opening_balance=Decimal(100)).id


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_accounts_show_their_balances_and_what_they_come_to(owner: Browser, bank, database, books):
    with database.session(books) as session:
        factories.transaction(session, account_id=bank, amount="130.50")
        factories.transaction(session, account="Everyday", amount="50", type="Income")
    page = owner.get("/accounts")
    assert "Bank Current account · opened with €100.00 1 transaction Bank −€30.50" in words(
        page.text
    )
    assert "All together All together €19.50" in words(page.text)
    assert f'<a href="/?account_id={bank}"><span class="amount">' in page.text


def test_what_is_dated_later_is_not_there_yet(owner: Browser, bank, database, books):
    today = datetime.now(UTC).astimezone().date()
    with database.session(books) as session:
        factories.transaction(session, account_id=bank, amount="10", date=f"{today}")
        later = today + timedelta(days=9)
        factories.transaction(session, account_id=bank, amount="800", date=f"{later}")
    page = owner.get("/accounts")
    assert "opened with €100.00 · −€710.00 with what is dated later" in words(page.text)
    assert "2 transactions Bank €90.00" in words(page.text)
    assert f'<a href="/?account_id={bank}&amp;until={today}">' in page.text
    assert "All together All together €90.00" in words(page.text)


def test_one_account_alone_has_no_total(owner: Browser):
    page = owner.get("/accounts").text
    assert "Everyday" in page
    assert "All together" not in page


@pytest.mark.parametrize(
    ("typed", "balance"),
    [("-1.250,50", "−€1,250.50"), ("", "€0.00"), ("3*4.20", "€12.60")],
)
def test_an_account_is_added_with_a_balance_as_people_type_it(owner: Browser, typed, balance):
    answer = owner.submit(
        "/accounts/add", id=str(new_id()), name="Card", kind="card", opening_balance=typed
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/accounts")
    page = owner.get("/accounts").text
    assert "Added account Card." in page
    assert balance in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("opening_balance", "ten", "Write a number such as 12.50"),
        ("name", "everyday", "There is already an account called “Everyday”."),
        ("kind", "sock", "Choose"),
    ],
)
def test_what_is_wrong_stands_at_its_field(owner: Browser, field, typed, sentence):
    fields = {"name": "Card", "kind": "card", "opening_balance": "0"} | {field: typed}
    page = owner.submit("/accounts/add", **fields)
    assert page.status_code == 422
    assert f'id="error-{field}"' in page.text
    assert sentence in page.text


def test_an_account_is_changed_and_a_stale_change_shows_both_versions(owner: Browser, bank):
    assert 'value="100.00"' in owner.get(f"/accounts/{bank}").text
    fields = {"kind": "savings", "opening_balance": "7", "version": "1"}
    assert owner.submit(f"/accounts/{bank}", name="Giro", **fields).status_code == 303
    page = owner.submit(f"/accounts/{bank}", name="Mine", **fields)
    assert page.status_code == 409
    assert "Name (different) Mine Giro" in words(page.text)
    assert "Kind Savings account Savings account" in words(page.text)


def test_transfers_between_two_accounts_stand_in_the_way(owner: Browser, bank, database, books):
    with database.session(books) as session:
        factories.transaction(session, account="Everyday", to_account_id=bank, type="Transfer")
        everyday = next(a.id for a in stored.listing(session) if a.is_default)
    page = owner.submit(f"/accounts/{bank}/merge", to_id=str(everyday))
    assert page.status_code == 409
    assert "1 transfer goes between “Bank” and “Everyday”" in page.text


def test_an_account_is_archived_from_the_list(owner: Browser, bank):
    owner.submit(f"/accounts/{bank}/archive")
    page = owner.get("/accounts").text
    assert "Archived (1)" in page
    assert "archived ones included" in page


def test_what_is_not_there_has_no_page(owner: Browser):
    for path in (f"/accounts/{new_id()}", f"/accounts/{new_id()}/merge", "/accounts/nonsense"):
        assert owner.get(path).status_code == 404
