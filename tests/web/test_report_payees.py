"""Who was paid and who paid, with all others together."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain.reports import payees
from tests import factories
from tests.reporting import foot, report, rows, table, unproven, write_down

YEAR = {"period": "2026"}
D = Decimal


def spend(session, amount, payee, day="2026-03-02", **given):
    return factories.transaction(session, amount=amount, payee=payee, date=day, **given)


def names(body):
    return [name for (name,) in rows(body, "payees", "payee")]


def test_payees_stand_by_what_they_were_paid(session):
    spend(session, "10", "Lidl", "2026-05-04")
    spend(session, "15", "Lidl")
    spend(session, "5", "Lidl", "2026-06-01", type="Income", category="Groceries")
    spend(session, "80", "Landlord")
    spend(session, "12", "")
    body = report(session, "payees", category_id="", **YEAR)
    assert rows(body, "payees", "payee", "amount", "count", "average", "last") == [
        ("Landlord", D(80), 1, D(80), date(2026, 3, 2)),
        ("Lidl", D(20), 3, D("6.67"), date(2026, 6, 1)),
        ("No payee", D(12), 1, D(12), date(2026, 3, 2)),
    ]
    assert foot(body, "payees", "amount", "share", "count") == (D(112), D(1), 5)
    assert body.figures[0].note == "3 payees, 5 times"


def test_large_and_small_letters_are_one_payee(session):
    for payee in ("LIDL", "Lidl", "Lidl"):
        spend(session, "10", payee)
    body = report(session, "payees", **YEAR)
    assert rows(body, "payees", "payee", "amount", "count") == [("Lidl", D(30), 3)]


def test_those_who_paid_stand_under_income(session):
    spend(session, "2000", "Employer", type="Income", category="Salary")
    spend(session, "10", "Lidl")
    body = report(session, "payees", section="income", **YEAR)
    assert (names(body), body.blocks[0].title) == (["Employer"], "Who paid")


@pytest.fixture
def many(session):
    """Pay more payees than are listed, and one euro to nobody."""
    shops = range(payees.MOST + 2)
    some = [{"payee": f"Shop {number}", "amount": D(100 - number)} for number in shops]
    write_down(session, *some, {"payee": 'The "Corner" Shop', "amount": D(200)})


@pytest.mark.usefixtures("many")
def test_all_others_are_one_row_whose_list_leaves_out_those_shown(session):
    body = report(session, "payees", **YEAR)
    assert names(body)[0] == 'The "Corner" Shop'
    assert names(body)[-2:] == ["Shop 48", "4 others"]
    assert rows(body, "payees", "amount", "count")[-1] == (D(51 + 50 + 49 + 1), 4)


@pytest.mark.usefixtures("many")
def test_others_keep_to_what_was_searched_for(session):
    body = report(session, "payees", q='shop -payee="The \\"Corner\\" Shop"', **YEAR)
    assert names(body)[-1] == f"{payees.MOST + 2 - (len(names(body)) - 1)} others"


def test_of_very_many_that_are_asked_for_a_sentence_tells_the_rest(session):
    some = ({"payee": f"Shop {number}", "amount": D(2)} for number in range(payees.ALL + 1))
    write_down(session, *some)
    body = unproven(session, "payees", show="all", **YEAR)
    assert len(names(body)) == payees.ALL
    assert body.blocks[0].note == "These are the 1,000 largest; 2 payees more are in the sum."
    assert foot(body, "payees", "amount") == (D(2 * payees.ALL + 3),)


def test_where_names_are_long_fewer_are_shown(session):
    long = (f"{number:03}" + "x" * 197 for number in range(payees.MOST + 1))
    write_down(session, *({"payee": payee, "amount": D(5)} for payee in long))
    assert names(report(session, "payees", **YEAR))[-1] == "43 others"
    assert len(names(report(session, "payees", show="all", **YEAR))) == payees.MOST + 2


def test_payees_are_held_against_a_year_earlier(session):
    spend(session, "30", "Lidl")
    spend(session, "20", "Aldi")
    spend(session, "20", "Lidl", "2025-04-01")
    spend(session, "7", "Gone", "2025-04-01")
    body = report(session, "payees", compare="year", **YEAR)
    assert rows(body, "payees", "payee", "then", "change") == [
        ("Lidl", D(20), D("0.5")),
        ("Aldi", D(0), None),
    ]
    assert foot(body, "payees", "then", "change") == (D(27), D("0.8519"))


@pytest.mark.parametrize("compare", ["year", "before"])
def test_then_is_what_it_was_however_it_was_spelt(session, compare):
    spend(session, "50", "Lidl")
    spend(session, "30", "LIDL", "2025-04-01")
    spend(session, "10", "lidl", "2025-05-01")
    spend(session, "3", "Lid", "2025-05-01")
    body = report(session, "payees", compare=compare, **YEAR)
    assert rows(body, "payees", "payee", "amount", "then") == [("Lidl", D(50), D(40))]


@pytest.mark.usefixtures("many")
def test_others_are_held_against_nothing(session):
    spend(session, "7", "Gone", "2025-04-01")
    body = report(session, "payees", compare="year", **YEAR)
    assert rows(body, "payees", "then", "change")[-1] == (None, None)


def test_days_of_a_long_name_stand_in_the_note(session):
    spend(session, "30", "Lidl", "2026-03-02")
    body = report(session, "payees", start="2026-03-01", until="2026-03-12", compare="year")
    assert table(body, "payees").columns[-2].label == "Then"
    assert body.blocks[0].note == (
        "“Then” stands for the days from Sat 1 Mar 2025 to Wed 12 Mar 2025."
    )


def test_what_is_usual_leaves_out_what_was_before_the_books(session):
    for month in ("2026-08", "2026-09", "2026-10"):
        spend(session, "10", "Lidl", f"{month}-10")
    spend(session, "4", "Lidl", "2026-11-10")
    body = report(session, "payees", range="this-month", compare="usual")
    assert rows(body, "payees", "then", "change") == [(D(10), D("-0.6"))]


def test_without_books_before_nothing_is_compared(session):
    spend(session, "4", "Lidl", "2026-11-10")
    body = report(session, "payees", range="this-month", compare="usual")
    assert rows(body, "payees", "amount") == [(D(4),)]
    assert [one.name for one in table(body, "payees").columns][-1] == "last"


def test_empty_books_have_no_payees(session):
    body = report(session, "payees", compare="year", **YEAR)
    assert (names(body), table(body, "payees").foot) == ([], ())


def test_a_word_that_means_nothing_is_said(session):
    assert report(session, "payees", show="some", **YEAR).notes == (
        "Payees are shown as the largest, or all.",
    )
