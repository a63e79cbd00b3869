"""The list of transactions: by keyboard, in place, in parts, from side to side, many at once."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from ftracker.db import Actor, Database
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible, assert_fits

TODAY = datetime.now(UTC).date().isoformat()


@pytest.fixture
def lidl(database: Database, books: Actor) -> None:
    """Write down what was bought where, once, today."""
    with database.session(books) as session:
        factories.account(session, name="Savings")
        given = {"payee": "Lidl", "category": "Groceries", "amount": "20", "tags": ["weekly"]}
        factories.transaction(session, date=TODAY, **given)
        factories.transaction(session, date=TODAY, payee="Cinema", category="Leisure", amount="9")


def lines(page: Page) -> list[str]:
    return page.locator("[data-ledger] li > b").all_inner_texts()


def line(page: Page, title: str) -> object:
    return page.locator("[data-ledger] li", has_text=title)


def flash(page: Page) -> object:
    return page.locator("[data-flash]")


def test_a_row_is_added_by_keyboard_and_remembers_the_payee(
    visit: Visit, books: Actor, lidl: None
) -> None:
    page = visit(books)
    page.goto("/")
    adding = page.get_by_role("form", name="Add a transaction")
    page.keyboard.press("n")
    page.keyboard.type("3*4.20")
    expect(adding.locator("output")).to_have_text("= €12.60")
    page.keyboard.press("Tab")
    page.keyboard.type("lidl")
    expect(adding.locator("select[name=category_id] option:checked")).to_have_text("Groceries")
    page.keyboard.press("Enter")
    expect(flash(page)).to_contain_text("Added lidl, 12.60")
    expect(line(page, "lidl").first).to_contain_text("Groceries")
    expect(adding.get_by_label("Amount")).to_be_focused()
    page.keyboard.type("12,50")
    page.keyboard.press("Enter")
    expect(flash(page)).to_contain_text("12.50")
    assert sorted(lines(page)) == ["−€12.50", "−€12.60", "−€20.00", "−€9.00"]
    expect(adding.get_by_label("Amount")).to_be_focused()
    page.keyboard.type("a lot")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("number")
    expect(adding.get_by_label("Amount")).to_have_value("a lot")
    expect(adding.get_by_label("Amount")).to_be_focused()


def test_after_a_line_was_edited_the_keys_go_on_from_it(
    visit: Visit, books: Actor, lidl: None
) -> None:
    page = visit(books)
    page.goto("/")
    editing = page.get_by_role("form", name="Edit this transaction")
    first, second = page.locator("[data-ledger] li > a").all()
    second.click()
    expect(editing.get_by_label("Amount")).to_be_focused()
    page.keyboard.press("Escape")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(editing.get_by_label("Amount")).to_be_focused()
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    expect(editing.get_by_role("alert")).to_be_visible()
    expect(editing.get_by_label("Amount")).to_be_focused()
    page.keyboard.type("31")
    page.keyboard.press("Enter")
    expect(flash(page)).to_contain_text("31.00")
    expect(second).to_be_focused()


def test_a_line_is_edited_where_it_stands(visit: Visit, books: Actor, lidl: None) -> None:
    page = visit(books)
    page.goto("/")
    page.get_by_role("link", name="Lidl", exact=True).click()
    editing = page.get_by_role("form", name="Edit this transaction")
    expect(editing.get_by_label("Amount")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(editing).to_have_count(0)
    page.get_by_role("link", name="Lidl", exact=True).click()
    editing.get_by_label("Amount").fill("twenty")
    page.keyboard.press("Enter")
    expect(editing.get_by_role("alert")).to_contain_text("number")
    editing.get_by_label("Amount").fill("30")
    editing.get_by_label("Category").select_option("Health")
    page.keyboard.press("Enter")
    expect(line(page, "Lidl")).to_contain_text("Health")
    expect(line(page, "Lidl").locator("b")).to_have_text("−€30.00")
    expect(flash(page)).to_contain_text("Changed Lidl, 30.00")
    expect(page.locator("#summary")).to_contain_text("€39.00")
    expect(page.locator(".bubbles svg")).to_be_visible()
    flash(page).get_by_role("button", name="Undo").click()
    expect(line(page, "Lidl").locator("b")).to_have_text("−€20.00")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_purchase_is_split_and_money_is_moved(
    visit: Visit, books: Actor, lidl: None, size: str
) -> None:
    page = visit(books, size=size)
    page.goto("/transaction/add")
    page.get_by_label("Amount", exact=True).fill("50")
    page.get_by_label("Payee").fill("Market")
    page.get_by_text("Split over several categories").click()
    for number, (category, amount) in enumerate([("Groceries", "30"), ("Shopping", "15")], 1):
        page.get_by_label(f"Category of part {number}").select_option(category)
        page.get_by_label(f"Amount of part {number}").fill(amount)
    expect(page.locator("[data-parts-left]")).to_have_text("€5.00 left")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Amount of part 2").fill("20")
    expect(page.locator("[data-parts-left]")).to_have_text("Nothing left")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(flash(page)).to_contain_text("Added Market, 50.00 in 2 parts")
    expect(line(page, "Market")).to_contain_text("2 parts")
    expect(line(page, "Market")).to_contain_text("Shopping €20.00")
    page.goto("/transaction/add")
    page.get_by_role("radio", name="Transfer").check()
    page.get_by_label("Amount", exact=True).fill("100")
    page.get_by_label("To account").select_option("Savings")
    expect(page.get_by_label("Payee")).to_be_hidden()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(line(page, "Everyday → Savings")).to_contain_text("€100.00")
    assert_fits(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_filter_stands_in_the_address_and_is_taken_away_by_its_badge(
    visit: Visit, books: Actor, lidl: None, size: str
) -> None:
    page = visit(books, size=size)
    page.goto("/")
    page.get_by_role("link", name="Filters").click()
    page.get_by_role("search").get_by_label("Category").select_option("Groceries")
    page.get_by_label("At least").fill("10")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("category_id=.*min=10"))
    badges = page.get_by_role("list", name="Filters")
    expect(badges).to_contain_text("Groceries")
    assert lines(page) == ["−€20.00"]
    assert_accessible(page)
    badges.get_by_role("link", name="at least 10").click()
    expect(badges).not_to_contain_text("at least")
    badges.get_by_role("link", name="Clear all").click()
    expect(page.locator("[data-ledger] li")).to_have_count(2)
    page.get_by_label("Search payee or note").fill("nowhere")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing fits these filters")).to_be_visible()
    assert_fits(page)


def test_many_are_changed_deleted_brought_back_and_put_back(
    visit: Visit, books: Actor, lidl: None
) -> None:
    page = visit(books)
    page.goto("/")
    select_both(page)
    page.get_by_label("New category").select_option("Health")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(flash(page)).to_contain_text("Changed 2 transactions")
    expect(page.locator("[data-ledger] li", has_text="Health")).to_have_count(2)
    select_both(page)
    assert_accessible(page)
    page.get_by_role("button", name="Delete").click()
    expect(flash(page)).to_contain_text("Deleted 2 transactions")
    flash(page).get_by_role("button", name="Undo").click()
    expect(page.locator("[data-ledger] li")).to_have_count(2)
    select_both(page)
    page.get_by_role("button", name="Delete").click()
    expect(flash(page)).to_contain_text("Deleted 2 transactions")
    page.goto("/transactions/inactive")
    page.get_by_role("checkbox", name="Cinema").check()
    page.get_by_role("button", name="Restore").click()
    expect(flash(page)).to_contain_text("Restored 1 transaction")
    page.goto("/history")
    page.get_by_role("button", name="Undo “Restored").click()
    expect(flash(page)).to_contain_text("Undid")
    page.goto("/")
    expect(page.locator("[data-ledger] li")).to_have_count(0)


def select_both(page: Page) -> None:
    page.get_by_role("checkbox", name="Lidl").check()
    page.get_by_role("checkbox", name="Cinema").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2 selected")


def test_one_is_deleted_on_the_phone_and_undone_in_the_history(
    visit: Visit, books: Actor, lidl: None
) -> None:
    page = visit(books, size="phone")
    page.goto("/")
    page.get_by_role("link", name="Lidl", exact=True).click()
    page.get_by_role("link", name="Delete", exact=True).click()
    assert_accessible(page)
    page.get_by_role("button", name="Delete").click()
    expect(flash(page)).to_contain_text("Deleted Lidl")
    expect(line(page, "Lidl")).to_have_count(0)
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("link", name="History").click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Undo “Deleted").click()
    expect(flash(page)).to_contain_text("Undid")
    page.goto("/")
    expect(line(page, "Lidl")).to_have_count(1)
