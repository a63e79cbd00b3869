"""What the ledger says of goals: pace, period, and what the household really sets aside."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.domain.errors import NotFound
from ftracker.domain.outlooks import Status
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.plans import PlanEdit
from ftracker.services import goal_paths, goals, outlooks, plans
from tests import factories

TODAY = date(2026, 6, 15)


def added(session: Session, **given):
    data = {"category": "Savings", "target_amount": "1000", "start_date": "2026-01-01"} | given
    return goals.add(session, GoalIn(**data), today=TODAY)


def aside(session: Session, amount: str, day: date, **given):
    plain = {"category": "Savings"} | given
    return factories.transaction(session, amount=amount, date=day.isoformat(), **plain)


def test_the_pace_is_what_was_set_aside_in_ninety_days_by_three(session: Session):
    added(session)
    below = factories.category(session, name="Car", kind="Savings")
    aside(session, "90", TODAY - timedelta(days=89))
    aside(session, "1000", TODAY - timedelta(days=90))
    aside(session, "30", TODAY)
    aside(session, "7", TODAY + timedelta(days=1))
    aside(session, "60", TODAY, type="Income")
    aside(session, "44", TODAY, category_id=below.id)
    [found] = goals.outlooks(session, today=TODAY)
    assert found.pace_monthly == 20
    assert found.status is Status.REACHED


def test_a_goal_that_is_over_has_no_outlook(session: Session):
    row = added(session, state="completed")
    found = outlooks.overview(session, today=TODAY)
    assert (found.outlooks, found.outlook(row.id), found.together.aside) == ([], None, ())
    assert [line.id for line in found.lines] == [row.id]


def test_what_is_booked_ahead_in_this_period_is_not_asked_for_again(session: Session):
    added(session, monthly_amount="100")
    aside(session, "40", date(2026, 6, 2))
    aside(session, "25", date(2026, 6, 30))
    aside(session, "99", date(2026, 7, 1))
    assert goals.outlooks(session, today=TODAY)[0].due_this_month == 35


def test_a_household_that_counts_from_payday_does_so_here_too(session: Session):
    plans.edit(session, PlanEdit(cadence="payday", payday=10))
    added(session, monthly_amount="100")
    aside(session, "40", date(2026, 6, 9))
    aside(session, "25", date(2026, 6, 10))
    assert goals.outlooks(session, today=TODAY)[0].due_this_month == 75


def test_goals_are_held_against_what_is_really_set_aside(session: Session):
    jar = factories.account(session, name="Jar")
    added(session, monthly_amount="50")
    added(session, name="Trip", account="Jar", monthly_amount="80")
    added(session, name="Car", account="Jar", monthly_amount="10")
    aside(session, "150", TODAY)
    aside(session, "90", TODAY, category="Investments")
    factories.transaction(
        session, type="Transfer", to_account_id=jar.id, amount="120", date=str(TODAY)
    )
    found = outlooks.overview(session, today=TODAY).together
    assert [(one.account_id, one.amount) for one in found.aside] == [(None, 240), (jar.id, 120)]
    assert found.monthly == 120
    assert [(one.name, one.short) for one in found.fits] == [
        ("Savings", 0), ("Trip", 10), ("Car", 10),
    ]  # fmt: skip
    assert (found.start, found.end) == (TODAY - timedelta(days=89), TODAY + timedelta(days=1))


def test_the_way_of_a_goal_in_a_category_adds_up(session: Session):
    row = added(session, current_amount="100", start_date="2026-04-10", due_date="2026-12-31")
    aside(session, "60", date(2026, 4, 10))
    aside(session, "999", date(2026, 4, 9))
    aside(session, "20", date(2026, 6, 1))
    found = goal_paths.journey(session, row.id, today=TODAY)
    done = {f"{one.month:%m}": (one.moved, one.done) for one in found.points if one.done}
    assert done == {"04": (60, 160), "05": (0, 160), "06": (20, 180)}
    assert (found.balance, found.mates) == (None, [])


def test_the_way_of_a_goal_on_an_account_follows_its_part(session: Session):
    jar = factories.account(session, name="Jar", opening_balance=Decimal(100))
    trip = added(session, name="Trip", account="Jar", earmark="80", start_date="2026-04-10")
    car = added(session, name="Car", account_id=jar.id, start_date="2026-05-01")
    for amount, day, kind in (("50", "03-01", "Expense"), ("70", "05-02", "Income")):
        factories.transaction(session, account="Jar", amount=amount, date=f"2026-{day}", type=kind)
    found = goal_paths.journey(session, trip.id, today=TODAY)
    assert [one.done for one in found.points if one.moved is not None] == [50, 80, 80]
    assert (found.balance, [one.id for one in found.mates]) == (120, [trip.id, car.id])
    other = goal_paths.journey(session, car.id, today=TODAY)
    assert [one.done for one in other.points if one.moved is not None] == [40, 40]


def test_the_way_of_a_debt_and_of_a_goal_that_is_over(session: Session):
    loan = factories.account(session, name="Loan", kind="loan", opening_balance=Decimal(-600))
    row = added(session, aim="pay_off", account="Loan", start_date="2026-05-01", state="archived")
    factories.transaction(
        session, type="Transfer", to_account_id=loan.id, amount="100", date="2026-05-02"
    )
    found = goal_paths.journey(session, row.id, today=TODAY)
    assert [one.done for one in found.points] == [500, 500]
    assert (found.outlook, found.mates) == (None, [])
    with pytest.raises(NotFound):
        goal_paths.journey(session, new_id(), today=TODAY)
