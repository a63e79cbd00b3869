"""The pages of the summary, of categories and of profit and loss: sums that open their lists."""

import json
import re
from datetime import date
from html import escape, unescape

import pytest

from ftracker.db import Actor
from ftracker.routes import deps
from tests import factories
from tests.clients import Browser
from tests.services.budgeting import named

RANGE = "/reports?unit=month&start=2025-06-01&end=2025-09-01"
WORDS = RANGE.partition("?")[2]
REPORTS = ("/reports", "/reports/categories", "/reports/profit-and-loss")


@pytest.fixture(autouse=True)
def late_august(app):
    """Let it be a day after most of what is written down."""

    async def today() -> date:
        return date(2025, 8, 31)

    app.dependency_overrides[deps.today] = today
    yield
    del app.dependency_overrides[deps.today]


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


@pytest.fixture
def families(database, books: Actor) -> None:
    """Write down two families, one of them with a refund that outweighs it."""
    with database.session(books) as session:
        upper = factories.category(session, name="Music")
        factories.category(session, name="Concerts", parent_id=upper.id)
        factories.category(session, name="Records", parent_id=upper.id)
        add = factories.transaction
        add(session, date="2025-06-02", amount="50", category="Concerts")
        add(session, date="2025-07-02", amount="10", category="Music")
        add(session, date="2025-07-03", amount="30", category="Concerts")
        add(session, date="2025-07-04", amount="4", category="Records", type="Income")
        add(session, date="2025-07-05", amount="20", category="Health")
        add(session, date="2025-07-05", amount="25", category="Health", type="Income")
        add(session, date="2025-07-06", amount="7", category="Uncategorised")
        add(session, date="2025-07-06", amount="9", category="Uncategorised", type="Income")


def table(page: str, name: str) -> list[list[tuple[str, str]]]:
    """Read the rows of a block's table as texts with their addresses."""
    block = page[page.index(f'id="block-{name}"') :].partition("</table>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", block, re.DOTALL)
    return [
        [_field(one) for one in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)] for row in rows
    ]


def _field(cell: str) -> tuple[str, str]:
    href = re.search(r'href="([^"]*)"', cell)
    return unescape(re.sub("<[^>]+>", "", cell)).strip(), unescape(href[1]) if href else ""


def texts(page: str, name: str) -> list[list[str]]:
    return [[text for text, _ in row] for row in table(page, name)[1:]]


def chart(page: str, name: str) -> dict:
    return json.loads(re.search(rf'id="chart-{name}">(.*?)</script>', page, re.DOTALL)[1])


def figures(page: str) -> dict[str, str]:
    """Read the figures on top of a page by their label."""
    found = re.findall(r"<dt>([^<]+)</dt>\s*<dd><a [^>]+>([^<]+)</a>", page)
    return dict(found)


def sentences(page: str) -> list[tuple[str, str]]:
    block = re.search(r'<ul class="sentences[^"]*">.*?</ul>', page, re.DOTALL)
    return [_field(one) for one in re.findall(r"<li.*?</li>", block[0], re.DOTALL)] if block else []


def listed(owner: Browser, href: str) -> dict[str, str]:
    return figures(owner.get(href.partition("#")[0]).text)


def proved(owner: Browser, page: str, name: str, *columns: int) -> int:
    """Follow each sum of a table's columns to its list; gives how many there were."""
    count = 0
    for row in table(page, name)[1:]:
        for text, href in (row[at] for at in columns):
            if href:
                word = re.search(r"section=(\w+)", href)[1]
                label = {"set_aside": "Set aside"}.get(word, word.capitalize())
                assert listed(owner, href)[label] == text, href
                count += 1
    return count


@pytest.mark.usefixtures("written")
def test_it_sums_the_range_without_its_end(owner):
    page = owner.get(RANGE).text
    assert figures(page) == {
        "Income": "€2,000.00",
        "Spending": "€960.05",
        "Set aside": "€150.00",
        "Net": "+€1,039.95",
        "Savings rate": "52 %",
    }
    assert "8 % was set aside" in page


@pytest.mark.usefixtures("written")
def test_every_figure_opens_a_list_that_sums_to_it(owner):
    page = owner.get(f"{RANGE}&compare=before").text
    assert proved(owner, page, "periods", 1, 2, 3, 4, 5) == 19
    assert proved(owner, page, "comparison", 1, 2) == 8
    assert proved(owner, page, "typical", 3, 4) == 8
    assert proved(owner, page, "spending", 1) == 2


@pytest.mark.usefixtures("written")
def test_averages_and_medians_are_of_whole_periods_that_are_over(owner):
    found = texts(owner.get(RANGE).text, "typical")
    assert found[0] == ["Income", "€1,000.00", "€1,000.00", "€0.00", "€2,000.00"]
    assert found[1] == ["Spending", "€480.03", "€480.03", "€0.00", "€960.05"]
    week = owner.get("/reports?unit=month&start=2025-07-02&end=2025-07-09").text
    assert texts(week, "typical")[1][1] == "€960.05"


