"""The frame around every report: days, ways to look, filters and files, all in its address."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from ftracker.db import Actor
from ftracker.queries.catalogue import catalogue
from tests import factories

MONTHS = "/reports/profit-and-loss?unit=month&start=2025-06-01&end=2025-09-01"


@pytest.fixture
def written(database, books: Actor) -> dict[str, str]:
    """Write down a little of two categories, and give the ids of both."""
    with database.session(books) as session:
        add = factories.transaction
        add(session, date="2025-07-02", amount="80.10", category="Groceries", payee="Corner shop")
        add(session, date="2025-07-03", amount="900", category="Housing", payee="=Landlord")
        names = catalogue(session).categories.values()
        return {one.name: str(one.id) for one in names}


def hrefs(page: str, label: str) -> list[str]:
    """List where links lead whose words are a label."""
    found = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>([^<]+)', page)
    return [unescape(href) for href, text in found if unescape(text).strip() == label]


def test_ways_to_look_are_links_that_keep_the_rest(owner, written):
    page = owner.get(f"{MONTHS.replace('profit-and-loss', 'trends')}&q=shop").text
    (earlier,) = hrefs(page, "A year earlier")
    assert "q=shop" in earlier
    assert "start=2025-06-01" in earlier
    assert "compare=year" in earlier
    (preset,) = hrefs(page, "Last 90 days")
    assert preset.endswith("?unit=month&q=shop&range=last-90-days")


def test_filters_are_ticked_as_the_address_says_and_each_can_be_taken_away(owner, written):
    ids = f"{written['Groceries']},{written['Housing']}"
    page = owner.get(f"{MONTHS}&category_id={ids}&payee=Corner+shop&kind=expense").text
    ticked = re.findall(r'name="([a-z_]+)" value="([^"]+)" checked', page)
    assert sorted(ticked) == sorted(
        [("payee", "Corner shop"), ("kind", "Expense")]
        + [("category_id", one) for one in ids.split(",")]
    )
    badges = re.findall(r'<a href="([^"]+)" title="Remove this filter">([^<]+)<', page)
    assert {label for _, label in badges} == {
        "Groceries or Housing",
        "Expense",
        "payee Corner shop",
    }
    without = next(unescape(href) for href, label in badges if label.startswith("payee"))
    assert "payee" not in without
    assert "kind=expense" in without


def test_the_form_keeps_what_it_cannot_offer(owner, written):
    gone = "123e4567-e89b-12d3-a456-426614174000"
    words = {
        "category_id": f"{written['Groceries']},{gone}",
        "member_id": "none",
        "payee": "\nCorner shop",
        "import_id": gone,
        "section": "income",
    }
    page = owner.get(f"{MONTHS}&{urlencode(words)}").text
    form = re.search(r'<form class="panel"[^>]*data-payees>.*?</form>', page, re.DOTALL)[0]
    hidden = re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', form)
    ticked = re.findall(r'name="([a-z_]+)" value="([^"]*)" checked>([^<]*)', form)
    assert set(hidden) >= {("category_id", gone), ("member_id", "none"), ("import_id", gone)}
    assert [(value, label) for name, value, label in ticked if name == "payee"] == [
        ("\n", "No payee"),
        ("Corner shop", "Corner shop"),
    ]
    # A browser sends line breaks of fields as two signs.
    sent = [*hidden, *((name, value.replace("\n", "\r\n")) for name, value, _ in ticked)]
    again = owner.get(f"/reports/profit-and-loss?{urlencode(sent)}").text
    badges = [re.findall(r'title="Remove this filter">([^<]+)<', one) for one in (page, again)]
    assert len(badges[0]) == 4
    assert {frozenset(one.split(" or ")) for one in badges[0]} == {
        frozenset(one.split(" or ")) for one in badges[1]
    }


def test_an_empty_field_of_the_form_asks_for_nothing(owner, written):
    page = owner.get(f"{MONTHS}&payee=Corner+shop&payee=&tag=&min=&section=&category_id=").text
    assert "€80.10" in page
    assert re.findall(r'title="Remove this filter">([^<]+)<', page) == ["payee Corner shop"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("min=much", "“much” is no amount"),
        ("section=gifts", "no part of the books called “gifts”"),
        ("q=amount>", "amount"),
        ("compare=never", "compared with"),
        ("range=always", "no such range"),
        ("category_id=123e4567-e89b-12d3-a456-426614174000", "a category that no longer exists"),
        ("account_id=x", "an account that no longer exists"),
        ("kind=Gifts,Expense", "no kind of categories called “Gifts”"),
        ("member_id=x,none", "somebody who is no longer a member"),
        ("import_id=x", "a file that never came in"),
    ],
)
def test_what_makes_no_sense_is_said(owner, written, words, said):
    answer = owner.get(f"/reports/profit-and-loss?{words}")
    assert answer.status_code == 200
    assert said in answer.text


@pytest.mark.parametrize(
    "name", ["categories", "trends", "payees", "largest", "calendar", "budgets"]
)
@pytest.mark.parametrize("section", ["net", "transfer"])
def test_a_report_of_one_section_says_which_it_shows_instead_of_another(owner, name, section):
    said = "This report shows income, spending or set aside; this is spending."
    assert said in owner.get(f"/reports/{name}?section={section}").text
    for fine in ("section=income", ""):
        assert "This report shows" not in owner.get(f"/reports/{name}?{fine}").text


def test_words_of_one_report_that_mean_nothing_are_said(owner, written):
    page = owner.get("/reports/categories?parent=x").text
    assert "no such category with others below it" in page
    assert "There is no such budget here" in owner.get("/reports/budgets?cadence=x").text


def test_days_without_anything_say_so(owner, written):
    page = owner.get("/reports/profit-and-loss?start=2020-01-01&end=2020-02-01").text
    assert "Nothing was written down in these days" in page
    (everything,) = hrefs(page, "Show everything")
    assert "€980.10" in owner.get(everything).text


def test_a_table_comes_as_a_file(owner, written):
    page = owner.get(MONTHS).text
    sheet = owner.get(next(h for h in hrefs(page, "XLSX")))
    assert sheet.content.startswith(b"PK")
    answer = owner.get(next(h for h in hrefs(page, "CSV")))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = "ftracker-profit-and-loss-periods-2025-06-01-2025-08-31.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    header, *rows = answer.text.splitlines()
    assert header.startswith("period,income,spending")
    assert len(rows) == 3
    assert "980.10" in rows[1]


@pytest.mark.parametrize("words", ["table=nothing&file=csv", "table=periods&file=pdf", "file=csv"])
def test_there_is_no_file_of_what_is_no_table(owner, written, words):
    assert owner.get(f"{MONTHS}&{words}").status_code == 404
