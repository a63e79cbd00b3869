"""What subscriptions cost in a year, and what was paid for them."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import schedules
from tests import factories
from tests.reporting import foot, report, rows, table
from tests.services.budgeting import named

YEAR = {"period": "2026"}
D = Decimal


@pytest.fixture
def films(session):
    """Pay for films by the month, dearer since June; and for music that names nobody."""
    for month in range(1, 12):
        price = "9.99" if month < 6 else "12.99"
        common = {"date": f"2026-{month:02}-03", "category": "Leisure"}
        factories.transaction(session, amount=price, payee="Streaming Films", **common)
        factories.transaction(session, amount="5", payee="", note="Music club", **common)
    factories.transaction(
        session, amount="30", date="2026-02-01", payee="Streaming Films", category="Groceries"
    )


@pytest.fixture
def gym(session):
    """Plan a subscription that was not paid yet."""
    return schedules.add(
        session,
        ScheduleIn(
            name="Gym", payee="Gym", amount="40", category="Health", start_date="2026-12-01",
            every=1, unit="month", is_subscription=True,
        ),
    )  # fmt: skip


@pytest.mark.usefixtures("films")
def test_the_dearest_by_the_year_comes_first(session, gym):
    body = report(session, "subscriptions", **YEAR)
    assert rows(body, "subscriptions", "name", "amount", "per", "yearly", "next") == [
        ("Gym", D(40), "a month", D(480), date(2026, 12, 1)),
        ("Streaming Films", D("12.99"), "a month", D("155.88"), date(2026, 12, 3)),
        ("Music club", D(5), "a month", D(60), date(2026, 12, 3)),
    ]
    assert foot(body, "subscriptions", "yearly") == (D("695.88"),)
    assert [one.value for one in body.figures] == [D("695.88"), D("57.99")]
    assert table(body, "subscriptions").rows[0].cells[0].href == f"/schedules/{gym.id}"


@pytest.mark.usefixtures("films", "gym")
def test_what_was_paid_is_that_of_its_payees_and_categories(session):
    paid = dict(rows(report(session, "subscriptions", **YEAR), "subscriptions", "name", "paid"))
    assert paid["Streaming Films"] == 5 * D("9.99") + 6 * D("12.99")
    assert paid["Gym"] == 0
    assert paid["Music club"] is None


def test_what_names_nobody_at_all_is_called_by_its_category(session):
    factories.category(session, name="Music")
    for month in range(1, 12):
        day = f"2026-{month:02}-03"
        factories.transaction(session, amount="5", payee="", date=day, category="Music")
    body = report(session, "subscriptions", **YEAR)
    assert rows(body, "subscriptions", "name", "yearly", "paid") == [("Music", D(60), None)]


@pytest.mark.usefixtures("films")
def test_changes_of_price_are_told(session):
    body = report(session, "subscriptions", **YEAR)
    assert [one.text for one in body.sentences] == [
        "Streaming Films became €3.00 dearer on Wed 3 Jun 2026."
    ]
    prices = dict(rows(body, "subscriptions", "name", "price_change"))
    assert prices == {"Streaming Films": D(3), "Music club": None}
    assert not report(session, "subscriptions", period="2026-07").sentences


@pytest.mark.usefixtures("films", "gym")
def test_filters_by_category_payee_and_account_leave_some_out(session):
    health, leisure = (str(named(session, name).id) for name in ("Health", "Leisure"))
    card = factories.account(session, name="Card")

    def names(**words):
        body = report(session, "subscriptions", **YEAR, **words)
        return [name for (name,) in rows(body, "subscriptions", "name")]

    assert names(category_id=health) == ["Gym"]
    assert names(category_id=leisure, payee="Streaming Films") == ["Streaming Films"]
    assert names(account_id=str(card.id)) == []


def test_empty_books_are_told_what_to_do(session):
    body = report(session, "subscriptions", **YEAR)
    assert body.is_empty
    assert body.empty.startswith("Nothing looks like a subscription")
    assert [one.value for one in body.figures] == [0, 0]