@pytest.mark.usefixtures("written")
def test_a_comparison_tells_what_was_then(owner):
    days = "/reports?start=2025-07-01&end=2025-08-01&compare=before"
    page = owner.get(days).text
    assert "Beside June 2025" in page
    assert "100 % less <span>than in June 2025" in page
    assert texts(page, "comparison")[0] == [
        "Income", "€0.00", "€2,000.00", "−100 %", "−€2,000.00"
    ]  # fmt: skip
    assert texts(page, "comparison")[1] == ["Spending", "€960.05", "€0.00", "", "+€960.05"]
    usual = owner.get(days.replace("before", "usual")).text
    assert "The one month before." in usual
    assert "a usual month" in usual


def test_books_that_are_too_young_have_nothing_usual_and_say_so(owner, database, books):
    with database.session(books) as session:
        factories.transaction(session, date="2025-08-02")
    for report in REPORTS:
        page = owner.get(f"{report}?range=this-month&compare=usual").text
        assert "not reach far enough back" in page


def test_the_biggest_changes_are_sentences_that_lead_to_their_lists(owner, database, books):
    with database.session(books) as session:
        for month in range(1, 8):
            for day in range(1, 6):
                made = {"date": f"2025-{month:02}-{day:02}", "category": "Groceries"}
                factories.transaction(session, amount="40", **made)
            made = {"date": f"2025-{month:02}-01", "category": "Housing", "payee": "Landlord"}
            factories.transaction(session, amount="900", **made)
        for day in range(1, 9):
            made = {"date": f"2025-08-{day:02}", "category": "Groceries"}
            factories.transaction(session, amount="40", **made)
        factories.transaction(session, date="2025-08-01", amount="900", category="Housing")
        factories.transaction(session, date="2025-08-20", amount="300", category="Leisure")
    said = sentences(owner.get("/reports?start=2025-08-01&end=2025-09-01").text)
    assert [text for text, _ in said] == [
        "Leisure is new: €300.00 in August 2025, where there is usually nothing.",
        (
            "Groceries +60 % in August 2025: €320.00 instead of €200.00 in a usual month, "
            "8 payments instead of 5."
        ),
    ]
    assert listed(owner, said[1][1])["Spending"] == "€320.00"


@pytest.mark.usefixtures("written")
def test_charts_say_what_the_tables_say(owner):
    page = owner.get(RANGE).text
    bars = chart(page, "periods")
    assert bars["labels"] == ["Jun 25", "Jul 25", "Aug 25"]
    assert [one["values"] for one in bars["series"]] == [
        [2000.0, 0.0, 0.0],
        [0.0, 960.05, 0.0],
        [0.0, 0.0, 150.0],
        [2000.0, -960.05, 0.0],
    ]
    assert chart(page, "spending")["labels"] == ["Housing", "Groceries"]
    assert chart(page, "spending")["series"][0]["values"] == [900.0, 60.05]


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
    assert table(page, "periods")[1][2] == (
        "€879.95", "/?start=2025-07-03&end=2025-08-01&section=spending#transactions"
    )  # fmt: skip


@pytest.mark.usefixtures("families")
def test_categories_are_families_that_open_and_sum_to_their_lists(owner):
    page = owner.get(f"/reports/categories?{WORDS}").text
    assert texts(page, "categories") == [
        ["Music", "€86.00", "98 %", "4"],
        ["Uncategorised", "€7.00", "8 %", "1"],
        ["Health", "−€5.00", "−6 %", "2"],
        ["In all", "€88.00", "100 %", "7"],
    ]
    assert proved(owner, page, "categories", 1) == 4
    assert "Below zero, and therefore in the table only: Health." in page
    assert chart(page, "categories")["labels"] == ["Music", "Uncategorised"]


@pytest.mark.usefixtures("families")
def test_a_family_opens_into_its_categories_and_itself(owner):
    page = owner.get(f"/reports/categories?{WORDS}").text
    name, inside = table(page, "categories")[1][0]
    below = owner.get(inside).text
    assert (name, figures(below)) == ("Music", {"Spending, Music": "€86.00"})
    assert texts(below, "categories") == [
        ["Concerts", "€80.00", "93 %", "2"],
        ["Music itself", "€10.00", "12 %", "1"],
        ["Records", "−€4.00", "−5 %", "1"],
        ["In all", "€86.00", "100 %", "4"],
    ]
    assert proved(owner, below, "categories", 1) == 4
    assert chart(page, "categories")["links"][0] == inside
    assert sentences(below) == [
        ("These are the parts of Music. Show all categories.", f"/reports/categories?{WORDS}")
    ]


