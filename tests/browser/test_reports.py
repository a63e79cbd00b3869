"""Reports in a browser: the code of charts comes where they are, and paper is light."""

import pytest
from playwright.sync_api import Page, expect

from ftracker.db import Actor, Database
from tests import factories
from tests.browser.conftest import Visit

DAYS = "?start=2025-01-01&until=2025-12-31"
INK = """canvas => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, at) => at % 4 === 3 && value > 0);
}"""

# What stands on the canvas in the dark, before anything else may run, and in the end.
PRINTED = """async canvas => {
  const dark = canvas.toDataURL();
  dispatchEvent(new Event('beforeprint'));
  const paper = canvas.toDataURL();
  await new Promise((done) => setTimeout(done, 300));
  return [dark, paper, canvas.toDataURL()];
}"""


@pytest.fixture
def written(database: Database, books: Actor) -> None:
    with database.session(books) as session:
        factories.transaction(session, date="2025-06-30", amount="2000", type="Income")
        factories.transaction(session, date="2025-07-02", amount="80.10", category="Groceries")


def scripts(page: Page, path: str) -> set[str]:
    """Open a page, and name the parts of the script that came for it."""
    came: set[str] = set()
    page.on("request", lambda one: came.add(one.url.rpartition("/")[2].rpartition("-")[0]))
    page.goto(path, wait_until="networkidle")
    return {name for name in came if name.startswith("chunk-")}


@pytest.mark.usefixtures("written")
def test_the_code_of_charts_comes_only_where_there_are_charts(visit: Visit, books: Actor):
    assert not scripts(visit(books), "/categories")
    assert not scripts(visit(books), f"/reports/largest{DAYS}") & {"chunk-charts", "chunk-sankey"}
    assert "chunk-sankey" not in scripts(visit(books), f"/reports/profit-and-loss{DAYS}")
    flow = visit(books)
    assert {"chunk-charts", "chunk-sankey"} <= scripts(flow, f"/reports/cash-flow{DAYS}")
    expect(flow.locator("canvas")).to_have_count(1)
    assert flow.locator("canvas").evaluate(INK)


@pytest.mark.usefixtures("written")
def test_paper_is_light_and_has_no_menus(visit: Visit, books: Actor):
    page = visit(books, color_scheme="dark")
    page.goto(f"/reports/profit-and-loss{DAYS}")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "light"
    expect(
        page.locator(".report-tools, .reports-menu, .side").locator("visible=true")
    ).to_have_count(0)
    expect(page.locator("canvas").first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("name", ["profit-and-loss", "cash-flow"])
def test_charts_are_light_before_the_printer_takes_them(visit: Visit, books: Actor, name: str):
    page = visit(books, color_scheme="dark")
    page.goto(f"/reports/{name}{DAYS}", wait_until="networkidle")
    dark, paper, later = page.locator("canvas").first.evaluate(PRINTED)
    assert paper == later != dark
