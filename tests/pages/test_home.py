"""The home page: a period in sums, bubbles and lines; every figure opens what it is made of."""

import html
import re
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.queries.catalogue import Catalogue, catalogue
from tests import factories
from tests.clients import Browser


@pytest.fixture
def names(database: Database, books: Actor) -> Catalogue:
    """Write down a July with income, spending, a refund, savings and a transfer."""
    with database.session(books) as session:
        factories.account(session, name="Savings")
        for given in JULY:
            factories.transaction(session, **given)
        return catalogue(session)


JULY: list[dict[str, Any]] = [
    {"payee": "Employer", "amount": "3000", "category": "Salary", "type": "Income"},
    {"payee": "Landlord", "amount": "900", "category": "Housing", "date": "2025-07-01"},
    {"payee": "Lidl", "amount": "100", "category": "Groceries", "tags": ["weekly"]},
    {"payee": "Lidl", "amount": "20", "category": "Groceries", "type": "Income"},
    {"payee": "Bank", "amount": "300", "category": "Savings"},
    {"payee": "", "amount": "50", "type": "Transfer", "to_account": "Savings"},
    {"payee": "June", "amount": "800", "category": "Housing", "date": "2025-06-30"},
    {
        "payee": "Boss",
        "amount": "2000",
        "category": "Salary",
        "type": "Income",
        "date": "2025-06-01",
    },
]


def amounts(text: str) -> list[str]:
    """Read the signed amounts of the list's lines."""
    return re.findall(r"</span><b[^>]*>([^<]+)</b>", text)


def total(text: str) -> float:
    """Sum the signed amounts of all lines."""
    return sum(
        float(a.replace("€", "").replace(",", "").replace("\u2212", "-")) for a in amounts(text)
    )


def test_the_figures_say_what_the_month_came_to(owner: Browser, names: Catalogue) -> None:
    text = owner.get("/?period=2025-07").text
    for shown in ("€3,000.00", "€980.00", "€300.00", "+€2,020.00"):
        assert shown in text
    assert "50 % more" in text
    assert "than in June" in text
    assert "€2,020.00 of €3,000.00 was left (67 %)." in text


@pytest.mark.parametrize(
    ("section", "expected"),
    [("income", 3000), ("spending", -980), ("set_aside", -300), ("net", 2020)],
)
def test_each_figure_opens_the_lines_that_sum_to_it(
    owner: Browser, names: Catalogue, section: str, expected: float
) -> None:
    text = owner.get("/?period=2025-07").text
    assert f"/?period=2025-07&amp;section={section}" in text
    assert total(owner.get(f"/?period=2025-07&section={section}").text) == expected


def test_the_table_says_what_the_bubbles_say(owner: Browser, names: Catalogue) -> None:
    text = owner.get("/?period=2025-07").text
    drawn = owner.get("/transactions/bubbles?period=2025-07").json()["categories"]
    assert [c["name"] for c in drawn][:2] == ["Salary", "Housing"]
    transfers = next(c for c in drawn if c["name"] == "Transfers")
    assert [i["amount"] for i in transfers["items"]] == [50.0, 50.0]
    for category in drawn:
        assert category["name"] in text
    groceries = next(c for c in drawn if c["name"] == "Groceries")
    assert len(groceries["items"]) == 2
    assert groceries["items"][0]["link"].startswith("/transaction/edit/")


def test_past_400_bubbles_the_smallest_are_gathered(
    owner: Browser, database: Database, books: Actor
) -> None:
    with database.session(books) as session:
        for cents in range(1, 411):
            factories.transaction(session, amount=f"{cents / 100:.2f}")
    drawn = owner.get("/transactions/bubbles?period=2025-07").json()["categories"]
    items = drawn[0]["items"]
    assert len(items) == 401
    assert (items[-1]["label"], items[-1]["more"]) == ("10 more", 10)
    assert items[-1]["text"] == "€0.55"
    assert drawn[0]["text"] == "€842.55"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ({"q": "lidl"}, 2),
        ({"q": "LIDL", "min": "50"}, 1),
        ({"tag": "weekly"}, 1),
        ({"max": "20"}, 1),
        ({"start": "2025-07-01", "end": "2025-07-02"}, 1),
        ({"start": "2025-07-01", "until": "2025-07-30"}, 1),
        ({"until": "2025-06-30"}, 2),
        ({"section": "transfer"}, 1),
        ({"period": "2025-07", "q": "June"}, 0),
        ({"q": "100%"}, 0),
        ({"q": "_"}, 0),
    ],
)
def test_filters_narrow_the_list_and_stand_as_badges(
    owner: Browser, names: Catalogue, words: dict[str, str], count: int
) -> None:
    text = owner.get(f"/?{urlencode(words)}").text
    assert len(amounts(text)) == count
    badges = [w for w in words if w != "period"]
    assert text.count('class="filter-badge') >= len(badges) or "badge" in text