@pytest.mark.usefixtures("families")
def test_categories_stand_beside_those_of_other_days(owner):
    days = "unit=month&start=2025-07-01&end=2025-08-01&compare=before"
    page = owner.get(f"/reports/categories?{days}").text
    assert texts(page, "categories")[0] == ["Music", "€36.00", "95 %", "3", "€50.00", "−28 %"]
    assert proved(owner, page, "categories", 1, 4) == 8
    assert [one["values"] for one in chart(page, "categories")["series"]] == [
        [36.0, 7.0], [50.0, 0.0]
    ]  # fmt: skip
    gone = days.replace("start=2025-07-01&end=2025-08-01", "start=2025-08-01&end=2025-09-01")
    page = owner.get(f"/reports/categories?{gone}").text
    assert ["Music", "€0.00", "", "0", "€36.00", "−100 %"] in texts(page, "categories")
    assert 'data-chart="chart-categories"' not in page


@pytest.mark.usefixtures("families")
def test_a_section_of_categories_is_a_switch(owner):
    page = owner.get(f"/reports/categories?{WORDS}&section=income").text
    assert figures(page) == {"Income": "€9.00"}
    assert texts(page, "categories")[0][:2] == ["Uncategorised", "€9.00"]
    assert proved(owner, page, "categories", 1) == 2
    nothing = owner.get(f"/reports/categories?{WORDS}&section=set_aside").text
    assert "Nothing was set aside" in nothing
    assert f'href="/reports/categories?{escape(WORDS)}">Spending</a>' in nothing


@pytest.mark.usefixtures("families")
def test_filters_reach_only_those_of_a_family_that_they_let_through(owner, database, books):
    with database.session(books) as session:
        ids = [named(session, name).id for name in ("Concerts", "Records")]
    words = f"{WORDS}&category_id={ids[0]},{ids[1]}&alone=1"
    page = owner.get(f"/reports/categories?{words}").text
    assert [row[:2] for row in texts(page, "categories")] == [
        ["Music", "€76.00"], ["In all", "€76.00"]
    ]  # fmt: skip
    assert proved(owner, page, "categories", 1) == 2
    inside = owner.get(table(page, "categories")[1][0][1]).text
    assert figures(inside) == {"Spending, Music": "€76.00"}
    assert proved(owner, inside, "categories", 1) == 3


