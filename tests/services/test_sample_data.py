"""The sample household in the books: whole, counted right, and gone with one undo."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from ftracker.db import history as log
from ftracker.domain.errors import Conflict
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Unit
from ftracker.models import Account, Budget, Category, Goal, MonthlyTotal, Schedule, Transaction
from ftracker.queries import transactions as stored
from ftracker.queries.transactions import Filter
from ftracker.schemas.budgets import BudgetIn
from ftracker.services import (
    budgets,
    goals,
    history,
    recurring,
    reports,
    sample_data,
    schedules,
    transactions,
)
from tests import factories

TODAY = date(2026, 11, 24)


def counts(session):
    tables = Account, Category, Goal, Budget, Schedule
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def told(session):
    found = stored.everything(session, Filter())
    return sorted((r.date, r.amount, r.direction, r.payee, r.note, tuple(r.tags)) for r in found)


def test_it_fills_empty_books_in_one_change_set(session):
    added = sample_data.fill(session, today=TODAY, years=1)
    assert added == session.scalar(select(func.count()).select_from(Transaction))
    assert 900 < added < 1200
    assert session.scalar(select(func.sum(MonthlyTotal.count))) == added


def test_the_same_seed_gives_the_same_books(session, database):
    sample_data.fill(session, today=TODAY, years=1)
    with database.session(factories.household(database)) as other:
        sample_data.fill(other, today=TODAY, years=1)
        assert told(other) == told(session)
        other.rollback()


def test_one_undo_takes_all_of_it_away_and_it_can_come_again(session):
    before = counts(session)
    sample_data.fill(session, today=TODAY, years=1)
    history.undo(session, log.last(session))
    assert counts(session) == before
    assert not session.scalar(select(func.count()).select_from(Transaction))
    assert sample_data.fill(session, today=TODAY, years=1) > 900


def test_books_that_are_in_use_are_left_alone(session):
    row = factories.transaction(session)
    transactions.deactivate(session, [row.id])
    with pytest.raises(Conflict, match="empty ones only"):
        sample_data.fill(session, today=TODAY)


def test_names_that_exist_already_are_used(session):
    account = factories.account(session, name="credit CARD", kind="card")
    food = factories.category(session, name="heating")
    sample_data.fill(session, today=TODAY, years=1)
    used = Filter(category_ids=(food.id,), account_ids=(account.id,))
    assert not stored.everything(session, used)
    assert stored.everything(session, Filter(category_ids=(food.id,)))
    assert stored.everything(session, Filter(account_ids=(account.id,)))


def test_transfers_have_two_sides_and_count_nowhere(session):
    sample_data.fill(session, today=TODAY, years=1)
    sides = [r for r in stored.everything(session, Filter()) if r.transfer_id]
    by_transfer = {}
    for side in sides:
        by_transfer.setdefault(side.transfer_id, []).append(side)
    assert all({s.direction for s in pair} == {"in", "out"} for pair in by_transfer.values())
    months = reports.overview(
        session, unit=Unit.YEAR, start=date(2025, 12, 1), end=date(2026, 12, 1)
    ).totals
    assert months.income > months.spending > Decimal(10_000)
    assert months.set_aside > Decimal(5000)


def test_one_budget_is_blown_one_goal_is_behind_and_a_bill_did_not_come(session):
    sample_data.fill(session, today=TODAY)
    standings = budgets.standings(session, today=TODAY)
    spending = [one for one in standings if one.section is Section.SPENDING]
    assert [one.name for one in spending if one.left < 0] == ["Eating out", "Leisure"]
    assert {one.name: one.status for one in goals.outlooks(session, today=TODAY)} == {
        "Rainy-day fund": "on_track",
        "Lina's studies": "behind",
    }
    start, end = date(2026, 11, 1), date(2026, 11, 23)
    dues = schedules.upcoming(session, start=start, end=end, today=TODAY)
    assert [due.name for due in dues if due.state != "paid"] == ["Internet"]
    assert {due.state for due in dues if due.name == "Internet"} == {"missed"}


def test_some_of_what_comes_again_is_left_to_be_found(session):
    sample_data.fill(session, today=TODAY)
    found = [one.payee for one in recurring.found(session, today=TODAY)]
    assert {"Verbaro Languages", "Waterworks", "Lina"} < set(found)
    changes = recurring.price_changes(session, today=TODAY)
    gym = next(change for change in changes if change.payee == "Lakeside Gym")
    assert gym.schedule_id is not None
    assert (gym.before, gym.after) == (Decimal("29.99"), Decimal("34.99"))


def test_a_budget_that_is_there_stays(session):
    mine = budgets.add(session, BudgetIn(category="Groceries", amount="5"), today=TODAY)
    sample_data.fill(session, today=TODAY, years=1)
    standing = next(o for o in budgets.standings(session, today=TODAY) if o.name == "Groceries")
    assert (standing.budget_id, standing.budgeted) == (mine.id, 5)


def test_splits_share_their_id(session):
    sample_data.fill(session, today=TODAY, years=1)
    parts = [r for r in stored.everything(session, Filter()) if r.split_id]
    assert len(parts) == 2 * len({part.split_id for part in parts}) > 10
