"""What accounts held over time, from months and days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ftracker.domain.periods import Unit
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.queries.catalogue import catalogue
from ftracker.queries.filters import Filter
from ftracker.queries.views import View
from ftracker.services import net_worth, transactions
from tests import factories
from tests.services.budgeting import spend

DAYS = ("2026-01-31", "2026-08-31", "2026-09-01", "2026-09-14", "2026-09-30", "2026-10-01",
        "2026-11-30", "2026-12-01")  # fmt: skip


@pytest.fixture
def moved(session) -> None:
    """Spend twice as much each time, from an account that was opened with something."""
    factories.account(session, name="Card", kind="card", opening_balance=Decimal(-500))
    for number, day in enumerate(DAYS):
        spend(session, str(2**number), day, account="Card")
    gone = spend(session, "1000", "2026-10-02", account="Card")
    transactions.deactivate(session, [gone.id])
    spend(session, "300", "2026-09-05", category="Salary", type="Income")


def look(session, start: str, end: str, unit: Unit, **given):
    days = Range(date.fromisoformat(start), date.fromisoformat(end))
    return net_worth.net_worth_of(session, View(days, unit, Compare.NONE, Filter(**given)))


def spent(before: date) -> int:
    return sum(2**n for n, day in enumerate(DAYS) if date.fromisoformat(day) < before)


@pytest.mark.usefixtures("moved")
@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-09-01", "2026-12-01"),
        ("2026-09-02", "2026-11-30"),
        ("2026-09-14", "2026-09-15"),
        ("2026-08-31", "2026-09-01"),
        ("2026-09-15", "2026-10-01"),
        ("2026-09-10", "2026-10-05"),
        ("2025-01-01", "2027-01-01"),
        ("2026-12-02", "2027-03-03"),
        ("1900-01-01", "2200-01-01"),
    ],
)
def test_each_end_is_what_the_rows_before_it_come_to(session, unit, start, end):
    found = look(session, start, end, unit)
    card = next(one for one in found.holdings if one.name == "Card")
    ends = [standing.period.end for standing in found.standings]
    assert card.values == tuple(-500 - spent(day) for day in ends)
    assert card.before == -500 - spent(date.fromisoformat(start))
    assert ends[-1] == date.fromisoformat(end)


@pytest.mark.usefixtures("moved")
def test_only_the_accounts_that_are_asked_for_count(session):
    other = next(a for a in catalogue(session).accounts.values() if a.name != "Card")
    found = look(session, "2026-09-01", "2026-12-01", Unit.MONTH, account_ids=(other.id,))
    assert [one.name for one in found.holdings] == [other.name]
    assert [standing.net for standing in found.standings] == [300, 300, 300]


@pytest.mark.usefixtures("moved")
@pytest.mark.parametrize(
    ("end", "today", "later"),
    [
        ("2026-10-01", "2026-09-30", 0),
        ("2026-10-01", "2026-09-29", -16),
        ("2026-10-01", "2026-08-01", 300 - 2 - 4 - 8 - 16),
        ("2026-12-01", "2026-09-30", -32 - 64),
        ("2026-12-01", "2026-12-24", 0),
    ],
)
def test_what_is_dated_later_than_today_is_told_apart(session, end, today, later):
    found = look(session, "2026-09-01", end, Unit.MONTH)
    assert net_worth.dated_later(session, found, today=date.fromisoformat(today)) == later


def test_it_costs_the_same_number_of_queries_whatever_there_is(books, database, count_queries):
    def cost() -> int:
        with count_queries() as counted, database.reading(books) as session:
            look(session, "2026-09-02", "2026-11-30", Unit.WEEK)
        return len(counted)

    before = cost()
    with database.session(books) as session:
        for number in range(5):
            name = factories.account(session, name=f"Account {number}").name
            spend(session, "5", str(date(2026, 9, 1) + timedelta(number * 20)), account=name)
    assert cost() == before