@pytest.mark.parametrize("parent", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_parent_that_there_is_none_of_falls_back_and_says_so(owner, parent):
    answer = owner.get(f"/reports/categories?parent={parent}")
    assert answer.status_code == 200
    assert "There is no such category" in answer.text


def test_the_smallest_slices_are_gathered_and_lead_to_all_of_them(owner, database, books):
    with database.session(books) as session:
        for number in range(12):
            factories.category(session, name=f"Category {number}")
            factories.transaction(
                session, date="2025-07-02", amount=str(number + 1), category=f"Category {number}"
            )
    page = owner.get(RANGE).text
    pie = chart(page, "spending")
    assert pie["labels"][-1] == "5 more"
    assert pie["series"][0]["values"][-1] == 15.0
    assert listed(owner, pie["links"][-1])["Spending"] == "€15.00"
    assert len(texts(page, "spending")) == 12


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("unit", ["week", "month", "year"])
def test_profit_and_loss_adds_the_year_up_beside_the_last(owner, database, books, unit):
    with database.session(books) as session:
        add = factories.transaction
        add(session, date="2024-07-10", amount="100", category="Housing")
        add(session, date="2024-08-31", amount="200", category="Housing")
        add(session, date="2024-09-01", amount="400", category="Housing")
    page = owner.get(f"/reports/profit-and-loss?range=this-year&unit={unit}").text
    rows = {row[0]: row for row in texts(page, "year")}
    if unit == "week":
        assert len(rows) == 53
        assert rows["14 Jul – 20 Jul 2025"][2:4] == ["+€1,039.95", "−€100.00"]
    else:
        assert rows["August 2025"][1:] == ["€0.00", "+€1,039.95", "−€300.00", "+€1,339.95"]
        assert rows["September 2025"][1:] == ["", "", "−€700.00", ""]
        assert proved(owner, page, "year", 1, 2, 3) == 28
    (said, href) = sentences(page)[0]
    assert said == (
        "€1,039.95 was left of 2025 up to Sun 31 Aug 2025: "
        "€1,339.95 more than in the same days of 2024."
    )
    assert listed(owner, href)["Net"] == "+€1,039.95"


@pytest.mark.usefixtures("written")
def test_each_period_stands_beside_the_one_in_its_place_then(owner, database, books):
    with database.session(books) as session:
        factories.transaction(session, date="2024-07-10", amount="100", category="Housing")
    page = owner.get(f"/reports/profit-and-loss?{WORDS}&compare=year").text
    assert [row[-1] for row in texts(page, "periods")] == [
        "€0.00", "−€100.00", "€0.00", "−€100.00"
    ]  # fmt: skip
    assert proved(owner, page, "periods", 4, 6) == 8
    assert chart(page, "periods")["series"][-1]["values"] == [0.0, -100.0, 0.0]
    ahead = owner.get("/reports/profit-and-loss?range=this-year&compare=year").text
    assert [row[-1] for row in texts(ahead, "periods")][6:9] == ["−€100.00", "€0.00", ""]
    more_then = "start=2025-07-02&end=2025-07-07&unit=week&compare=before"
    assert "Net then" not in owner.get(f"/reports/profit-and-loss?{more_then}").text


@pytest.mark.usefixtures("written")
def test_what_shows_all_sections_is_not_narrowed_to_one(owner):
    page = owner.get(f"{RANGE}&section=income").text
    assert figures(page)["Spending"] == "€960.05"
    assert proved(owner, page, "periods", 1, 2, 3, 4) == 16


def test_a_year_may_be_as_good_as_the_last_or_worse(owner, database, books):
    with database.session(books) as session:
        for year in (2025, 2024):
            factories.transaction(session, date=f"{year}-07-02", amount="10")
    first = sentences(owner.get("/reports/profit-and-loss").text)[0][0]
    assert first == (
        "€10.00 was missing of 2025 up to Sun 31 Aug 2025: the same as in the same days of 2024."
    )
    with database.session(books) as session:
        factories.transaction(session, date="2025-07-02", amount="10")
    later = sentences(owner.get("/reports/profit-and-loss").text)[0][0]
    assert later.startswith("€20.00 was missing of 2025")
    assert "€10.00 less than" in later


@pytest.mark.usefixtures("written")
def test_without_words_it_shows_the_last_twelve_months(owner):
    page = owner.get("/reports").text
    assert [row[0] for row in texts(page, "periods")][::11] == ["September 2024", "August 2025"]


def test_empty_books_are_told_so(owner):
    for report in ("/reports", "/reports/profit-and-loss"):
        assert "Nothing was written down" in owner.get(report).text
    assert "Nothing was spent" in owner.get("/reports/categories").text


def test_a_refund_alone_has_no_pie(owner, database, books):
    with database.session(books) as session:
        add = factories.transaction
        add(session, date="2025-07-03", amount="20", category="Groceries", type="Income")
    page = owner.get(RANGE).text
    assert 'data-chart="chart-spending"' not in page
    assert figures(page)["Spending"] == "−€20.00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("start=2025-09-01&end=2025-06-01", "must come before"),
        ("start=1066-01-01&end=2025-06-01", "between 1900 and 2199"),
        ("start=9999-12-31&until=9999-12-31", "must come before"),
        ("unit=week&start=1990-01-01&end=2025-01-01", "shown by year"),
        ("unit=month&start=1980-01-01&end=2025-01-01", "shown by year"),
        ("start=yesterday", "Write days as"),
        ("unit=decade", "weeks, months or years"),
        ("range=soon", "no such range"),
        ("compare=neighbours", "is compared with"),
    ],
)
def test_words_that_make_no_sense_are_mended_and_it_says_so(owner, words, said):
    for report in REPORTS:
        answer = owner.get(f"{report}?{words}")
        assert answer.status_code == 200
        assert said in answer.text


@pytest.mark.parametrize("report", REPORTS)
def test_the_ends_of_the_calendar_are_days_like_others(owner, report):
    for days in ("start=1900-01-01&end=1900-03-01", "start=2199-12-01"):
        for compare in ("before", "year", "usual"):
            assert owner.get(f"{report}?{days}&compare={compare}").status_code == 200


def test_a_report_costs_the_same_number_of_queries_whatever_it_holds(
    owner, database, books, count_queries
):
    def cost(path: str) -> int:
        with count_queries() as counted:
            owner.get(path)
        return counted[0]

    def write(day: str) -> None:
        with database.session(books) as session:
            for name in ("Groceries", "Housing", "Salary", "Savings"):
                factories.transaction(session, date=day, amount="7", category=name)

    paths = [f"{report}?{WORDS}&compare=usual" for report in REPORTS]
    write("2023-01-01")
    before = [(cost(path), cost(path))[1] for path in paths]
    for month in range(1, 9):
        write(f"2025-{month:02}-03")
    assert [cost(path) for path in paths] == before


def test_a_viewer_may_look(viewer):
    assert viewer.get("/reports").status_code == 200


def test_a_stranger_sees_nothing_of_it(stranger, written):
    assert figures(stranger.get(RANGE).text)["Income"] == "€0.00"
