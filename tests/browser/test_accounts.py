"""Accounts in a browser: transfers linked with a click, ticks that count down, a lock."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from ftracker.db import Actor, Database
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible, assert_fits


@pytest.fixture
def bank(database: Database, books: Actor) -> UUID:
    """Pay a card from the bank, so that each account tells its side."""
    with database.session(books) as session:
        bank = factories.account(session, name="Bank").id
        card = factories.account(session, name="Visa card", kind="card").id
        given = {"amount": "80", "date": "2025-07-10"}
        factories.transaction(session, payee="Card payment", account_id=bank, **given)
        factories.transaction(session, payee="Thank you", account_id=card, type="Income", **given)
        factories.transaction(session, payee="Aldi", amount="12.50", account_id=bank)
        return bank


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_pair_is_linked_and_unlinked(visit: Visit, books: Actor, bank: UUID, size: str) -> None:
    page = visit(books, size=size)
    page.goto("/transfers")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Link the sure one").click()
    expect(page.locator("[data-flash]")).to_contain_text("Linked 1 transfer.")
    expect(page.get_by_role("heading", name="No pairs to link")).to_be_visible()
    page.goto(f"/accounts/{bank}/statement")
    page.get_by_role("link", name="Bank → Visa card").click()
    expect(page.get_by_role("heading", name="It arrives as")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Unlink").click()
    expect(page.locator("[data-flash]")).to_contain_text("Unlinked")


def test_the_difference_counts_down_and_ticks_outlast_an_edit(
    visit: Visit, books: Actor, bank: UUID
) -> None:
    page = visit(books)
    page.goto(f"/accounts/{bank}/reconcile")
    page.get_by_label("The bank’s balance").fill("-92,50")
    page.get_by_label("At the end of").fill("2025-07-31")
    page.get_by_role("button", name="Go on").click()
    left, done = page.locator("[data-left]"), page.get_by_role("button", name="Done")
    expect(left).to_have_text("−€92.50")
    expect(done).to_be_disabled()
    page.get_by_role("checkbox", name=re.compile("Card payment")).check()
    expect(left).to_have_text("−€12.50")
    expect(
        page.get_by_role("button", name="Add a correcting transaction of −€12.50")
    ).to_be_visible()
    page.get_by_role("link", name="Aldi").click()
    page.get_by_label("Payee").fill("Aldi Süd")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("checkbox", name=re.compile("Card payment"))).to_be_checked()
    expect(left).to_have_text("−€12.50")
    page.get_by_role("checkbox", name=re.compile("Aldi Süd")).check()
    expect(left).to_have_text("€0.00")
    assert_accessible(page)
    assert_fits(page)
    done.click()
    expect(page.locator("[data-flash]")).to_contain_text("Reconciled Bank at -92.50.")
    expect(page.locator(".is-locked")).to_have_count(2)
    assert_accessible(page)
