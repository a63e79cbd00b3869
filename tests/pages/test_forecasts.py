"""The forecast as a page: what will be, how sure that is, and where its figures lead."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest

from ftracker.db import Actor, Database
from ftracker.db.scope import currency
from ftracker.domain.forecasts import Score, ScoreRow, Topic
from ftracker.queries import forecast_glances
from ftracker.queries.catalogue import catalogue
from ftracker.routes.pages import forecasts as pages
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import budgets, forecasting, goals, schedules
from ftracker.web import forecasts as shown
from ftracker.web.rows import Writer
from tests import factories, foreseen
from tests.foreseen import TODAY, Row
from tests.proofs import Prover

LATER = datetime.now(UTC) + timedelta(minutes=5)
PLACE = re.compile(r'href="(/forecast/categories/[^"]+)"')


def words(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def work_out(session) -> None:
    assert forecasting.recompute(session, today=TODAY, now=LATER)


def score(session) -> None:
    key = next(c.id for c in catalogue(session).categories.values() if c.name == "Groceries")
    common = dict.fromkeys(("error", "size", "simple"), Decimal(50)) | {"in50": 0.5, "in80": 0.82}
    common |= {"error": Decimal(40), "size": Decimal(400)}
    about = [
        (Topic.CASH, None, "day", 30, "known_only", ""),
        (Topic.CATEGORIES, None, "month", 1, "average", "spending"),
        (Topic.CATEGORIES, key, "month", 1, "year_ago", "spending"),
        (Topic.CASH, catalogue(session).default_account.id, "day", 30, "unchanged", ""),
    ]
    rows = tuple(
        ScoreRow(topic, subject, unit, step, 12, method=method, section=section, **common)
        for topic, subject, unit, step, method, section in about
    )
    made = Score(TODAY, 12, date(2026, 10, 1), 0.4, rows)
    forecasting.keep(session, [(Topic.SCORE, made)], as_of=TODAY, now=LATER)


@pytest.fixture
def calm(database: Database, books: Actor) -> None:
    """Eighteen months, a second account, budgets, a goal, something booked ahead, and a score."""
    with database.session(books) as session:
        factories.account(session, name="Purse", kind="cash")
        foreseen.book(session, foreseen.calm())
        foreseen.book(session, [Row(date(2026, 11, 28), "19", payee="Ahead", account="Purse")])
        foreseen.book(session, [Row(date(2026, 11, 2), "7", payee="Kiosk", account="Purse")])
        gas = {"name": "Gas", "amount": "60", "category": "Utilities", "start_date": "2026-12-02"}
        schedules.add(session, ScheduleIn(**gas))
        for name, amount in (("Groceries", "300"), ("Housing", "950"), ("Salary", "2500")):
            budgets.add(session, BudgetIn(category=name, amount=amount), today=TODAY)
        trip = {"category": "Savings", "target_amount": "900", "name": "Trip"}
        goals.add(session, GoalIn(**trip, due_date="2027-06-30"), today=TODAY)
        goals.add(session, GoalIn(**trip | {"name": "Boat"}, monthly_amount="90"), today=TODAY)
        work_out(session)
        score(session)


pytestmark = pytest.mark.usefixtures("late_november")


@pytest.mark.usefixtures("calm")
def test_it_says_what_will_be_how_sure_that_is_and_how_good_it_was(owner):
    page = owner.get("/forecast").text
    told = words(page)
    for said in (
        "Cash ahead", "Balance today", "Lowest expected", "Known to come in the next 30 days",
        "Below zero before the next income on 1 Dec: under 1 %.", "Ahead (booked ahead, Purse)",
        "Spending ahead", "All spending by 30 Nov", "Groceries will end between €",
        "almost certainly over", "Goals ahead", "Trip", "How good is this?", "based on 1",
        "The balance 30 days ahead was missed by €40 of €400, typically;",
        "the best simple way, known things alone, missed by €50.",
        "Of 100 truths 82 lay inside the 80 % range.",
        "40 % of the transactions were imported long after their day.",
        "What was spent in the month ahead of 12 past month-ends was missed by €40 of €400",
        "the same month a year ago", "Work it out again",
    ):  # fmt: skip
        assert said in told, said
    assert '"type": "bands"' in page
    assert re.search(r"Worked out (today|tomorrow|on .*) at \d\d:\d\d", told)


@pytest.mark.usefixtures("calm")
def test_each_figure_of_the_past_is_what_its_list_comes_to(database, books):
    with database.reading(books) as session:
        writer = Writer(catalogue(session), currency(session), "en")
        prover = Prover(session, today=TODAY)
        for about in ({}, {"months": "12", "ahead": "3"}, {"account_id": str(purse(session))}):
            known = pages.found(session)
            page = shown.build(known, about, writer, today=TODAY, is_pending=False)
            assert [part.word for part in page.parts] == ["cash", "spending", "goals", "score"]
            for part in page.parts:
                assert prover.mistakes(part.body) == []


def purse(session):
    return next(a.id for a in catalogue(session).accounts.values() if a.name == "Purse")


@pytest.mark.usefixtures("calm")
def test_a_category_stands_before_and_ahead(owner, database, books):
    places = {unescape(one) for one in PLACE.findall(owner.get("/forecast").text)}
    assert len(places) >= 3
    for place in places:
        page = owner.get(place).text
        assert "Before and ahead" in page
        assert '"type": "bands"' in page
    groceries = next(one for one in places if "Groceries ahead" in owner.get(one).text)
    told = words(owner.get(groceries).text)
    assert "Spent so far" in told
    assert "the same month a year ago" in told
    table = owner.get(f"{groceries}&file=csv&table=periods").text.splitlines()
    assert table[0].startswith("period,came,expected")
    with database.reading(books) as session:
        prover = Prover(session, today=TODAY)
        for key in re.findall(r'href="(/\?start=[^"]+section=[^"]+)"', owner.get(groceries).text):
            assert prover.rows(unescape(key)) is not None
    unknown = groceries.replace(groceries.split("/")[-1][:36], str(books.household_id))
    assert owner.get(unknown).status_code == 404


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("table", ["balances", "known", "spending", "income", "goals", "score"])
def test_its_tables_are_files(owner, table):
    answer = owner.get(f"/forecast?months=12&file=csv&table={table}")
    assert answer.headers["content-disposition"].startswith('attachment; filename="ftracker-fore')
    assert len(list(csv.reader(answer.text.splitlines()))) > 1
    assert owner.get(f"/forecast?file=xlsx&table={table}").content[:2] == b"PK"
    assert owner.get(f"/forecast?file=pdf&table={table}").status_code == 404
    assert owner.get("/forecast?file=csv&table=no").status_code == 404


@pytest.mark.usefixtures("calm")
def test_words_that_mean_nothing_are_as_usual(owner, database, books):
    page = owner.get("/forecast?months=99&account_id=x&ahead=ten").text
    assert 'aria-current="true">3 months</a>' in page
    with database.reading(books) as session:
        key = purse(session)
    assert "Account:</span> Purse" in owner.get(f"/forecast?account_id={key}").text
    assert "Period:</span> Later" not in owner.get("/forecast?ahead=99").text


@pytest.mark.usefixtures("calm")
def test_home_budgets_and_goals_say_where_they_will_end(owner, database, books):
    figure = words(owner.get("/safe-to-spend/figure").text)
    assert re.search(r"Lowest €[\d,]+ on 30 Nov \(80 %: €[\d,]+ – €[\d,]+", figure)
    sheet = owner.get("/budgets").text
    assert len(re.findall(r"likely <a class=\"amount\"", sheet)) == 3
    assert "likely <a" not in owner.get("/budgets?start=2026-10-01").text
    assert "by June 2027" in words(owner.get("/goals").text)
    with database.reading(books) as session:
        key = next(one for one in budgets_of(session) if one[1] == "Groceries")[0]
    cell = words(owner.get(f"/budgets/{key}/cell?day=2026-11-01").text)
    assert re.search(r"It will end at €\d+ – €\d+ in 80 of 100 cases: over already", cell)
    with database.session(books) as session:
        factories.transaction(session, date="2026-11-20", amount="5000", category="Groceries")
    cell = words(owner.get(f"/budgets/{key}/cell?day=2026-11-01").text)
    assert re.search(r"It will end at €5,\d+ in 80 of 100 cases: over already", cell)


def budgets_of(session):
    from ftracker.queries import budgets as stored

    names = catalogue(session).categories
    return [
        (one.id, names[one.category_id].name) for one in stored.listing(session) if one.category_id
    ]


def test_an_empty_household_hears_what_is_needed(owner, database, books):
    told = words(owner.get("/forecast").text)
    assert "Not enough yet" in told
    assert "What came and went in a month or more" in told
    assert owner.get("/safe-to-spend/figure").text.count("href=") == 1
    with database.session(books) as session:
        assert forecast_glances.lowest(session) is None
        assert forecast_glances.present(session) == {}
        key = next(iter(catalogue(session).categories))
    assert owner.get(f"/forecast/categories/{key}").headers["location"] == "/forecast"
    with database.session(books) as session:
        forecasting.keep(
            session,
            list(zip(forecasting.TOPICS, forecasting.answer(
                forecasting.gather(session, today=TODAY), seed=1), strict=True)),
            as_of=TODAY,
            now=LATER,
        )  # fmt: skip
    assert "Not enough yet" in words(owner.get("/forecast").text)


def test_before_the_first_forecast_it_is_said_to_be_coming(owner, database, books):
    with database.session(books) as session:
        foreseen.book(session, [Row(TODAY, "5")])
    page = owner.get("/forecast").text
    assert "It is being worked out" in page
    assert 'hx-trigger="load delay:4s"' in page


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (foreseen.calm(2), "of data: wide range"),
        ([Row(TODAY, "5")], "less than a month of history"),
        (foreseen.chaotic(), "based on"),
        ([Row(TODAY, "20", "Salary")], "less than a month"),
    ],
    ids=["young", "one", "chaotic", "odd"],
)
def test_young_and_chaotic_households_read_well(owner, database, books, rows, said):
    with database.session(books) as session:
        foreseen.book(session, rows)
        work_out(session)
    page = owner.get("/forecast?months=12").text
    assert said in words(page)
    for place in PLACE.findall(page):
        assert owner.get(unescape(place)).status_code == 200
    assert not re.search(r"\b(nan|inf|None)\b", words(page), re.IGNORECASE)


@pytest.mark.usefixtures("calm")
def test_the_page_asks_a_fixed_number_of_questions(owner, count_queries):
    owner.get("/forecast")
    with count_queries() as asked:
        owner.get("/forecast?months=12")
    assert len(asked) <= 10
