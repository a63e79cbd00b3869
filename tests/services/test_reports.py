"""Reports: what counts where, period by period."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain.kinds import Kind, Section
from ftracker.domain.periods import Unit
from ftracker.domain.reports.sums import By, Sums
from ftracker.queries import sums
from ftracker.queries.filters import Filter
from ftracker.services import reports, transactions
from tests import factories

JULY = {"unit": Unit.MONTH, "start": date(2025, 7, 1), "end": date(2025, 8, 1)}


def moved(session, amount: str, category: str, *, flow: str = "Expense", day: str = "2025-07-15"):
    return factories.transaction(session, amount=amount, category=category, type=flow, date=day)


def test_each_amount_counts_in_its_section_with_its_sign(session):
    factories.category(session, name="Odds", kind="Other")
    moved(session, "1000", "Salary", flow="Income")
    moved(session, "10", "Salary")
    moved(session, "300", "Groceries")
    moved(session, "20", "Groceries", flow="Income")
    moved(session, "200", "Savings")
    moved(session, "50", "Savings", flow="Income")
    moved(session, "5", "Odds", flow="Income")
    moved(session, "7", "Uncategorised")
    factories.account(session, name="Vault")
    factories.transaction(
        session, date="2025-07-01", amount="99", type="Transfer", to_account="Vault"
    )
    found = reports.overview(session, **JULY)
    assert found.totals == Sums(Decimal(995), Decimal(287), Decimal(150), 8)
    assert found.totals.net == Decimal(708)
    assert [(c.category, c.section, c.amount, c.count) for c in found.categories] == [
        ("Salary", Section.INCOME, Decimal(990), 2),
        ("Odds", Section.INCOME, Decimal(5), 1),
        ("Groceries", Section.SPENDING, Decimal(280), 2),
        ("Uncategorised", Section.SPENDING, Decimal(7), 1),
        ("Savings", Section.SET_ASIDE, Decimal(150), 2),
    ]


def test_a_category_may_stand_in_two_sections(session):
    moved(session, "30", "Uncategorised", flow="Income")
    moved(session, "10", "Uncategorised")
    found = reports.overview(session, **JULY)
    assert [c.section for c in found.categories] == [Section.INCOME, Section.SPENDING]
    assert [c.kind for c in found.section(Section.SPENDING)] == [Kind.UNKNOWN]


def test_shares_are_parts_of_their_section(session):
    moved(session, "30", "Groceries")
    moved(session, "10", "Housing")
    moved(session, "5", "Savings")
    moved(session, "5", "Savings", flow="Income")
    found = reports.overview(session, **JULY)
    assert {c.category: c.share for c in found.categories} == {
        "Groceries": Decimal("0.75"),
        "Housing": Decimal("0.25"),
        "Savings": Decimal(0),
    }


def test_empty_periods_are_there_as_zeros(session):
    moved(session, "1", "Groceries", day="2025-01-31")
    moved(session, "2", "Groceries", day="2025-03-01")
    found = reports.overview(session, unit=Unit.MONTH, start=date(2025, 1, 1), end=date(2025, 4, 1))
    assert [(p.label, p.sums.spending, p.sums.count) for p in found.periods] == [
        ("January 2025", Decimal(1), 1),
        ("February 2025", Decimal(0), 0),
        ("March 2025", Decimal(2), 1),
    ]


def test_an_odd_range_is_exact_and_cuts_its_first_and_last_period(session):
    for day in ("2025-07-09", "2025-07-10", "2025-08-04", "2025-08-05"):
        moved(session, "1", "Groceries", day=day)
    odd = {"start": date(2025, 7, 10), "end": date(2025, 8, 5)}
    found = reports.overview(session, unit=Unit.MONTH, **odd)
    assert [(p.period.start, p.period.end) for p in found.periods] == [
        (date(2025, 7, 10), date(2025, 8, 1)),
        (date(2025, 8, 1), date(2025, 8, 5)),
    ]
    assert [p.sums.count for p in found.periods] == [1, 1]
    assert sum(c.count for c in found.categories) == found.totals.count == 2


def test_a_range_that_ends_before_it_starts_is_empty(session):
    moved(session, "1", "Groceries")
    found = reports.overview(session, unit=Unit.WEEK, start=date(2025, 8, 1), end=date(2025, 7, 1))
    assert (found.periods, found.totals, found.categories) == ([], Sums(), [])


def test_weeks_begin_on_monday_also_across_the_year(session):
    moved(session, "1", "Groceries", day="2024-12-29")
    moved(session, "2", "Groceries", day="2024-12-30")
    moved(session, "4", "Groceries", day="2025-01-05")
    found = reports.overview(
        session, unit=Unit.WEEK, start=date(2024, 12, 23), end=date(2025, 1, 6)
    )
    assert [p.sums.spending for p in found.periods] == [Decimal(1), Decimal(6)]


@pytest.mark.parametrize("unit", Unit)
def test_totals_and_rows_say_the_same(session, unit):
    days = ("2024-02-29", "2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01", "2025-07-31")
    for number, day in enumerate(days, start=1):
        moved(session, str(number), "Groceries", day=day)
        moved(session, str(number * 10), "Salary", flow="Income", day=day)
        moved(session, str(number * 100), "Savings", day=day)
    whole = {"start": date(2024, 1, 1), "end": date(2025, 8, 1)}
    # One day more, on which nothing happened, makes the range odd and so reads the rows.
    odd = whole | {"end": date(2025, 8, 2)}
    for dimension in (By(unit), By.CATEGORY):
        by_totals, by_rows = (
            sorted(map(str, sums.by(session, Filter(**days), dimension))) for days in (whole, odd)
        )
        assert by_totals == by_rows


def test_what_is_deleted_counts_nowhere(session):
    row = moved(session, "1", "Groceries")
    transactions.deactivate(session, [row.id])
    assert reports.overview(session, **JULY).totals == Sums()
    assert reports.overview(session, **JULY).categories == []
    odd = JULY | {"end": date(2025, 8, 2)}
    assert reports.overview(session, **odd).totals == Sums()


def test_the_books_reach_from_the_first_month_to_the_last(session):
    today = date(2025, 7, 31)
    assert reports.extent(session, today=today).text == "2025-07"
    gone = moved(session, "1", "Groceries", day="2020-01-01")
    transactions.deactivate(session, [gone.id])
    moved(session, "1", "Groceries", day="2023-05-17")
    moved(session, "1", "Groceries", day="2026-02-01")
    found = reports.extent(session, today=today)
    assert (found.start, found.end) == (date(2023, 5, 1), date(2026, 3, 1))
