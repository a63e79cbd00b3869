"""Dark and light, hidden amounts and the keyboard map."""

import pytest
from playwright.sync_api import expect

from ftracker.db import Actor, Database
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible


@pytest.fixture
def july(database: Database, books: Actor) -> None:
    with database.session(books) as session:
        factories.transaction(session, payee="Lidl")


def test_the_theme_follows_the_system_until_it_is_switched(
    visit: Visit, books: Actor, july: None
) -> None:
    page = visit(books, color_scheme="dark")
    page.goto("/?period=2025-07")
    root = page.locator("html")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="Switch to light").click()
    expect(root).to_have_attribute("data-bs-theme", "light")
    page.reload()
    expect(root).to_have_attribute("data-bs-theme", "light")
    page.keyboard.press("t")
    expect(root).to_have_attribute("data-bs-theme", "dark")


def test_amounts_are_hidden_on_every_page_until_they_are_shown(
    visit: Visit, books: Actor, july: None
) -> None:
    page = visit(books, size="phone")
    page.goto("/?period=2025-07")
    amount = page.locator("[data-ledger] li > b").first
    plain = amount.evaluate("one => getComputedStyle(one).filter")
    page.get_by_role("button", name="Hide amounts").click()
    assert amount.evaluate("one => getComputedStyle(one).filter") != plain
    page.goto("/reports")
    hiding = page.get_by_role("button", name="Hide amounts")
    expect(hiding).to_have_attribute("aria-pressed", "true")
    hiding.click()
    expect(hiding).to_have_attribute("aria-pressed", "false")


def test_the_keyboard_map_shows_itself_and_works(visit: Visit, books: Actor, july: None) -> None:
    page = visit(books)
    page.goto("/?period=2025-07")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_contain_text("Add a transaction")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name="Lidl")).to_be_checked()
    page.keyboard.press("[")
    expect(page.locator("h1", has_text="June 2025")).to_be_attached()
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Categories", level=1)).to_be_visible()
