"""The pages of budgets: figures that open what they are made of, and cells that are typed into."""

import re
from datetime import date
from html import unescape

import pytest

from ftracker.db import Actor
from ftracker.domain.cadences import Cadence
from ftracker.schemas.plans import PlanEdit
from ftracker.services import budgets, plans
from tests import factories
from tests.forms import fields
from tests.services.budgeting import add, give, named, spend

AT = "/budgets?cadence=month&start=2026-11-01"
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _day(app):
    """Let it be a day late in November."""
    from ftracker.routes import deps

    async def today() -> date:
        return TODAY

    app.dependency_overrides[deps.today] = today
    yield
    app.dependency_overrides.clear()


@pytest.fixture
def planned(database, books: Actor) -> dict[str, str]:
    """Budget for a group and one below it, income and savings, a week and a trip."""
    with database.session(books) as session:
        factories.category(session, name="Repairs", parent_id=named(session, "Housing").id)
        days = {"start_date": date(2026, 11, 20), "end_date": date(2026, 12, 5)}
        factories.category(session, name="Trip", kind="Timebound", **days)
        some = [
            add(session, "Groceries", start_date="2026-10-01", rollover="both", note="Two of us"),
            add(session, "Housing", amount="900"),
            add(session, "Repairs", amount="50"),
            add(session, "Salary", amount="3000"),
            add(session, "Savings", amount="200"),
            add(session, "Leisure", cadence="week", amount="20"),
            add(session, "Trip", start_date=None, amount="400"),
            add(session, None, amount="2000"),
        ]
        give(session, some[0], "150", note="Guests")
        spend(session, "130", "2026-10-31")
        for amount, name in (
            ("45", "Groceries"), ("800", "Housing"), ("60", "Repairs"), ("9", "Leisure"),
            ("17", "Health"), ("250", "Savings"), ("30", "Trip"),
        ):  # fmt: skip
            spend(session, amount, "2026-11-24", category=name)
        spend(session, "2900", category="Salary", type="Income")
        spend(session, "5", "2026-11-30", type="Income")
        names = ("groceries", "housing", "repairs", "salary", "savings", "leisure", "trip", "all")
        return dict(zip(names, (str(row.id) for row in some), strict=True))


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


def test_a_click_on_what_is_left_leads_to_cover_and_move(owner, planned):
    href = f"/budgets/{planned['groceries']}/cell?day=2026-11-01"
    page = owner.get(href).text
    assert f'href="{href}"' in owner.get(AT).text
    assert "Last period’s budget" in page
    assert "What was spent last period" in page
    assert "Leisure (€11.00 left)" in page
    moved = owner.submit(
        f"/budgets/{planned['groceries']}/move?day=2026-11-25",
        way="out", other_id=planned["housing"], moved="20",
    )  # fmt: skip
    assert moved.status_code == 303
    page = owner.get(AT).text
    assert ('value="130.00"' in page, 'value="920.00"' in page) == (True, True)


def test_what_is_overspent_is_covered_from_the_budget_with_most_left(
    owner, planned, database, books
):
    with database.session(books) as session:
        spend(session, "500", "2026-11-24")
    href = f"/budgets/{planned['groceries']}/cell?day=2026-11-01"
    page = owner.get(href).text
    assert "Cover it from another budget" in page
    assert 'name="moved" required value="420.00"' in page
    sent = {"way": "in", "other_id": planned["housing"], "moved": "40"}
    assert owner.submit(href.replace("cell", "move"), **sent).status_code == 303
    assert "−€380.00" in owner.get(href).text


@pytest.mark.parametrize(
    "sent", [{}, {"other_id": "same"}, {"other_id": "housing", "moved": "0"}, {"moved": "x"}]
)
def test_a_move_that_makes_no_sense_says_why(owner, planned, sent):
    key = planned["groceries"]
    ids = {"same": key, "housing": planned["housing"]}
    about = {"way": "out", "moved": "5"} | sent
    about["other_id"] = ids.get(sent.get("other_id"), "" if not sent else planned["housing"])
    answer = owner.submit(f"/budgets/{key}/move?day=2026-11-25", **about)
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_a_cell_takes_a_proposal_or_an_amount_with_a_note(owner, planned):
    href = f"/budgets/{planned['housing']}/cell?day=2026-11-01"
    owner.submit(href, use="0.00", amount="", note="")
    assert 'value="0.00"' in owner.get(href).text
    owner.submit(href, amount="77", note="Rent goes up")
    page = owner.get(href).text
    assert ('value="77.00"' in page, 'value="Rent goes up"' in page) == (True, True)
    assert owner.submit(href, amount="x").status_code == 422
    assert "There was" not in owner.get(f"/budgets/{planned['trip']}/cell?day=x").text


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


def test_a_budget_is_added_changed_and_deleted(owner, planned, database, books):
    with database.session(books) as session:
        health = str(named(session, "Health").id)
    form = {"category_id": health, "amount": "60,50", "rollover": "left", "cap": "20"}
    assert owner.submit("/budgets/add", **form).headers["location"] == "/budgets"
    with database.session(books) as session:
        key = next(
            one.budget_id for one in budgets.standings(session, today=TODAY) if one.name == "Health"
        )
    page = owner.get(f"/budgets/{key}").text
    assert 'name="amount" value="60.50"' in page.replace(' aria-describedby="hint-amount"', "")
    again = owner.submit("/budgets/add", **form)
    assert again.status_code == 422
    assert "already" in again.text
    assert owner.submit(f"/budgets/{key}", amount="7", version="1").status_code == 303
    stale = owner.submit(f"/budgets/{key}", amount="8", version="1")
    assert stale.status_code == 409
    assert "Save mine over it" in stale.text
    assert owner.submit(f"/budgets/{key}", amount="x", version="2").status_code == 422
    assert owner.submit(f"/budgets/{key}/delete").status_code == 303
    assert owner.get(f"/budgets/{key}").status_code == 404
    assert "Budget for Everything" in owner.get(f"/budgets/{planned['all']}").text


def test_the_history_tells_of_budgets_in_words(owner, planned, database, books):
    owner.submit(f"/budgets/{planned['housing']}/cell?day=2026-11-01", amount="850", note="")
    owner.submit(f"/budgets/{planned['all']}", amount="7", rollover="left", cap="9", version="1")
    owner.submit("/budgets/settings", method="plan", payday="3", version="0")
    page = owner.get("/history?topic=budgets").text
    assert "Changed how this household plans" in page
    told = "".join(owner.get(href).text for href in re.findall(r'"(/history/[0-9a-f-]+)"', page))
    for words in ("Amount of a budget €850.00", "Budget for everything", "€9.00", "Budget Housing"):
        assert words in told


def test_the_household_says_how_it_plans(owner, database, books):
    page = owner.get("/budgets/settings").text
    assert 'name="payday" required' in page
    sent = {
        "method": "envelopes", "cadence": "payday", "payday": "25", "payday_weekend": "before",
        "fortnight_start": "2026-01-05", "income": "came", "version": "0",
    }  # fmt: skip
    assert owner.submit("/budgets/settings", **sent).status_code == 303
    assert owner.submit("/budgets/settings", **sent).status_code == 409
    assert owner.submit("/budgets/settings", **sent | {"payday": "40"}).status_code == 422
    with database.session(books) as session:
        assert plans.settings(session).cadence is Cadence.PAYDAY
    assert "25 Nov – 24 Dec 2026" in owner.get("/budgets").text


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
