"""A file of a bank comes in, is looked at, confirmed, undone, and goes out again."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ftracker.db import Actor
from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible, assert_fits

BANK = (
    "date,amount,type,category,payee,note\n"
    "2025-07-01,12.50,Expense,Groceries,Lidl,Bread\n"
    "2025-07-02,2500.00,Income,Salary,Employer,\n"
    "someday,3.00,Expense,Groceries,Kiosk,\n"
)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_file_is_looked_at_confirmed_and_exported(
    visit: Visit, books: Actor, size: str, tmp_path: Path
) -> None:
    page = visit(books, size=size)
    page.goto("/data")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("alert")).to_be_visible()
    file = {"name": "bank.csv", "mimeType": "text/csv", "buffer": BANK.encode()}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("[data-dropzone-file]")).to_contain_text("bank.csv")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("region", name="Rows of the file")).to_contain_text("Employer")
    expect(page.locator("tr.is-bad .cell-error")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Import 2 transactions").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Leave out the 1 row").check()
    page.get_by_role("button", name="Import 2 transactions").click()
    expect(page.locator("[data-flash]")).to_contain_text("Added 2 transactions.")
    expect(page.get_by_role("heading", name="bank.csv")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.goto("/data")
    expect(page.get_by_role("link", name="bank.csv")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export all").click()
    download.value.save_as(tmp_path / "out.csv")
    assert "2025-07-01,12.50,Expense,Groceries" in (tmp_path / "out.csv").read_text()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-flash]")).to_contain_text("Undid")
    page.goto("/?period=2025-07")
    expect(page.locator("[data-ledger] li")).to_have_count(0)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_rows_are_mended_where_they_stand_and_counts_follow(
    visit: Visit, books: Actor, size: str
) -> None:
    page = visit(books, size=size)
    page.goto("/data")
    file = {"name": "bank.csv", "mimeType": "text/csv", "buffer": BANK.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("link", name="Problems (1)").click()
    page.locator("tr.is-bad").get_by_role("link", name="Edit").click()
    page.get_by_label("Date, as 2026-01-31").fill("2025-07-99")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Keep it so").click()
    expect(page.locator(".field-error")).to_contain_text("no day of the calendar")
    page.get_by_label("Date, as 2026-01-31").fill("2025-07-03")
    page.get_by_role("button", name="Keep it so").click()
    expect(page.get_by_role("button", name="Import 3 transactions")).to_be_visible()
    page.get_by_text("How the file is read").click()
    page.get_by_label("Payee", exact=True).select_option("-")
    expect(page.get_by_role("region", name="Rows of the file")).not_to_contain_text("Employer")
    assert_accessible(page)
    assert_fits(page)


def test_a_file_that_is_dropped_is_looked_at_at_once(visit: Visit, books: Actor) -> None:
    page = visit(books, size="desk")
    page.goto("/data")
    dropped = page.evaluate_handle(
        """text => {
          const files = new DataTransfer();
          files.items.add(new File([text], 'bank.csv', {type: 'text/csv'}));
          return files;
        }""",
        BANK,
    )
    page.dispatch_event("[data-dropzone]", "drop", {"dataTransfer": dropped})
    expect(page.get_by_role("heading", name="bank.csv")).to_be_visible()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_date_that_is_none_leaves_the_page_as_wide_as_it_was(
    visit: Visit, books: Actor, size: str
) -> None:
    page = visit(books, size=size)
    page.goto("/data")
    days = "".join(f"2025-07-{day:02},{day}.50,Expense,Groceries,Kiosk,\n" for day in range(1, 29))
    text = BANK.replace("someday", "2025-02-31") + days
    file = {"name": "bank.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    wrong = page.locator(".cell-error").first
    expect(wrong).to_contain_text("calendar")
    assert_fits(page)
    box = wrong.bounding_box()
    assert box
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    assert wrong.evaluate("one => one.scrollWidth <= one.clientWidth")
