"""What came back, where it belongs, and what it may have been paid for."""

from decimal import Decimal

from tests import factories
from tests.reporting import foot, report, rows

YEAR = {"period": "2026"}
D = Decimal


def move(session, amount, day="2026-03-02", **given):
    return factories.transaction(session, amount=amount, date=day, **given)


def back(session, amount, day="2026-03-12", **given):
    return move(session, amount, day, type="Income", **given)


def test_what_came_back_is_summed_by_category_and_listed(session):
    upper = factories.category(session, name="Clothes")
    factories.category(session, name="Shoes", parent_id=upper.id)
    bought = move(session, "60", "2025-12-20", payee="Schuhhaus", category="Shoes")
    move(session, "400", category="Groceries")
    back(session, "60", payee="Schuhhaus", category="Shoes")
    back(session, "5", "2026-03-13", category="Clothes", payee="")
    back(session, "8", "2026-03-14", category="Groceries", payee="Deposit")
    back(session, "2000", category="Salary")
    body = report(session, "refunds", **YEAR)
    assert rows(body, "categories", "category", "amount", "count") == [
        ("Clothes", D(65), 2),
        ("Groceries", D(8), 1),
    ]
    assert foot(body, "categories", "amount", "count") == (D(73), 3)
    assert rows(body, "latest", "payee", "amount", "purchase") == [
        ("Deposit", D(8), None),
        ("Clothes", D(5), None),
        ("Schuhhaus", D(60), "€60.00, Sat 20 Dec 2025"),
    ]
    assert body.blocks[1].table.rows[2].cells[-1].href == f"/transaction/edit/{bought.id}"
    assert body.figures[0].note == "18 % of what was spent"


def test_the_purchase_is_found_however_its_payee_was_spelt(session):
    move(session, "60", payee="Zara", category="Groceries")
    back(session, "60", payee="ZARA", category="Groceries")
    body = report(session, "refunds", **YEAR)
    assert rows(body, "latest", "payee", "purchase") == [("ZARA", "€60.00, Mon 2 Mar 2026")]


def test_hardly_anything_is_not_called_nothing(session):
    move(session, "1000", category="Groceries")
    back(session, "3", category="Groceries")
    assert report(session, "refunds", **YEAR).figures[0].note == "Less than 1 % of what was spent"


def test_of_many_the_newest_are_listed_and_all_are_summed(session):
    for number in range(51):
        back(session, "2", f"2026-0{1 + number // 28}-{1 + number % 28:02}", category="Groceries")
    body = report(session, "refunds", **YEAR)
    assert len(rows(body, "latest", "amount")) == 50
    assert body.blocks[1].note == "The newest of 51 refunds."
    assert foot(body, "categories", "amount") == (D(102),)


def test_a_search_and_a_section_of_the_address_keep_the_proof(session):
    back(session, "60", payee="Schuhhaus", category="Groceries")
    back(session, "7", category="Groceries")
    body = report(session, "refunds", q="schuh", section="income", **YEAR)
    assert foot(body, "categories", "amount") == (D(60),)


def test_nothing_came_back_to_empty_books(session):
    body = report(session, "refunds", **YEAR)
    assert body.is_empty
    assert body.empty == "Nothing came back in these days"
    assert rows(body, "categories", "amount") == rows(body, "latest", "amount") == []
