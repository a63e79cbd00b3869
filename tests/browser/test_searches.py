"""Searching the list in a browser: a sentence at the field, help beside the filters, a rule."""

import pytest
from playwright.sync_api import expect

from ftracker.db import Actor, Database
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible


@pytest.fixture
def july(database: Database, books: Actor) -> None:
    with database.session(books) as session:
        factories.transaction(session, payee="Lidl", category="Groceries")
        factories.transaction(session, payee="Aldi", category="Groceries")


def test_a_search_is_mended_with_help_and_becomes_a_rule(
    visit: Visit, books: Actor, july: None
) -> None:
    page = visit(books)
    page.goto("/?period=2025-07")
    page.get_by_role("link", name="Filters").click()
    page.get_by_role("link", name="How searches are written").click()
    expect(page.get_by_role("link", name="amount>50")).to_be_visible()
    assert_accessible(page)
    field = page.get_by_label("Search payee or note")
    field.fill("payee:lidl categry:groceries")
    field.press("Enter")
    expect(page.get_by_text("Did you mean “category”?")).to_be_visible()
    assert_accessible(page)
    field = page.get_by_label("Search payee or note")
    field.fill("payee:lidl category:groceries")
    field.press("Enter")
    expect(page.locator("[data-ledger] li")).to_have_count(1)
    page.get_by_role("link", name="Make a rule of this").click()
    expect(page.get_by_label("Value of condition 2")).to_have_value("Groceries")
    assert_accessible(page)
