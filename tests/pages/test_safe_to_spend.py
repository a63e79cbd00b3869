"""The page of what is safe to spend, and its number on the home page."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.plans import PlanEdit
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import budgets, goals, plans, schedules
from tests import factories

TODAY = date.today()  # noqa: DTZ011 - as the server reckons
SOON = TODAY + timedelta(days=3)
PAID = TODAY + timedelta(days=10)


def words(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def scheduled(session, name: str, amount: str, day: date, **given):
    plain = {"name": name, "amount": amount, "start_date": str(day), "payee": name}
    return schedules.add(session, ScheduleIn(**plain | given))


@pytest.fixture
def planned(database: Database, books: Actor) -> None:
    """A thousand, a salary in ten days, and one of everything before it."""
    with database.session(books) as session:
        cash = catalogue(session).default_account.id
        factories.transaction(session, amount="1000", type="Income", date=str(TODAY), payee="Start")
        factories.transaction(session, amount="40.50", date=str(SOON), payee="Ahead")
        scheduled(session, "Salary", "3000", PAID, type="Income", category="Salary")
        scheduled(session, "Rent", "300", SOON, category="Housing")
        scheduled(session, "Gym", "20", TODAY - timedelta(days=4), category="Health")
        goal = {"category": "Savings", "target_amount": "600"}
        goals.add(session, GoalIn(**goal, name="Trip", account_id=cash, earmark="250"), today=TODAY)
        goals.add(session, GoalIn(**goal, name="Car", monthly_amount="80"), today=TODAY)
        # Its period ends with the days that count.
        window = {"start_date": TODAY, "end_date": PAID - timedelta(days=1)}
        factories.category(session, name="Lisbon", kind="Timebound", **window)
        budgets.add(session, BudgetIn(category="Lisbon", amount="60"), today=TODAY)


def amounts(page: str) -> list[str]:
    return re.findall(r'<a class="amount" href="#\w+">([^<]+)</a>', page)


def value(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("€", "").replace(",", ""))


@pytest.mark.usefixtures("planned")
def test_the_sum_stands_line_by_line_each_with_what_it_is_made_of(owner):
    page = owner.get("/safe-to-spend").text
    told = words(page)
    assert f"The next income is “Salary” on {PAID:%a %-d %b %Y}, in 10 days." in told
    assert f"€249.50 €24.95 a day until {PAID.day} {PAID:%b}" in told
    assert amounts(page) == [
        "€1,000.00", "−€40.50", "−€320.00", "−€250.00", "−€80.00", "−€60.00",
    ]  # fmt: skip
    assert sum(map(value, amounts(page))) == value("€249.50")
    assert f"Gym {TODAY - timedelta(days=4):%a %-d %b %Y}, late −€20.00" in told
    for section in re.split(r'<section class="panel" aria-labelledby="', page)[2:-1]:
        rows = re.findall(r'<td class="num"><a class="amount" href="([^"]+)">([^<]+)</a>', section)
        total = re.search(r'<tfoot>.*?<span class="amount">([^<]+)<', section, re.DOTALL)[1]
        assert sum(value(text) for _, text in rows) == value(total)


@pytest.mark.usefixtures("planned")
def test_every_line_leads_to_what_it_is_made_of(owner):
    page = unescape(owner.get("/safe-to-spend").text)
    ahead = re.search(r'href="(/\?account_id=[^#]+)#transactions">−€40.50<', page)[1]
    assert "Ahead" in owner.get(ahead).text
    for href in re.findall(r'<a class="amount" href="(/(?:goals|accounts)/[^"]+)"', page):
        assert owner.get(href).status_code == 200


@pytest.mark.usefixtures("planned")
def test_the_home_page_has_the_number_after_it_was_loaded(owner, viewer):
    assert 'href="/safe-to-spend" hx-get="/safe-to-spend/figure"' in owner.get("/").text
    part = viewer.get("/safe-to-spend/figure").text
    assert words(part).strip() == f"Safe to spend €249.50 €24.95 a day until {PAID.day} {PAID:%b}"
    assert "<html" not in part


def test_books_without_anything_have_no_number_on_the_home_page(owner):
    assert "/safe-to-spend" not in owner.get("/").text.partition("<main")[2]


def test_what_is_missing_is_said(owner, database, books):
    with database.session(books) as session:
        plans.edit(session, PlanEdit(payday=SOON.day))
        factories.transaction(session, amount="30", date=str(TODAY))
        budgets.add(session, BudgetIn(category="Groceries", amount="0"), today=TODAY)
    assert "Short €30.00" in words(owner.get("/safe-to-spend/figure").text)
    page = words(owner.get("/safe-to-spend").text)
    assert "until your payday on" in page or "until the month is over" in page


def test_a_budget_says_for_how_many_of_its_days_it_asks(owner, database, books):
    with database.session(books) as session:
        scheduled(session, "Salary", "3000", PAID, type="Income", category="Salary")
        window = {"start_date": TODAY, "end_date": TODAY + timedelta(days=19)}
        factories.category(session, name="Lisbon", kind="Timebound", **window)
        budgets.add(session, BudgetIn(category="Lisbon", amount="60"), today=TODAY)
    assert "Lisbon for 10 of the 20 days that it has left −€30.00" in words(
        owner.get("/safe-to-spend").text
    )


def test_accounts_and_buffer_are_chosen_on_the_page(owner, database, books):
    with database.session(books) as session:
        purse = factories.account(session, name="Purse", opening_balance=Decimal(60)).id
        factories.account(session, name="Closed", is_archived=True)
    assert "Closed" not in owner.get("/safe-to-spend").text
    fields = {"buffer": "12,50", "cash_account_ids": [str(purse)], "version": "0"}
    answer = owner.submit("/safe-to-spend", **fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/safe-to-spend")
    page = owner.get("/safe-to-spend").text
    assert "Buffer −€12.50" in words(page)
    assert f'value="{purse}" checked' in page
    assert 'value="12.50"' in page
    stale = owner.submit("/safe-to-spend", **fields | {"buffer": "1"})
    assert stale.status_code == 409
    assert "Buffer (different) 1 12.50" in words(stale.text)
    assert owner.submit("/safe-to-spend", version="1").status_code == 303
    assert "Buffer −" not in words(owner.get("/safe-to-spend").text)


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"buffer": "ten"}, 422, "Write a number such as 12.50"),
        ({"buffer": "-1"}, 422, "Write an amount not below zero."),
        ({"cash_account_ids": str(new_id())}, 422, "There is no such account."),
    ],
)
def test_what_is_wrong_is_said(owner, fields, status, sentence):
    page = owner.submit("/safe-to-spend", version="0", **fields)
    assert page.status_code == status
    assert sentence in page.text


def test_a_viewer_looks_and_chooses_nothing(viewer):
    assert "What it starts from" not in viewer.get("/safe-to-spend").text
