"""The calendar of reports: days, weekdays and days of the month that open what they are made of."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.db import Actor
from ftracker.routes import report_bodies
from tests import factories
from tests.proofs import Prover, claims

TODAY = date(2025, 7, 31)
JULY = {"start": "2025-07-01", "end": "2025-08-01"}


@pytest.fixture
def written(database, books: Actor) -> None:
    """Write down two Tuesdays with a refund, a payday, and a day of June."""
    with database.session(books) as session:
        add = factories.transaction
        add(session, date="2025-07-01", amount="80.10", category="Groceries")
        add(session, date="2025-07-08", amount="20.05", category="Groceries", type="Income")
        add(session, date="2025-07-08", amount="900", category="Housing", payee="Landlord")
        add(session, date="2025-07-15", amount="2000", type="Income", category="Salary")
        add(session, date="2025-06-30", amount="5", category="Leisure")


def body_of(session, **words: str):
    return report_bodies.ask(session, "calendar", JULY | words, today=TODAY, locale="en").body


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    "words",
    [
        {},
        {"section": "income"},
        {"section": "net"},
        {"q": "lidl or amount>500"},
        {"start": "2024-01-01"},
    ],
)
def test_every_day_opens_what_it_is_made_of(database, books, words):
    with database.session(books) as session:
        body = body_of(session, **words)
        assert Prover(session, today=TODAY).mistakes(body) == []
        assert len(list(claims(body))) > 50


@pytest.mark.usefixtures("written")
def test_it_shows_the_weekday_that_costs_most(database, books):
    with database.session(books) as session:
        body = body_of(session)
    days, weekdays, month_days = body.tables
    assert [row.cells[1].text for row in days.rows] == ["€80.10", "€879.95"]
    tuesday = weekdays.rows[1].cells
    assert [cell.text for cell in tuesday] == [
        "Tuesday", "€960.05", "100 %", "3", "5", "€192.01", "€0.00",
    ]  # fmt: skip
    assert len(month_days.rows) == 31
    average = body.figures[1]
    assert (average.value, average.text) == (Decimal("30.97"), "€30.97")
    (said,) = body.sentences
    assert said.text == "Most is spent on Tuesdays: €192.01 on average, 100 % of all."
    (sheet,) = body.blocks[0].grid.sheets
    assert sheet.title == "July 2025"
    assert [tile and tile.level for tile in sheet.rows[1]] == [0, 4, 0, 0, 0, 0, 0]


@pytest.mark.usefixtures("written")
def test_a_week_is_too_short_to_tell_weekdays_apart(database, books):
    with database.session(books) as session:
        assert body_of(session, end="2025-07-08").sentences == ()


@pytest.mark.usefixtures("written")
def test_the_page_says_which_weeks_a_long_range_shows(owner):
    page = owner.get("/reports/calendar?start=2020-01-01&end=2025-08-01").text
    assert "shown by its last weeks: Mon 29 Jul 2024 – Thu 31 Jul 2025" in page
    assert ">Set aside</a>" in page


def test_empty_books_have_a_calendar_too(owner):
    assert "Nothing to show in these days" in owner.get("/reports/calendar").text
