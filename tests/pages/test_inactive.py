"""The deleted transactions: look, bring back, let go for good."""

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.queries import transactions as stored
from ftracker.queries.transactions import Filter
from ftracker.services import transactions
from tests import factories
from tests.clients import Browser


@pytest.fixture
def gone(database: Database, books: Actor) -> list[str]:
    with database.session(books) as session:
        rows = [factories.transaction(session, payee=p) for p in ("Lidl", "Aldi")]
        transactions.deactivate(session, [row.id for row in rows])
        return [str(row.id) for row in rows]


def left(database: Database, books: Actor, *, active: bool) -> int:
    with database.reading(books) as session:
        return len(stored.everything(session, Filter(active=active)))


def test_deleted_transactions_are_listed_and_searched(owner: Browser, gone: list[str]) -> None:
    assert all(name in owner.get("/transactions/inactive").text for name in ("Lidl", "Aldi"))
    found = owner.get("/transactions/inactive?q=lid").text
    assert "Lidl" in found
    assert "Aldi" not in found
    assert "No deleted transaction" in owner.get("/transactions/inactive?q=none").text


def test_an_empty_bin_says_so(owner: Browser) -> None:
    assert "Nothing has been deleted" in owner.get("/transactions/inactive").text


def test_one_or_many_are_restored(
    owner: Browser, gone: list[str], database: Database, books: Actor
) -> None:
    assert owner.submit("/transactions/restore", ids=gone).status_code == 303
    assert left(database, books, active=True) == 2


@pytest.mark.parametrize("path", ["/transactions/restore", "/transactions/purge"])
def test_choosing_nothing_says_so(owner: Browser, path: str) -> None:
    assert owner.submit(path).status_code == 303
    assert "Choose at least one" in owner.get("/transactions/inactive").text


def test_deleting_for_good_warns_before_it_does(
    owner: Browser, gone: list[str], database: Database, books: Actor
) -> None:
    asked = owner.submit("/transactions/purge", ids=gone)
    assert asked.status_code == 200
    assert "cannot be undone" in asked.text
    assert left(database, books, active=False) == 2
    assert owner.submit("/transactions/purge", ids=gone, confirmed="yes").status_code == 303
    assert left(database, books, active=False) == 0


def test_what_is_not_there_is_not_found(owner: Browser) -> None:
    assert owner.submit("/transactions/restore", ids=str(new_id())).status_code == 404
