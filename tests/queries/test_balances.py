"""What lay in an account: from the totals and the rows, the same as adding every row up."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.domain.kinds import Direction
from ftracker.queries import balances, transactions
from ftracker.queries.transactions import Cursor, Filter, Line
from ftracker.services import transactions as deeds
from tests import factories

DAYS = ("2025-05-31", "2025-06-01", "2025-06-01", "2025-06-15", "2025-07-01", "2025-07-02")


@pytest.fixture
def account(session: Session):
    """Move money in and out of an account over three months, and of another one too."""
    made = factories.account(session, name="Bank", opening_balance=Decimal(100))
    for number, day in enumerate(DAYS, start=1):
        kind = "Income" if number % 2 else "Expense"
        given = {"date": day, "amount": f"{number}.50", "type": kind}
        factories.transaction(session, account_id=made.id, **given)
        factories.transaction(session, **given)
    gone = factories.transaction(session, account_id=made.id, amount="99", date="2025-06-02")
    deeds.deactivate(session, [gone.id])
    return made


def listed(session: Session, account) -> list[Line]:
    return transactions.everything(session, Filter(account_ids=(account.id,)))


def moved(lines: list[Line]) -> Decimal:
    signs = {Direction.IN: 1, Direction.OUT: -1}
    return sum((signs[Direction(x.direction)] * x.amount for x in lines), Decimal(0))


def test_what_an_account_opened_with(session: Session, account):
    assert balances.opening(session, account.id) == Decimal(100)
    assert balances.opening(session, new_id()) is None


def test_the_sum_before_a_day_is_that_of_the_rows_before_it(session: Session, account):
    days = [date(2025, 5, 1), *(date(2025, 6, day) for day in (1, 2, 15, 16)), date(2026, 1, 1)]
    found = balances.before(session, account.id, days)
    lines = listed(session, account)
    assert found == {day: moved([x for x in lines if x.date < day]) for day in days}


def test_the_sum_after_a_transaction_counts_those_of_its_day_in_the_order_of_lists(
    session: Session, account
):
    lines = listed(session, account)
    for number, line in enumerate(lines):
        assert balances.after(session, account.id, line) == moved(lines[number:])


def test_the_months_of_an_account_are_those_with_transactions(session: Session, account):
    assert balances.extent(session, account.id) == (date(2025, 5, 1), date(2025, 7, 1))
    assert balances.extent(session, factories.account(session, name="New").id) is None


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_a_page_within_reach_is_the_page_of_all(session: Session, account, limit):
    whole = Filter(account_ids=(account.id,))
    cursors: list[Cursor | None] = [None]
    while cursors:
        at = cursors.pop()
        page = transactions.page(session, whole, limit=limit, at=at)
        within = balances.reach(session, account.id, rows=limit + 1, at=at)
        assert transactions.page(session, within, limit=limit, at=at) == page
        if page.older and not (at and at.newer):
            cursors.append(page.older)
        if page.newer and at and not at.newer:
            cursors.append(page.newer)


def test_only_the_months_that_a_page_needs_are_looked_at(session: Session, account):
    assert balances.reach(session, account.id, rows=3, at=None).start == date(2025, 6, 1)
    assert balances.reach(session, account.id, rows=7, at=None).start is None
    at = Cursor(date(2025, 5, 31), new_id(), newer=True)
    assert balances.reach(session, account.id, rows=3, at=at).end == date(2025, 7, 1)
