"""On a phone: what is pressed is what was meant, and what is written is whole."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from ftracker.db import Actor, Database
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.watching import assert_fits

# What lies under the lowest row of pixels of a button, over its whole breadth, that is not it.
ABOVE = """button => {
  const {left, right, bottom} = button.getBoundingClientRect();
  const found = [];
  for (let x = Math.ceil(left) + 7; x < right - 7; x += 1) {
    const there = document.elementFromPoint(x, bottom - 1);
    if (!button.contains(there)) found.push(`${x}: ${there?.outerHTML.slice(0, 60)}`);
  }
  return found;
}"""

# Amounts that leave their box, or are broken into two lines.
CUT = """() => [...document.querySelectorAll('main .amount')]
  .filter((one) => {
    const {left, right, height} = one.getBoundingClientRect();
    const place = one.closest('.figure, .shares, .thing, .balance-bar');
    if (!place) return false;
    const box = place.getBoundingClientRect();
    const line = parseFloat(getComputedStyle(one).fontSize) * 2;
    return left < box.left || right > box.right || height > line;
  })
  .map((one) => one.textContent)"""


@pytest.mark.parametrize("path", ["/categories/add", "/transaction/add"])
def test_nothing_of_the_bar_lies_over_save(visit: Visit, books: Actor, path: str) -> None:
    page = visit(books, size="phone")
    page.goto(path)
    save = page.locator(".entry-actions .btn-primary")
    assert save.evaluate(ABOVE) == []
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert save.evaluate(ABOVE) == []


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_amounts_of_a_thousand_millions_are_written_whole(
    visit: Visit, books: Actor, database: Database, size: str
) -> None:
    today = datetime.now(UTC).date().isoformat()
    with database.session(books) as session:
        factories.transaction(session, date=today, amount="1250000000", category="Groceries")
    page = visit(books, size=size)
    for path in ("/", "/reports/summary", "/reports/net-worth", "/budgets", "/accounts"):
        page.goto(path)
        expect(page.locator("main .amount", has_text="1,250,000,000").first).to_be_visible()
        assert page.evaluate(CUT) == []
        assert_fits(page)
