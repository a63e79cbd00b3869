"""Everything but the drawing works in a browser that runs no scripts."""

from playwright.sync_api import expect

from ftracker.db import Actor, Database
from tests import factories
from tests.browser.conftest import Visit


def test_a_transaction_is_added_found_changed_and_deleted_without_scripts(
    visit: Visit, books: Actor, database: Database
) -> None:
    with database.session(books) as session:
        factories.transaction(session, payee="Cinema")
    page = visit(books, java_script_enabled=False)
    flash = page.locator("[data-flash]")
    page.goto("/?period=2025-07")
    expect(page.locator(".bubbles")).to_be_hidden()
    adding = page.get_by_role("form", name="Add a transaction")
    adding.get_by_label("Amount").fill("3*4.20")
    adding.get_by_label("Payee").fill("Lidl")
    adding.get_by_label("Date").fill("2025-07-03")
    adding.get_by_label("Category").select_option("Groceries")
    adding.get_by_role("button", name="Add").click()
    lines = page.locator("[data-ledger] li")
    expect(lines).to_have_count(2)
    page.get_by_role("link", name="Filters").click()
    page.get_by_label("At most").fill("12.55")
    page.get_by_role("button", name="Show").click()
    expect(lines).to_have_count(1)
    page.get_by_role("list", name="Filters").get_by_role("link", name="at most").click()
    page.get_by_role("link", name="Lidl").click()
    page.get_by_label("Amount", exact=True).fill("40")
    page.get_by_text("Split over several categories").click()
    page.get_by_label("Amount of part 1").fill("30")
    page.get_by_label("Amount of part 2").fill("10")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(flash).to_contain_text("Changed Lidl, 40.00 in 2 parts")
    page.goto("/?period=2025-07")
    expect(lines.filter(has_text="Lidl")).to_contain_text("2 parts")
    page.get_by_role("checkbox", name="Cinema").check()
    page.get_by_role("button", name="Change …").click()
    page.get_by_label("Category").select_option("Leisure")
    page.get_by_role("button", name="Change").click()
    expect(flash).to_contain_text("Changed 1 transaction")
    page.goto("/?period=2025-07")
    expect(lines.filter(has_text="Cinema")).to_contain_text("Leisure")
    page.get_by_role("link", name="Cinema").click()
    page.get_by_role("link", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete").click()
    expect(flash).to_contain_text("Deleted Cinema")
    page.get_by_role("button", name="Undo").click()
    expect(flash).to_contain_text("Undid")
    page.goto("/?period=2025-07")
    expect(lines).to_have_count(2)
