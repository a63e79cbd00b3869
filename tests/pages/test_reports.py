"""The page of reports: sums that open the lists they are made of."""

import json
import re
from html import unescape

import pytest

from ftracker.db import Actor
from tests import factories

RANGE = "/reports?unit=month&start=2025-06-01&end=2025-09-01"


@pytest.fixture
def written(database, books: Actor) -> None:
    """Write down income, spending with a refund, a set-aside and a transfer."""
    with database.session(books) as session:
        savings = factories.account(session, name="Piggy bank")
        add = factories.transaction
        add(session, date="2025-06-30", amount="2000", type="Income", category="Salary")
        add(session, date="2025-07-02", amount="80.10", category="Groceries")
        add(session, date="2025-07-03", amount="20.05", category="Groceries", type="Income")
        add(session, date="2025-07-04", amount="900", category="Housing")
        add(session, date="2025-08-31", amount="150", category="Savings")
        add(session, date="2025-08-31", amount="75", type="Transfer", to_account_id=savings.id)
        add(session, date="2025-09-01", amount="5000", category="Leisure")


def links(page: str) -> list[tuple[str, str]]:
    """Read each figure with the address that it leads to."""
    found = re.findall(r'<a class="amount[^"]*" href="([^"]+)">([^<]+)</a>', page)
    return [(unescape(href), text) for href, text in found]


def chart(page: str, name: str) -> dict:
    return json.loads(re.search(rf'id="{name}">(.*?)</script>', page, re.DOTALL)[1])


def figures(page: str) -> dict[str, str]:
    """Read the figures on top of a page by their label."""
    found = re.findall(r'<dt>([^<]+)</dt>\s*<dd><a class="amount" href="[^"]+">([^<]+)</a>', page)
    return dict(found)


@pytest.mark.usefixtures("written")
def test_it_sums_the_range_without_its_end(owner):
    page = owner.get(RANGE).text
    assert figures(page) == {
        "Income": "€2,000.00",
        "Spending": "€960.05",
        "Set aside": "€150.00",
        "Net": "+€1,039.95",
    }


@pytest.mark.usefixtures("written")
def test_every_figure_opens_a_list_that_sums_to_it(owner):
    page = owner.get(RANGE).text
    found = links(page)
    assert len(found) > 20
    for href, text in found:
        word = re.search(r"section=(\w+)", href)[1]
        label = {"set_aside": "Set aside"}.get(word, word.capitalize())
        assert figures(owner.get(href.partition("#")[0]).text)[label] == text, href


@pytest.mark.usefixtures("written")
def test_charts_say_what_the_tables_say(owner):
    page = owner.get(RANGE).text
    bars = chart(page, "bars")
    assert bars["labels"] == ["Jun 25", "Jul 25", "Aug 25"]
    assert [one["values"] for one in bars["series"]] == [
        [2000.0, 0.0, 0.0],
        [0.0, 960.05, 0.0],
        [0.0, 0.0, 150.0],
        [2000.0, -960.05, 0.0],
    ]
    assert chart(page, "pie")["labels"] == ["Housing", "Groceries"]
    assert chart(page, "pie")["series"][0]["values"] == [900.0, 60.05]
    assert chart(page, "trend")["series"][1]["values"] == [
        None,
        None,
        pytest.approx(320.0166, 1e-3),
    ]


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("unit", "label"), [("week", "30 Jun – 6 Jul 2025"), ("month", "July 2025"), ("year", "2025")]
)
def test_it_cuts_the_range_by_week_month_or_year(owner, unit, label):
    page = owner.get(RANGE.replace("month", unit)).text
    assert f">{label}</a>" in page


@pytest.mark.usefixtures("written")
def test_a_period_that_is_cut_leads_to_its_days_only(owner):
    page = owner.get("/reports?unit=month&start=2025-07-03&end=2025-08-01").text
    assert ("/?start=2025-07-03&end=2025-08-01&section=spending#transactions", "€879.95") in links(
        page
    )


@pytest.mark.usefixtures("written")
def test_the_form_names_the_last_day_and_counts_it(owner):
    page = owner.get("/reports?unit=month&start=2025-06-01&until=2025-09-01").text
    assert figures(page)["Spending"] == "€5,960.05"
    assert re.search(r'name="until"[^>]*value="2025-09-01"', page)


def test_a_category_counts_in_the_one_above_it(owner, database, books):
    with database.session(books) as session:
        upper = factories.category(session, name="Music")
        factories.category(session, name="Concerts", parent_id=upper.id)
        factories.transaction(session, date="2025-07-02", amount="10", category="Music")
        factories.transaction(session, date="2025-07-02", amount="30", category="Concerts")
    page = owner.get(RANGE).text
    assert chart(page, "pie")["labels"] == ["Music"]
    href = next(href for href, _ in links(page) if "category_id" in href)
    assert figures(owner.get(href.partition("#")[0]).text)["Spending"] == "€40.00"


def test_the_smallest_slices_are_gathered(owner, database, books):
    with database.session(books) as session:
        for number in range(12):
            factories.category(session, name=f"Category {number}")
            factories.transaction(
                session, date="2025-07-02", amount=str(number + 1), category=f"Category {number}"
            )
    pie = chart(owner.get(RANGE).text, "pie")
    assert pie["labels"][-1] == "2 more"
    assert pie["series"][0]["values"][-1] == 3.0


def test_without_words_it_shows_the_last_twelve_months(owner):
    page = owner.get("/reports").text
    assert re.search(r'aria-current="true">Last 12 months<', page)


def test_empty_books_are_told_what_to_do(owner):
    assert "Nothing was written down" in owner.get("/reports").text


def test_a_refund_alone_has_no_pie(owner, database, books):
    with database.session(books) as session:
        add = factories.transaction
        add(session, date="2025-07-03", amount="20", category="Groceries", type="Income")
    page = owner.get(RANGE).text
    assert "Nothing was spent." in page
    assert figures(page)["Spending"] == "−€20.00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("start=2025-09-01&end=2025-06-01", "must come before"),
        ("start=1066-01-01&end=2025-06-01", "between 1900 and 2199"),
        ("start=9999-12-31&until=9999-12-31", "must come before"),
        ("unit=week&start=1990-01-01&end=2025-01-01", "shown by year"),
        ("unit=month&start=1980-01-01&end=2025-01-01", "shown by year"),
    ],
)
def test_a_range_that_makes_no_sense_is_mended_and_says_so(owner, words, said):
    answer = owner.get(f"/reports?{words}")
    assert answer.status_code == 200
    assert said in answer.text


@pytest.mark.parametrize("words", ["start=yesterday", "unit=decade", "end=", "until=x&unit="])
def test_words_that_mean_nothing_are_left_aside(owner, words):
    assert "Last 12 months" in owner.get(f"/reports?{words}").text


def test_a_viewer_may_look(viewer):
    assert viewer.get("/reports").status_code == 200


def test_a_stranger_sees_nothing_of_it(stranger, written):
    assert figures(stranger.get(RANGE).text)["Income"] == "€0.00"
