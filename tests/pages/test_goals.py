"""The pages of goals, as people use them."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.queries import goals as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.goals import GoalIn
from ftracker.services import goals
from tests import factories
from tests.clients import Browser

TODAY = date.today()  # noqa: DTZ011 - as the server reckons
BEFORE = TODAY - timedelta(days=60)
THERE = "the €50.00 a month that you really set aside"
FORM = {"aim": "save", "name": "Boat", "target_amount": "1.000,50", "icon": "star", "colour": "red"}


def make(database: Database, books: Actor, **given) -> str:
    data = {"category": "Savings", "target_amount": "1000", "start_date": str(BEFORE)} | given
    with database.session(books) as session:
        return str(goals.add(session, GoalIn(**data), today=TODAY).id)


def aside(database: Database, books: Actor, amount: str, **given) -> None:
    plain = {"date": str(TODAY), "category": "Savings"}
    with database.session(books) as session:
        factories.transaction(session, amount=amount, **plain | given)


def kept(database: Database, books: Actor):
    with database.reading(books) as session:
        return {one.name: one for one in stored.listing(session)}


def category(database: Database, books: Actor, name: str = "Savings") -> str:
    with database.reading(books) as session:
        return next(str(c.id) for c in catalogue(session).categories.values() if c.name == name)


def words(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def links(page: str) -> list[tuple[str, str]]:
    """Read each figure with the address that it leads to."""
    found = re.findall(r'<a class="amount" href="([^"]+)">([^<]+)</a>', page)
    return [(unescape(href), text) for href, text in found]


def figure(page: str, label: str) -> str:
    return re.search(rf'<dt>{label}</dt>\s*<dd><a class="amount" href="[^"]+">([^<]+)<', page)[1]


@pytest.fixture
def jar(database: Database, books: Actor):
    with database.session(books) as session:
        return factories.account(session, name="Jar", opening_balance=Decimal(500)).id


def test_without_goals_the_page_says_what_they_are_for(owner, viewer):
    assert 'href="/goals/add"' in owner.get("/goals").text
    page = viewer.get("/goals").text
    assert "No goals yet" in page
    assert 'href="/goals/add"' not in page


def test_goals_are_listed_by_priority_with_what_becomes_of_them(owner, database, books):
    due = TODAY + timedelta(days=365)
    make(database, books, name="Boat", due_date=str(due), current_amount="100")
    make(database, books, name="House", category="Investments")
    aside(database, books, "150")
    page = words(owner.get("/goals").text)
    assert page.index("Boat") < page.index("House")
    assert "Boat Behind Set aside as Savings" in page
    assert "€250.00 of €1,000.00 25 %" in page
    assert (
        "Still missing €750.00 Pace a month €50.00 of the last 90 days Needed a month €62.54"
        in page
    )
    assert "€12.54 more a month than now gets there. Mean to add €62.54 a month" in page
    assert "House No date Set aside as Investments" in page
    assert "Expected not at this pace" in page


def test_every_figure_opens_a_list_that_sums_to_it(owner, database, books):
    key = make(database, books, name="Boat", monthly_amount="40")
    aside(database, books, "150", date=str(BEFORE))
    aside(database, books, "30", date=str(BEFORE - timedelta(days=1)))
    aside(database, books, "20", type="Income")
    for path in ("/goals", f"/goals/{key}"):
        found = [(href, text) for href, text in links(owner.get(path).text) if href[:2] == "/?"]
        assert len(found) >= 3
        for href, text in found:
            shown = figure(owner.get(href.partition("#")[0]).text, "Set aside")
            # A pace is a third of what was set aside in three months.
            assert text in (shown, "€53.33"), href
            assert text != "€53.33" or shown == "€160.00"


def test_what_moved_into_an_account_opens_a_list_that_sums_to_it(owner, database, books, jar):
    make(database, books, name="Trip", account="Jar", monthly_amount="10")
    aside(database, books, "90", account="Jar", category="Other income", type="Income")
    page = owner.get("/goals").text
    href = next(unescape(h) for h, text in links(page) if "Jar" not in text and "account_id" in h)
    parts = {text: link for link, text in links(page.partition("goal-parts")[2])}
    assert "Moved into Jar" in page
    assert figure(owner.get(parts["€90.00"].partition("#")[0]).text, "Net") == "+€90.00"
    assert href.startswith(f"/?account_id={jar}")
    assert "In the last 90 days €90.00 A third of it, each month €30.00" in words(page)


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        ((30,), f"Your goal fits into {THERE}; €20.00 a month is left over."),
        ((30, 20), f"Both goals fit into {THERE}."),
        ((30, 10, 10), f"All three goals fit into {THERE}."),
        ((30, 65), f"The first goal fits into {THERE}; “G1” is €45.00 a month short."),
        ((9, 9, 77), f"The first two goals fit into {THERE}; “G2” is €45.00 a month short."),
        ((95,), f"Of {THERE} none fits whole; “G0” is €45.00 a month short."),
        ((95, 5), "short, and €5.00 more would be needed for the one after it."),
        ((95, 5, 5), "short, and €10.00 more would be needed for the two after it."),
        ((1,) * 12, "All 12 goals fit"),
    ],
)
def test_all_goals_together_are_held_against_what_is_really_set_aside(
    owner, database, books, amounts, sentence
):
    for number, amount in enumerate(amounts):
        given = {"category": "Investments"} if number else {}
        make(database, books, name=f"G{number}", monthly_amount=str(amount), **given)
    aside(database, books, "150")
    assert sentence in words(owner.get("/goals").text)


def test_where_nothing_is_set_aside_yet_it_is_said_what_to_do(owner, database, books):
    make(database, books, name="Boat", monthly_amount="40")
    page = words(owner.get("/goals").text)
    assert "Nothing is set aside yet; “Boat” needs €40.00 a month. Move money" in page
    assert "none fits whole" not in page


def test_goals_are_filtered_by_what_is_done_about_them(owner, database, books):
    for name, state in (("A", "active"), ("P", "paused"), ("C", "completed"), ("Z", "archived")):
        make(database, books, name=f"Goal {name}", state=state)
    shown = {
        state: set(re.findall(r">Goal (\w)</a>", owner.get(f"/goals?state={state}").text))
        for state in ("", "completed", "archived", "all", "nonsense")
    }
    assert shown == {
        "": {"A", "P"}, "completed": {"C"}, "archived": {"Z"}, "all": set("APCZ"),
        "nonsense": {"A", "P"},
    }  # fmt: skip


def test_an_empty_filter_says_so(owner, database, books):
    make(database, books)
    assert "None of your goals is here" in owner.get("/goals?state=archived").text


def test_a_goal_is_added_as_people_type_it(owner: Browser, database, books):
    answer = owner.submit(
        "/goals/add", id=str(new_id()), category_id=category(database, books), rate="2,5 %",
        monthly_amount="3*20", current_amount="12,5", note="Soon", **FORM,
    )  # fmt: skip
    assert answer.status_code == 303
    found = kept(database, books)["Boat"]
    assert answer.headers["location"] == f"/goals/{found.id}"
    assert (found.target_amount, found.monthly_amount) == (Decimal("1000.50"), 60)
    assert (found.rate, found.current_amount, found.note) == (
        Decimal("2.5"),
        Decimal("12.5"),
        "Soon",
    )
    assert "Added goal Boat." in owner.get("/goals").text


@pytest.mark.parametrize(
    ("field", "typed", "status", "sentence"),
    [
        ("target_amount", "ten", 422, "Write a number such as 12.50"),
        ("target_amount", "-4", 422, "Write an amount above zero.<"),
        ("earmark", "x", 422, "Write a number such as 12.50"),
        ("rate", "101", 422, "Write percent a year"),
        ("category_id", "", 422, "Choose the category"),
        ("earmark", "5", 422, "Choose the account that the earmark is a part of."),
        ("aim", "pay_off", 422, "Choose the account that the debt lies in."),
    ],
)
def test_what_is_wrong_stands_at_its_field(owner, database, books, field, typed, status, sentence):
    fields = FORM | {"category_id": category(database, books)} | {field: typed}
    page = owner.submit("/goals/add", **fields)
    assert page.status_code == status
    assert sentence in page.text


def test_a_goal_is_changed_and_what_is_empty_is_taken_away(owner, database, books, jar):
    key = make(database, books, account="Jar", earmark="50", monthly_amount="7", rate="2", note="x")
    page = owner.get(f"/goals/edit/{key}").text
    assert 'value="50.00"' in page
    assert "There now" not in page
    fields = FORM | {"version": "1", "category_id": category(database, books)}
    assert owner.submit(f"/goals/edit/{key}", **fields).status_code == 303
    found = kept(database, books)["Boat"]
    assert (found.account_id, found.earmark, found.monthly_amount, found.rate) == (None,) * 4
    assert (found.note, found.icon) == ("", "star")
    assert "It is €0.00." in owner.get(f"/goals/edit/{key}").text
    stale = owner.submit(f"/goals/edit/{key}", **fields | {"name": "Mine"})
    assert stale.status_code == 409
    assert "Name (different) Mine Boat" in words(stale.text)


def test_the_page_of_a_goal_draws_its_way_and_says_it_as_a_table(owner, viewer, database, books):
    due = TODAY + timedelta(days=100)
    key = make(database, books, name="Boat", due_date=str(due), note="By the sea")
    aside(database, books, "90")
    page = owner.get(f"/goals/{key}").text
    spec = json.loads(re.search(r'id="way">(.*?)</script>', page, re.DOTALL)[1])
    assert [one["name"] for one in spec["series"]] == ["Done", "Needed", "Expected"]
    now = spec["labels"].index(f"{TODAY:%b %Y}")
    assert spec["series"][0]["values"][now] == 90.0
    assert spec["series"][0]["values"][now + 1] is None
    assert "By the sea" in page
    assert f"{TODAY:%b %Y}</th>" in page
    assert 'href="/history?topic=goals&amp;q=Boat"' in page
    assert "/state" not in viewer.get(f"/goals/{key}").text


def test_the_goals_of_an_account_are_shown_with_what_each_owns(owner, database, books, jar):
    trip = make(database, books, name="Trip", account="Jar", earmark="450")
    make(database, books, name="Car", account="Jar", earmark="20")
    page = words(owner.get(f"/goals/{trip}").text)
    assert "Trip €450.00 Car €20.00 Nobody’s yet €30.00 Jar holds €500.00" in page
    make(database, books, name="Rest", account="Jar")
    aside(database, books, "100", account="Jar")
    page = words(owner.get(f"/goals/{trip}").text)
    assert "Trip of €450.00, which is not all there €400.00" in page
    assert "Rest what the others leave €0.00" in page
    assert "Everything that moved in Jar" in page


def test_an_earmark_is_set_on_the_page_and_refused_beyond_the_balance(owner, database, books, jar):
    key = make(database, books, name="Trip", account="Jar")
    page = owner.submit(f"/goals/{key}/earmark", earmark="500,01")
    assert page.status_code == 422
    assert "at most 500.00 is free for this one." in page.text
    assert 'value="500,01"' in page.text
    assert owner.submit(f"/goals/{key}/earmark", earmark="120").status_code == 303
    assert kept(database, books)["Trip"].earmark == 120
    assert owner.submit(f"/goals/{key}/earmark", earmark="").status_code == 303
    assert kept(database, books)["Trip"].earmark is None


def test_a_debt_is_shown_without_earmark_and_with_its_account(owner, database, books):
    with database.session(books) as session:
        factories.account(session, name="Loan", kind="loan", opening_balance=Decimal(-600))
    key = make(database, books, aim="pay_off", account="Loan", name="Loan")
    page = owner.get(f"/goals/{key}").text
    assert "Pays off Loan" in page
    assert "/earmark" not in page
    assert "€400.00 of €1,000.00 40 %" in words(page)


def test_the_advice_is_done_by_one_click_and_undone_by_another(owner, database, books):
    due = TODAY + timedelta(days=60)
    key = make(database, books, name="Boat", due_date=str(due))
    plain = {"category": "Investments", "target_amount": "9000"}
    other = make(database, books, name="House", **plain)
    aside(database, books, "30")
    aside(database, books, "3000", category="Investments")
    page = unescape(owner.get("/goals").text)
    buttons = re.findall(r'formaction="([^"]+)" name="(\w+)" value="([^"]+)">([^<]+)<', page)
    done = {
        action: owner.submit(action, **{name: value})
        for action, name, value, label in buttons
        if label.startswith(("Mean", "Let it be due", "Let “House”"))
    }
    assert set(done) == {f"/goals/{key}/promise", f"/goals/{key}/postpone", f"/goals/{other}/state"}
    assert {answer.status_code for answer in done.values()} == {303}
    found = kept(database, books)
    assert found["Boat"].monthly_amount == Decimal("492.07")
    assert found["Boat"].due_date > due
    assert found["House"].state == "paused"
    assert "Goal House waits." in owner.get("/goals").text
    shown = owner.get("/goals").text
    assert "House" in shown
    assert "Go on" in shown


def test_what_is_meant_already_is_not_offered_again(owner, database, books):
    make(database, books, name="Boat", monthly_amount="50")
    aside(database, books, "30")
    page = words(owner.get("/goals").text)
    assert "€40.00 more a month than now gets there." in page
    assert "Mean to add" not in page
    assert "Meant a month €50.00" in page


def test_goals_change_places_and_states_from_the_list(owner, database, books):
    keys = {name: make(database, books, name=name) for name in ("A", "B")}
    assert owner.submit(f"/goals/{keys['B']}/move", do="up").status_code == 303
    assert list(kept(database, books)) == ["B", "A"]
    for state in ("paused", "active", "completed", "archived"):
        assert owner.submit(f"/goals/{keys['A']}/state", do=state).status_code == 303
        assert kept(database, books)["A"].state == state
    assert owner.submit(f"/goals/{keys['A']}/state", do="gone").status_code == 422
    page = owner.get("/goals?state=all").text
    assert "Take up again" in page
    assert "Archived" in page


def test_a_goal_is_asked_about_before_it_is_deleted(owner, database, books):
    key = make(database, books, name="Boat")
    assert "Delete goal “Boat”?" in owner.get(f"/goals/{key}/delete").text
    answer = owner.submit(f"/goals/{key}/delete")
    assert (answer.status_code, answer.headers["location"]) == (303, "/goals")
    assert kept(database, books) == {}


def test_the_form_takes_an_account_from_the_address(owner, jar):
    page = owner.get(f"/goals/add?account_id={jar}&nonsense=1").text
    assert f'<option value="{jar}" selected>' in page


def test_what_is_not_there_has_no_page(owner):
    for path in (f"/goals/{new_id()}", f"/goals/edit/{new_id()}", "/goals/nonsense"):
        assert owner.get(path).status_code == 404
