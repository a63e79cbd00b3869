"""The largest single transactions, and a sum that is theirs."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain.reports.largest import MOST, READ
from tests import factories
from tests.reporting import foot, report, rows, table, write_down

YEAR = {"period": "2026"}
D = Decimal


def spend(session, amount, day="2026-03-02", **given):
    return factories.transaction(session, amount=amount, date=day, **given)


def test_the_largest_come_first_and_refunds_are_left_out(session):
    spend(session, "10", category="Groceries")
    row = spend(session, "900", payee="Landlord", category="Housing")
    spend(session, "950", type="Income", category="Housing")
    spend(session, "5000", type="Income", category="Salary")
    body = report(session, "largest", **YEAR)
    assert rows(body, "largest", "payee", "date", "category", "amount") == [
        ("Landlord", date(2026, 3, 2), "Housing", D(900)),
        ("Lidl", date(2026, 3, 2), "Groceries", D(10)),
    ]
    assert foot(body, "largest", "amount") == (D(910),)
    assert [one.value for one in body.figures] == [D(-40), D(910)]
    assert table(body, "largest").rows[0].cells[0].href == f"/transaction/edit/{row.id}"


def test_with_several_accounts_each_says_its_own(session):
    card = factories.account(session, name="Card")
    spend(session, "10", account_id=card.id)
    assert rows(report(session, "largest", **YEAR), "largest", "account") == [("Card",)]


@pytest.mark.parametrize(
    ("section", "given"),
    [
        ("income", {"type": "Income", "category": "Salary"}),
        ("set_aside", {"category": "Savings"}),
    ],
)
def test_each_section_has_its_largest(session, section, given):
    spend(session, "70", **given)
    spend(session, "10")
    body = report(session, "largest", section=section, **YEAR)
    assert rows(body, "largest", "amount") == [(D(70),)]
    assert body.figures[1].label == "The largest"
    assert body.figures[1].note == "100 % of it"


def books(session, *amounts):
    """Write many down at once, beside one of the amount 1."""
    write_down(session, *({"amount": D(amount)} for amount in amounts))


def test_those_as_large_as_the_last_are_all_shown(session):
    books(session, *range(200, 200 - MOST + 1, -1), 7, 7, 7, 6)
    body = report(session, "largest", **YEAR)
    assert len(rows(body, "largest", "amount")) == MOST + 2
    assert body.figures[1].label == f"The {MOST + 2} largest"


def test_too_many_of_one_amount_have_no_sum_that_could_be_theirs(session):
    books(session, *[5] * READ)
    body = report(session, "largest", **YEAR)
    assert (len(body.figures), table(body, "largest").foot) == (1, ())
    assert len(rows(body, "largest", "amount")) == MOST
    assert body.blocks[0].note == "There are more of the same amount as the last one."


def test_empty_books_have_none(session):
    body = report(session, "largest", **YEAR)
    assert (rows(body, "largest", "amount"), body.blocks[0].note) == ([], "")