def test_a_category_finds_those_below_it(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    groceries = next(c.id for c in names.categories.values() if c.name == "Groceries")
    with database.session(books) as session:
        factories.category(session, name="Bakery", parent_id=groceries)
        factories.transaction(session, category="Bakery", payee="Baker")
    assert "Baker" in owner.get(f"/?category_id={groceries}").text
    drawn = owner.get("/transactions/bubbles?period=2025-07").json()["categories"]
    assert "Bakery" not in [c["name"] for c in drawn]


def test_what_came_with_one_file_is_a_list_of_its_own(owner: Browser, names: Catalogue) -> None:
    file = {"file": ("bank.csv", b"date,amount,payee\n2025-07-09,-3.20,Corner\n")}
    shown = owner.submit("/data/import", files=file).headers["location"]
    owner.submit(f"{shown}/confirm")
    page = owner.get(f"/?import_id={shown.rpartition('/')[2]}")
    assert "Corner" in page.text
    assert "Landlord" not in page.text
    assert "from one file" in page.text


def test_account_and_type_filters_find_their_own(owner: Browser, names: Catalogue) -> None:
    savings = next(a.id for a in names.accounts.values() if a.name == "Savings")
    page = owner.get(f"/?account_id={savings}").text
    assert len(amounts(page)) == 1
    assert "Everyday → Savings" in page
    income = next(t.id for t in names.types.values() if t.name == "Income")
    assert len(amounts(owner.get(f"/?type_id={income}").text)) == 3


NASTY = ["x", "\x00", "'", '"><script>', "%", "9" * 400, "-1", "2025-02-30", "ünïcödé", "1e999"]


@pytest.mark.parametrize(
    "name",
    [
        "period",
        "q",
        "type_id",
        "category_id",
        "account_id",
        "tag",
        "min",
        "max",
        "start",
        "end",
        "until",
        "section",
        "cursor",
    ],
)
def test_nonsense_in_the_address_breaks_nothing(owner: Browser, name: str) -> None:
    for value in NASTY:
        answer = owner.get(f"/?{urlencode({name: value})}")
        assert answer.status_code == 200, value
        assert "<script>" not in answer.text.replace("<script src", "")


def test_pages_go_down_and_up_and_keep_their_place(
    owner: Browser, database: Database, books: Actor
) -> None:
    with database.session(books) as session:
        for number in range(120):
            factories.transaction(session, payee=f"P{number:03}", date="2025-07-15")
    first = owner.get("/?period=2025-07").text
    older = re.search(r'href="([^"]*cursor=[^"]*)"', first)
    assert older
    second = owner.get(html.unescape(older[1]).partition("#")[0]).text
    links = [html.unescape(x) for x in re.findall(r'href="([^"]*cursor=[^"]*)"', second)]
    assert len(links) == 2
    newer = next(x for x in links if "cursor=-" in x).partition("#")[0]
    assert payees(owner.get(newer).text) == payees(first)
    deeper = next(x for x in links if "cursor=-" not in x).partition("#")[0]
    third = owner.get(deeper).text
    assert payees(first) + payees(second) + payees(third) == [
        f"P{n:03}" for n in range(119, -1, -1)
    ]


def payees(text: str) -> list[str]:
    return re.findall(r">(P\d{3})</a>", text)


def test_weeks_and_years_are_periods_too(owner: Browser, names: Catalogue) -> None:
    assert len(amounts(owner.get("/?period=2025-W31").text)) == 5
    year = owner.get("/?period=2025").text
    assert "€5,000.00" in year


def test_the_quick_row_adds_and_comes_back(owner: Browser, names: Catalogue) -> None:
    row = {
        "id": str(new_id()),
        "date": "2025-07-20",
        "amount": "3*4.20",
        "payee": "Kiosk",
        "next": "/?period=2025-07",
    }
    answer = owner.submit("/transactions/quick-add", **row)
    assert answer.headers["location"] == "/?period=2025-07"
    assert "−€12.60" in owner.get("/?period=2025-07").text


def test_wrong_input_in_the_quick_row_is_kept(owner: Browser) -> None:
    row = {"id": str(new_id()), "date": "2025-07-20", "amount": "lots", "payee": "Kiosk"}
    answer = owner.submit("/transactions/quick-add", **row)
    assert answer.status_code == 422
    assert 'value="lots"' in answer.text
    assert 'value="Kiosk"' in answer.text


def test_a_payee_remembers_what_was_chosen_last(owner: Browser, names: Catalogue) -> None:
    found = owner.get("/transactions/payees?q=li").json()
    assert [p["payee"] for p in found] == ["Lidl"]
    assert names.categories[UUID(found[0]["category_id"])].name == "Groceries"


def test_new_books_say_what_to_do_next(owner: Browser) -> None:
    text = owner.get("/").text
    assert "Your books are open" in text
    assert "/data" in text


def test_a_viewer_sees_no_way_to_write(viewer: Browser, names: Catalogue) -> None:
    text = viewer.get("/?period=2025-07").text
    assert "quick-add" not in text
    assert 'name="ids"' not in text


def test_the_page_costs_a_fixed_number_of_queries(
    owner: Browser, names: Catalogue, database: Database, books: Actor, count_queries: Any
) -> None:
    with count_queries() as few:
        owner.get("/?period=2025-07")
    with database.session(books) as session:
        for number in range(60):
            factories.transaction(session, payee=f"P{number}")
    with count_queries() as many:
        owner.get("/?period=2025-07")
    assert len(many) <= len(few) <= 12
