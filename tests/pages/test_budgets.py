"""The sheet of budgets: figures that open what they are made of, and cells that are typed into."""

import re
from html import unescape

import pytest

from ftracker.schemas.plans import PlanEdit
from ftracker.services import plans
from tests.forms import fields
from tests.services.budgeting import named, spend

pytestmark = pytest.mark.usefixtures("late_november")
AT = "/budgets?cadence=month&start=2026-11-01"


def links(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<a class="amount[^"]*" href="(/\?[^"]+)">([^<]+)</a>', page)
    return [(unescape(href), text) for href, text in found]


def figures(page: str) -> dict[str, str]:
    return dict(re.findall(r'<dt>([^<]+)</dt>\s*<dd><a class="amount" href="[^"]+">([^<]+)', page))


def cells(page: str) -> dict[str, str]:
    """Read the cells that can be typed into: their names by what they are."""
    found = re.findall(r'name="(cell-[^"]+)"[^>]*aria-label="\w+: ([^"]+)"', page)
    return {label: name for name, label in found}


def test_every_figure_opens_a_list_that_sums_to_it(owner, planned):
    found = [
        *links(owner.get(AT).text),
        *links(owner.get("/budgets?cadence=month&start=2026-10-01&periods=3").text),
        *links(owner.get("/budgets?cadence=week&start=2026-11-25").text),
        *links(owner.get(f"/budgets/{planned['groceries']}/cell?day=2026-11-01").text),
    ]
    assert len(set(found)) > 40
    for href, text in set(found):
        section = re.search(r"section=(\w+)", href)[1]
        label = {"set_aside": "Set aside"}.get(section, section.capitalize())
        amount = text.removeprefix("−") if text != "−€5.00" else text
        assert figures(owner.get(href.partition("#")[0]).text)[label] == amount, href


def test_the_sheet_says_how_each_budget_stands(owner, planned):
    page = owner.get(AT).text
    assert figures(page) == {
        "Income": "€2,900.00",
        "Spent": "€956.00",
        "Left to spend": "€64.00",
        "Not planned yet": "€1,750.00",
    }
    assert "−€30.00 carried on" in page
    assert 'title="Guests"' in page
    assert "Two of us" in page
    assert "more than planned </span>+€50.00" in page
    assert "120 % used, 83 % of the period gone" in page
    assert 'placeholder="900.00"' in page
    assert "budgeted: weekly" in page
    assert "Its own window: 20 Nov – 5 Dec 2026" in page


def test_unbudgeted_spending_stands_there_with_a_way_to_a_budget(owner, database, books):
    with database.session(books) as session:
        spend(session, "17", category="Health")
        key = named(session, "Health").id
    page = owner.get(AT).text
    assert "Without a budget here" in page
    assert f'href="/budgets/add?category_id={key}"' in page
    form = owner.get(f"/budgets/add?category_id={key}").text
    assert f'<option value="{key}" selected>' in form


def test_only_what_changed_is_saved_and_can_be_undone(owner, planned):
    page = owner.get(AT).text
    names = cells(page)
    sent = fields(page, "budgets") | {
        names["Groceries, November 2026"]: ["1.234,50"],
        names["Housing, November 2026"]: ["800+50"],
    }
    answer = owner.submit(AT, **{name: values[0] for name, values in sent.items()})
    assert (answer.status_code, answer.headers["location"]) == (303, AT)
    page = owner.get(AT).text
    assert "Changed 2 amounts." in page
    assert 'value="1234.50"' in page
    assert 'value="850.00"' in page
    undo = re.search(r"/history/[0-9a-f-]+/undo", page)[0]
    owner.submit(undo)
    assert 'value="1234.50"' not in owner.get(AT).text
    assert "flash" not in owner.submit(AT, **fields(page, "budgets")).headers.get("set-cookie", "")


def test_a_cell_that_cannot_be_read_says_so_and_nothing_is_saved(owner, planned):
    names = cells(owner.get(AT).text)
    bad, good = names["Groceries, November 2026"], names["Housing, November 2026"]
    answer = owner.submit(AT, **{bad: "many", good: "1"})
    assert answer.status_code == 422
    assert "Write a number such as 12.50" in answer.text
    assert 'value="many"' in answer.text
    assert 'placeholder="900.00"' in owner.get(AT).text
    assert owner.submit(AT, **{"cell-x-y-z": "1"}).status_code == 422
    gone = f"cell-{'0' * 32}-20261101-"
    assert owner.submit(AT, **{gone: "1"}).status_code == 422


def test_a_period_is_copied_and_filled_from_the_page(owner, planned):
    about = {"cadence": "month", "day": "2026-11-01", "next": AT}
    answer = owner.submit("/budgets/copy", **about, ids=planned["groceries"])
    assert answer.headers["location"] == AT
    assert "Changed 1 budget." in owner.get(AT).text
    owner.submit("/budgets/copy", **about, ids=planned["groceries"])
    assert "Nothing to change" in owner.get(AT).text
    owner.submit("/budgets/fill", **about, way="average", periods="3", ids=planned["groceries"])
    assert 'value="130.00"' in owner.get(AT).text
    for path in ("/budgets/copy", "/budgets/fill"):
        assert owner.submit(path, cadence="window", day="2026-11-01").status_code == 422


def test_a_first_budget_is_one_click_away(owner, database, books):
    assert "No budgets yet" in owner.get("/budgets").text
    assert owner.submit("/budgets/begin").status_code == 409
    with database.session(books) as session:
        for month in (8, 9, 10):
            spend(session, "20", f"2026-{month:02}-09")
    page = owner.get("/budgets").text
    assert "A first budget, read off your past" in page
    assert owner.submit("/budgets/begin").headers["location"] == "/budgets"
    assert 'placeholder="20.00"' in owner.get("/budgets").text


def test_rows_are_picked_out_that_are_overspent_or_lack_something(owner, planned):
    page = owner.get(f"{AT}&only=overspent").text
    assert "Overspent (1)" in page
    assert ("Repairs, November" in page, "Groceries, November" in page) == (True, False)
    assert "Without a budget here" not in page
    owner.submit(f"/budgets/{planned['housing']}/cell?day=2026-11-01", amount="1", note="")
    assert "Underfunded (1)" in owner.get(AT).text
    empty = owner.get("/budgets?cadence=year&only=overspent").text
    assert "No budget is like that" in empty


def test_envelopes_show_what_is_available_and_how_it_adds_up(owner, planned, database, books):
    with database.session(books) as session:
        plans.edit(session, PlanEdit(method="envelopes"))
    page = owner.get(AT).text
    assert figures(page)["Available to assign"] == "€2,733.00"
    assert "Spent or set aside without an envelope" in page
    with database.session(books) as session:
        plans.edit(session, PlanEdit(method="envelopes", income="expected", version=1))
    assert "Available to assign" in owner.get(AT).text


def test_a_viewer_looks_and_types_nothing(viewer, planned):
    page = viewer.get(AT).text
    assert ("data-cell" in page, "Add a budget" in page) == (False, False)
    cell = viewer.get(f"/budgets/{planned['housing']}/cell?day=2026-11-01").text
    assert "Move money" not in cell
    assert viewer.get(f"/budgets/{planned['housing']}").status_code == 403


def test_words_in_the_address_that_mean_nothing_are_left_out(owner, planned):
    for words in ("cadence=window&start=x&periods=x", "start=1800-01-01&periods=99&only=x"):
        assert owner.get(f"/budgets?{words}").status_code == 200
    assert "Q4 2026" in owner.get("/budgets?cadence=quarter").text
    assert "2026" in owner.get("/budgets?cadence=year").text


def test_the_page_asks_a_fixed_number_of_questions(owner, planned, count_queries):
    counts = set()
    owner.get(AT)
    for periods in (1, 12):
        with count_queries() as asked:
            owner.get(f"{AT}&periods={periods}")
        counts.add(len(asked))
    assert len(counts) == 1
    assert counts.pop() <= 8
