"""The page of net worth: balances that lead to statements which say the same."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest

from tests import factories
from tests.services.budgeting import spend

VIEW = "/reports/net-worth?start=2026-09-01&end=2026-12-01&unit=month"


@pytest.fixture
def two(database, books) -> None:
    """Keep some money in one account, and owe some in another."""
    with database.session(books) as session:
        factories.account(session, name="Card", kind="card", opening_balance=Decimal(-100))
        for month in (8, 9, 10, 11):
            spend(session, "10", f"2026-{month:02}-30", account="Card")
            spend(session, "700", f"2026-{month:02}-01", category="Salary", type="Income")


def statements(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'href="(/accounts/[^"]+/statement\?[^"]+)"[^>]*>([^<]+)</a>', page)
    return [(unescape(href), text.strip()) for href, text in found]


def test_each_balance_leads_to_a_statement_that_begins_with_it(owner, two):
    found = statements(owner.get(VIEW).text)
    assert len(found) == 10
    assert {text for _, text in found} >= {"€700.00", "€2,800.00", "−€110.00", "−€140.00"}
    for href, text in found:
        page = owner.get(href.partition("#")[0]).text
        # The first day of the list is the last one before the day, with what it ended with.
        balances = re.search(r'id="moved".*', page, re.DOTALL)[0]
        assert re.search(r"[−+]?€[\d,.]+", balances)[0] == text, href


def test_debts_stand_below_zero(owner, two):
    page = owner.get(VIEW).text
    assert "€2,660.00" in page
    assert "Credit card" in page


def test_a_filter_that_accounts_do_not_hear_is_said(owner, two):
    assert "only accounts and days are heard" in owner.get(f"{VIEW}&payee=Lidl").text
    assert "only accounts and days are heard" not in owner.get(VIEW).text


def test_what_is_dated_later_is_said(owner, database, books):
    today = datetime.now(UTC).date()
    begun, ended = today - timedelta(days=9), today + timedelta(days=9)
    view = f"/reports/net-worth?start={begun}&end={ended}&unit=week"
    with database.session(books) as session:
        spend(session, "40", str(today), category="Salary", type="Income")
    assert "dated later" not in owner.get(view).text
    with database.session(books) as session:
        spend(session, "10", str(today + timedelta(days=3)))
    assert "−€10.00 of the net worth is dated later than today." in owner.get(view).text


def test_empty_books_say_that_there_is_nothing(owner):
    assert "No account held anything" in owner.get(VIEW).text
