"""Trends as they are shown: nothing is lost, each figure is what its list is."""

from decimal import Decimal

import pytest

from ftracker.domain.reports.trends import MOST
from tests import factories
from tests.reporting import foot, report, rows

YEAR = {"period": "2026", "unit": "month"}
D = Decimal


def labels(body):
    return [one.label for one in body.blocks[0].table.columns]


def spend(session, amount, day="2026-03-02", **given):
    return factories.transaction(session, amount=amount, date=day, **given)


@pytest.fixture
def many(session):
    """Spend in more categories than lines are drawn, and at as many payees."""
    for number in range(MOST + 3):
        factories.category(session, name=f"Category {number}")
        spend(session, f"{100 - number}", category=f"Category {number}", payee=f"Payee {number}")
        spend(session, "1", "2026-05-02", category=f"Category {number}", payee=f"PAYEE {number}")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(("by", "word"), [("category", "Category"), ("payee", "PAYEE")])
def test_what_is_smaller_is_gathered_and_not_lost(session, by, word):
    body = report(session, "trends", by=by, **YEAR)
    shown = [f"{word} {number}" for number in range(MOST)]
    assert labels(body) == ["Month", "Spending", "Median", *shown, "All others"]
    march, may = (rows(body, "trends", "whole", "series_1", "others")[place] for place in (2, 4))
    assert march == (D(864), D(100), D(94 + 93 + 92))
    assert may == (D(9), D(1), D(3))
    assert foot(body, "trends", "whole", "series_1", "others") == (D(873), D(101), D(282))


def test_one_that_would_be_gathered_alone_is_shown(session):
    for number in range(MOST + 1):
        spend(session, "5", payee=f"Payee {number}")
    body = report(session, "trends", by="payee", **YEAR)
    assert labels(body)[-1] == f"Payee {MOST}"


def test_a_search_that_is_nearly_full_leaves_fewer_payees_told_apart(session):
    for number in range(MOST + 3):
        spend(session, "5", payee=f"{number} " + "\\" * 198)
    body = report(session, "trends", by="payee", **YEAR)
    assert labels(body)[3:] == [*(f"{n} " + "\\" * 198 for n in range(4)), "All others"]


def test_one_family_is_told_apart_by_its_members(session):
    upper = factories.category(session, name="Music")
    factories.category(session, name="Concerts", parent_id=upper.id)
    spend(session, "30", category="Concerts")
    spend(session, "10", category="Music")
    assert labels(report(session, "trends", **YEAR))[3:] == ["Concerts", "Music"]
    spend(session, "5", category="Groceries")
    assert labels(report(session, "trends", **YEAR))[3:] == ["Music", "Groceries"]


def test_accounts_are_told_apart(session):
    card = factories.account(session, name="Card")
    spend(session, "30", account_id=card.id)
    spend(session, "10")
    body = report(session, "trends", by="account", **YEAR)
    assert labels(body)[3:] == ["Card", "Everyday"]
    assert foot(body, "trends", "series_1", "series_2") == (D(30), D(10))


def test_more_accounts_than_lines_are_gathered(session):
    for number in range(MOST + 2):
        account = factories.account(session, name=f"Account {number}")
        spend(session, f"{90 - number}", account_id=account.id)
    body = report(session, "trends", by="account", **YEAR)
    assert foot(body, "trends", "others") == (D(84 + 83),)


def test_the_whole_is_held_against_a_year_earlier_and_its_median(session):
    for month in range(1, 7):
        spend(session, f"{month}", f"2026-0{month}-10")
    spend(session, "50", "2025-02-10")
    body = report(session, "trends", by="whole", compare="year", **YEAR)
    found = rows(body, "trends", "whole", "then", "median")
    assert found[1] == (D(2), D(50), D(0))
    assert found[5] == (D(6), D(0), D("3.5"))
    assert [one["name"] for one in body.blocks[0].chart["series"]] == [
        "Spending",
        "Median",
        "The days from Wed 1 Jan 2025 to Tue 25 Nov 2025",
    ]


def test_what_is_usual_is_an_average(session):
    for month in ("2026-08", "2026-09", "2026-10"):
        spend(session, "10", f"{month}-10")
    spend(session, "4", "2026-11-10")
    body = report(session, "trends", range="this-month", unit="month", compare="usual")
    assert rows(body, "trends", "whole", "then") == [(D(4), D(10))]


def test_half_a_month_is_held_against_half_a_month(session):
    spend(session, "10", "2026-10-31")
    spend(session, "3", "2026-10-05")
    spend(session, "4", "2026-11-10")
    body = report(session, "trends", range="this-month", unit="week", compare="before")
    assert sum(one or 0 for (one,) in rows(body, "trends", "then")) == D(3)


def test_stacked_bars_have_the_median_over_them(session):
    spend(session, "10")
    chart = report(session, "trends", shape="stacked", **YEAR).blocks[0].chart
    assert chart["type"] == "stacked"
    assert [one["name"] for one in chart["series"]] == ["Uncategorised", "Median"]
    chart = report(session, "trends", shape="stacked", by="whole", **YEAR).blocks[0].chart
    assert [one["name"] for one in chart["series"]] == ["Spending", "Median"]


def test_lines_stand_alone_unless_they_are_compared(session):
    spend(session, "10")
    plain, compared = (
        report(session, "trends", compare=how, **YEAR).blocks[0].chart["series"]
        for how in ("none", "before")
    )
    assert [one["name"] for one in plain] == ["Uncategorised"]
    assert [one["name"] for one in compared][:3] == ["Uncategorised", "Spending", "Median"]
    assert compared[3]["name"] == "The days from Wed 1 Jan 2025 to Tue 25 Nov 2025"


def test_it_says_where_most_was(session):
    spend(session, "10", "2026-03-02")
    spend(session, "12", "2026-07-02")
    assert [one.text for one in report(session, "trends", **YEAR).sentences] == [
        "Most was in July 2026: €12.00."
    ]


def test_income_is_looked_at_by_its_section(session):
    spend(session, "2000", type="Income", category="Salary")
    body = report(session, "trends", section="income", **YEAR)
    assert labels(body)[3:] == ["Salary"]
    assert [(label, is_now) for label, _, is_now in body.blocks[0].switches] == [
        ("Income", True),
        ("Spending", False),
        ("Set aside", False),
    ]


def test_empty_books_have_no_rows(session):
    for by in ("category", "payee", "account", "whole"):
        body = report(session, "trends", by=by, compare="usual", **YEAR)
        assert rows(body, "trends", "whole") == []


def test_words_that_mean_nothing_are_said_and_fall_back(session):
    body = report(session, "trends", by="colour", shape="round", **YEAR)
    assert len(body.notes) == 2
    assert [one.value for one in body.controls] == ["category", "lines"]


def test_the_default_category_is_shown_with_its_section_only(session):
    spend(session, "10")
    spend(session, "70", type="Income")
    body = report(session, "trends", **YEAR)
    assert foot(body, "trends", "whole", "series_1") == (D(10), D(10))
