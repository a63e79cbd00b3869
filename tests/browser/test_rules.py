"""What waits is decided by keys, and rules are tried while they are written."""

import pytest
from playwright.sync_api import expect

from ftracker.db import Actor, Database
from ftracker.domain.statements.sources import InMemory
from ftracker.services import importer
from ftracker.services.importer import Upload
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible, assert_fits

BANK = b"date,amount,payee\n2025-07-01,-5,Lidl\n2025-07-02,-6,Lidl\n2025-07-03,-7,Zoo\n"


@pytest.fixture
def waiting(database: Database, books: Actor) -> None:
    """Decide a dozen times, then bring in a file that says no categories."""
    with database.session(books) as session:
        for number in range(12):
            factories.transaction(session, category="Groceries", amount=f"{number + 1}")
        importer.take_in(session, Upload("bank.csv", InMemory(BANK)))


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_group_is_decided_by_a_key_and_undone(
    visit: Visit, books: Actor, waiting: None, size: str
) -> None:
    page = visit(books, size=size)
    page.goto("/review")
    expect(page.get_by_role("heading", name="Lidl")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Make it a rule").check()
    page.keyboard.press("1")
    expect(page.get_by_text("2 of 2 groups")).to_be_visible()
    expect(page.locator("[data-flash]")).to_contain_text("Put 2 transactions into its category.")
    page.get_by_label("Another category").fill("leisure")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="All done")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Rules").last.click()
    expect(page.get_by_role("link", name="If payee is “Lidl”")).to_be_visible()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_rule_is_tried_while_it_is_written(
    visit: Visit, books: Actor, waiting: None, size: str
) -> None:
    page = visit(books, size=size)
    page.goto("/rules/add")
    preview = page.locator("[data-rule-preview]")
    page.get_by_label("Value of condition 1").fill("lidl")
    page.get_by_label("Category", exact=False).first.select_option("Leisure")
    expect(preview).to_contain_text("The rule matches 14 of 15; 14 would change.")
    page.get_by_role("button", name="Add a condition").click()
    page.get_by_label("What is looked at in condition 2").select_option("Amount")
    page.get_by_label("How it is compared in condition 2").select_option("between")
    page.get_by_label("Value of condition 2").fill("5")
    page.get_by_label("Upper bound of condition 2").fill("6")
    expect(preview).to_contain_text("The rule matches 4 of 15; 4 would change.")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Save and apply to the past").click()
    expect(page.locator("[data-flash]")).to_contain_text("which changed 4 transactions")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-flash]")).to_contain_text("Undid")


def test_rules_and_the_review_work_without_scripts(
    visit: Visit, books: Actor, waiting: None
) -> None:
    page = visit(books, java_script_enabled=False)
    page.goto("/rules/add")
    page.get_by_label("Value of condition 1").fill("zoo")
    page.get_by_role("button", name="Add a condition").click()
    page.get_by_label("What is looked at in condition 2").select_option("Direction")
    page.get_by_label("How it is compared in condition 2").select_option("is")
    page.get_by_label("Value of condition 2").fill("out")
    page.get_by_label("Payee", exact=False).last.fill("The zoo")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("The rule matches 1 of 15; 1 would change.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("[data-flash]")).to_contain_text("Added rule")
    page.goto("/review")
    page.get_by_role("button", name="Groceries").click()
    expect(page.get_by_text("2 of 2 groups")).to_be_visible()
