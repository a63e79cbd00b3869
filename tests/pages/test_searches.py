"""The search field of the list: what it finds, what it says, and rules made of it."""

import html
import re
from urllib.parse import urlencode

import pytest

from ftracker.db import Actor, Database
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.rules import RuleIn
from ftracker.services import rules
from tests import factories
from tests.clients import Browser


@pytest.fixture
def ids(database: Database, books: Actor) -> dict[str, str]:
    """Write down a few rows; gives the ids of names."""
    with database.session(books) as session:
        factories.account(session, name="Card")
        for given in (
            {"payee": "Lidl sagt danke", "amount": "60", "category": "Groceries"},
            {"payee": "Danke Lidl", "amount": "5", "category": "Groceries", "type": "Income"},
            {"payee": "", "note": "for the rent", "amount": "900", "category": "Housing"},
            {"payee": "Employer", "amount": "3000", "category": "Salary", "type": "Income"},
        ):
            factories.transaction(session, **given)
        names = catalogue(session)
    things = (*names.categories.values(), *names.accounts.values(), *names.types.values())
    return {thing.name: str(thing.id) for thing in things}


def amounts(browser: Browser, **words: object) -> list[str]:
    """Read the amounts of the list's lines, smallest first."""
    text = browser.get(f"/?{urlencode(words, doseq=True)}").text
    found = re.findall(r"</span><b[^>]*>([^<]+)</b>", text)
    return sorted((one.strip("+−€") for one in found), key=lambda n: float(n.replace(",", "")))


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("danke lidl", ["5.00", "60.00"]),
        ('"danke lidl"', ["5.00"]),
        ("category:grocer amount>50", ["60.00"]),
        ("is:refund or has:note", ["5.00", "900.00"]),
        ("-lidl after:2025 kind:income", ["3,000.00"]),
        ("-has:payee", ["900.00"]),
        ("is:imported", []),
    ],
)
def test_a_search_narrows_the_list(owner: Browser, ids: dict, q: str, expected: list[str]):
    assert amounts(owner, q=q) == expected


def test_several_names_kinds_and_whole_payees_narrow_the_list(owner: Browser, ids: dict):
    both = [ids["Housing"], ids["Salary"]]
    assert amounts(owner, category_id=both) == ["900.00", "3,000.00"]
    assert amounts(owner, category_id=",".join(both), kind="income") == ["3,000.00"]
    assert amounts(owner, kind="Savings,nonsense") == []
    assert amounts(owner, payee=["Employer", "Danke Lidl"]) == ["5.00", "3,000.00"]
    assert amounts(owner, payee="Employer\r\nDanke Lidl") == ["5.00", "3,000.00"]
    assert amounts(owner, payee="\n") == amounts(owner, payee="\r\n") == ["900.00"]
    page = html.unescape(owner.get(f"/?{urlencode({'category_id': both}, doseq=True)}").text)
    assert "Housing or Salary" in page
    opened = owner.get(f"/?category_id={','.join(both)}&payee=Employer%0A&filters=open").text
    assert f'<option value="{",".join(both)}" selected>Several' in opened
    assert 'name=payee value="Employer\n"' in opened
    assert "payee Employer or no payee" in opened


def test_who_wrote_it_narrows_the_list(owner: Browser, ids: dict, books: Actor):
    assert len(amounts(owner, member_id=books.user_id)) == 4
    assert amounts(owner, member_id="none") == []
    assert amounts(owner, member_id="nonsense") == []
    assert "@example.org" in owner.get(f"/?member_id={books.user_id}").text
    assert "no member or unknown member" in owner.get("/?member_id=none,x").text
    assert ">Income<i" in owner.get("/?kind=income").text


def test_what_cannot_be_read_is_said_and_its_words_are_looked_for(owner: Browser, ids: dict):
    page = html.unescape(owner.get("/?q=(lidl+danke").text)
    assert "A bracket is opened and not closed." in page
    assert 'value="(lidl danke"' in page
    assert amounts(owner, q="(lidl danke") == ["5.00", "60.00"]
    assert len(amounts(owner, q='"')) == 4
    assert "There is no category “moon”." in owner.get("/?q=category:moon").text


