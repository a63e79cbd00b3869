"""Budgets typed into by keyboard: Enter goes on, what is left is saved, the sheet keeps up."""

from datetime import UTC, datetime

from playwright.sync_api import expect

from ftracker.db import Actor, Database
from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible, assert_fits
from tests.services.budgeting import add, spend


def test_enter_saves_a_cell_and_goes_on_to_the_next(
    visit: Visit, database: Database, books: Actor
) -> None:
    today = datetime.now(UTC).astimezone().date()
    with database.session(books) as session:
        for name in ("Groceries", "Health"):
            add(session, name, start_date=str(today.replace(day=1)))
        spend(session, "130", str(today))
        spend(session, "5", str(today), category="Leisure")
    page = visit(books)
    page.goto("/budgets")
    assert_accessible(page)
    cell = page.get_by_label("Budgeted: Groceries")
    cell.click()
    expect(page.get_by_role("button", name="Zero")).to_be_visible()
    cell.fill("150")
    cell.press("Enter")
    expect(page.get_by_text("Changed 1 amount.")).to_be_visible()
    expect(page.get_by_label("Budgeted: Health")).to_be_focused()
    expect(page.get_by_role("link", name="€20.00")).to_be_visible()
    page.keyboard.press("Shift+Enter")
    expect(cell).to_be_focused()
    page.get_by_role("button", name="Zero").click()
    expect(page.get_by_role("link", name="overspent −€130.00")).to_be_visible()
    page.get_by_role("link", name="overspent −€130.00").click()
    page.get_by_role("button", name="Cover it").click()
    expect(page.get_by_text("Moved money.")).to_be_visible()
    phone = visit(books, size="phone")
    for path in ("/budgets", "/budgets?periods=3"):
        phone.goto(path)
        assert_fits(phone)
