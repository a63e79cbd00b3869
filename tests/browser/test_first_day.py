"""The first minutes: an account, a household, a first transaction, out and in again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible, assert_fits

PASSWORD = "seven geese over a quiet lake"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_household_is_started_and_its_first_transaction_added(visit: Visit, size: str) -> None:
    page = visit(size=size)
    email = f"first-{size}@example.org"
    register(page, email)
    expect(page.get_by_role("heading", name="How shall Nest begin?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Start empty").click()
    expect(page.get_by_role("heading", name="Your books are open")).to_be_visible()
    assert_accessible(page)
    add_first(page)
    leave_and_come_back(page, email)
    assert_fits(page)


def register(page: Page, email: str) -> None:
    page.goto("/welcome")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("alert")).to_contain_text("8 characters")
    assert_accessible(page)
    expect(page.get_by_label("E-mail")).to_have_value(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("textbox", name="Name").first.fill("Nest")
    page.get_by_role("button", name="Start").click()


def add_first(page: Page) -> None:
    page.get_by_role("link", name="Add a transaction").click()
    page.get_by_label("Amount", exact=True).fill("nothing")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("number")
    page.get_by_label("Amount", exact=True).fill("12,50")
    page.get_by_label("Payee").fill("Lidl")
    page.get_by_label("Category", exact=True).select_option("Groceries")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Added Lidl, 12.50")
    expect(page.locator("[data-ledger] li")).to_contain_text("Groceries")
    expect(page.locator("[data-ledger] li b")).to_have_text("−€12.50")


def leave_and_come_back(page: Page, email: str) -> None:
    page.get_by_role("button", name="More", exact=True).or_(
        page.get_by_role("button", name="Sign out")
    ).first.click()
    if page.get_by_role("button", name="Sign out").is_visible():
        page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("[data-ledger] li")).to_contain_text("Lidl")