def test_a_period_that_is_none_is_left_out(owner: Browser, ids: dict):
    page = owner.get("/?period=soon&q=lidl")
    assert page.status_code == 200
    assert "soon" not in page.text
    assert amounts(owner, period="soon", q="lidl") == ["5.00", "60.00"]
    assert owner.get("/?period=soon").status_code == 200


def test_the_open_filters_keep_the_rest_and_lead_to_help(owner: Browser, ids: dict):
    page = owner.get("/?start=2025-07-01&end=2025-08-01&section=spending&filters=open").text
    assert 'name=section value="spending"' in page
    assert 'name="until" value="2025-07-31"' in page
    assert 'href="/search-help"' in page
    text = html.unescape(owner.get("/search-help").text)
    links = re.findall(r'<dt><a href="(/\?q=[^"]+)">', text)
    assert len(links) > 20
    for link in links:
        assert 'id="error-q"' not in owner.get(link).text or "category" in link, link


def test_an_export_holds_what_a_search_finds(owner: Browser, ids: dict):
    file = owner.get("/data/export?q=category:groceries+-is:refund").text
    assert "Lidl sagt danke" in file
    assert "Danke Lidl" not in file
    assert len(owner.get("/data/export?q=+&payee=").text.splitlines()) == 5


def test_a_rule_is_made_of_what_narrows_a_list(owner: Browser, ids: dict):
    words = {
        "q": "lidl -rent",
        "category_id": ids["Groceries"],
        "type_id": ids["Expense"],
        "payee": "Lidl sagt danke",
        "tag": "food",
        "min": "10",
        "max": "70",
        "start": "2025-01-01",
    }
    link = re.search(r'href="(/rules/add\?[^"]+)"', owner.get(f"/?{urlencode(words)}").text)
    assert link
    form = html.unescape(owner.get(html.unescape(link[1])).text)
    expected = (
        'lidl -rent category:Groceries type=Expense payee="Lidl sagt danke" tag:food'
        " amount>=10 amount<=70"
    )
    assert f'value="{expected}"' in form
    values = re.findall(r'name="condition_value" value="([^"]*)"', form)
    assert values == [
        "lidl", "rent", "Groceries", "Expense", "Lidl sagt danke", "food", "10", "70",
    ]  # fmt: skip
    assert "/rules/add" not in owner.get("/?section=spending").text
    assert "/rules/add" not in owner.get("/?q=(lidl").text


def test_a_rule_says_why_a_search_is_none(owner: Browser, ids: dict):
    answer = html.unescape(owner.get("/rules/add?q=a+(b+or+c)").text)
    assert "either all conditions must hold or any of them" in answer
    many = owner.get("/rules/add?" + urlencode({"q": " ".join(f"w{n}" for n in range(21))})).text
    assert "A rule has at most 20 conditions." in many


def test_a_rule_shows_its_conditions_as_a_search(
    owner: Browser, ids: dict, database: Database, books: Actor
):
    lidl = {"field": "payee", "operator": "starts", "value": "lidl"}
    odd = {"field": "note", "operator": "matches", "value": "^x"}
    with database.session(books) as session:
        for wanted in (lidl, odd):
            rule = RuleIn.model_validate({"conditions": [wanted], "actions": {"payee": "L"}})
            rules.add(session, rule)
    listed = owner.get("/rules").text
    assert listed.count("Show what it fits") == 1
    link = re.search(r'href="/(\?q=[^"#]+)', listed)
    assert link
    assert link[1] == "?q=payee%3Alidl%2A"
    change = re.findall(r'href="(/rules/[0-9a-f-]{36})"', listed)[0]
    assert 'value="payee:lidl*"' in owner.get(change).text
    other = owner.get(f"{change}?q=payee:aldi").text
    assert re.findall(r'name="condition_value" value="([^"]*)"', other) == ["aldi"]
