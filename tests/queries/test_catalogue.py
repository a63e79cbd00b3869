"""The names of a household: read once per version, and never from before a change."""

from typing import Any

from ftracker.db import Actor, Database, new_id
from ftracker.queries import catalogue as names
from tests import factories
from tests.clients import Browser


def test_a_change_of_a_name_is_seen_by_the_next_page(
    owner: Browser, database: Database, books: Actor
) -> None:
    assert "Piano" not in owner.get("/transaction/add").text
    with database.session(books) as session:
        factories.category(session, name="Piano")
        factories.account(session, name="Purse")
        factories.transaction_type(session, name="Gift")
    shown = owner.get("/transaction/add").text
    assert all(name in shown for name in ("Piano", "Purse", "Gift"))


def test_names_that_did_not_change_are_not_read_again(owner: Browser, count_queries: Any) -> None:
    owner.get("/")
    with count_queries() as asked:
        owner.get("/")
    assert not [statement for statement in asked if "FROM categories" in statement]


def test_only_a_thousand_households_are_kept_in_mind(
    database: Database, books: Actor, monkeypatch: Any
) -> None:
    monkeypatch.setattr(names, "MOST_KEPT", 2)
    monkeypatch.setattr(names, "_kept", {})
    for version in range(4):
        actor = Actor(books.household_id, catalogue_version=version)
        with database.reading(actor) as session:
            assert names.catalogue(session).accounts
    assert len(names._kept) == 2


def test_ids_that_no_filter_knows_have_no_words(session: Any) -> None:
    found = names.catalogue(session)
    assert found.words("payee") == {}
    assert str(new_id()) not in found.words("account_id")
