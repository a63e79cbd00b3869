"""On a phone: what is pressed is what was meant, and what is written is whole."""

import pytest

from ftracker.db import Actor
from tests.browser.conftest import Visit

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


@pytest.mark.parametrize("path", ["/categories/add", "/transaction/add"])
def test_nothing_of_the_bar_lies_over_save(visit: Visit, books: Actor, path: str) -> None:
    page = visit(books, size="phone")
    page.goto(path)
    save = page.locator(".entry-actions .btn-primary")
    assert save.evaluate(ABOVE) == []
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert save.evaluate(ABOVE) == []
