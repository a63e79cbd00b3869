"""Goals on accounts, debts, and what is done about goals by one click."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from ftracker.db import history as written
from ftracker.db import new_id
from ftracker.domain.errors import Clash, InvalidInput, NotFound
from ftracker.domain.goals import State
from ftracker.models import Goal
from ftracker.queries import goals as stored
from ftracker.queries import usage
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.goals import GoalEdit, GoalIn
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import accounts, goals, history, schedules
from tests import factories

TODAY = date(2026, 6, 15)


@pytest.fixture
def jar(session: Session):
    """An account that holds 500."""
    return factories.account(session, name="Jar", opening_balance=Decimal(500))


def added(session: Session, **given) -> Goal:
    data = {"category": "Savings", "target_amount": "1000"} | given
    return goals.add(session, GoalIn(**data), today=TODAY)


def changed(session: Session, row: Goal, **given) -> Goal:
    data = {"target_amount": "1000", "version": row.version} | given
    return goals.edit(session, row.id, GoalEdit(**data))


def current(session: Session, row: Goal) -> Decimal:
    return stored.line(session, row.id).current_amount


def names(session: Session) -> list[str]:
    return [one.name for one in stored.listing(session)]


def test_a_goal_on_an_account_owns_what_the_others_leave(session: Session, jar):
    trip = added(session, name="Trip", account="jar", earmark="120.50")
    car = added(session, name="Car", account_id=jar.id)
    assert (current(session, trip), current(session, car)) == (Decimal("120.50"), Decimal("379.50"))
    factories.transaction(session, account="Jar", amount="400")
    assert (current(session, trip), current(session, car)) == (100, 0)
    factories.transaction(session, account="Jar", amount="200")
    assert (current(session, trip), current(session, car)) == (0, 0)


def test_a_debt_is_what_is_still_owed(session: Session):
    loan = factories.account(session, name="Loan", kind="loan", opening_balance=Decimal(-600))
    debt = added(session, aim="pay_off", account="Loan")
    assert current(session, debt) == 400
    factories.transaction(session, account="Everyday", type="Transfer", to_account_id=loan.id)
    assert current(session, debt) == Decimal("412.50")
    factories.transaction(session, account="Loan", type="Income", amount="900")
    assert current(session, debt) == 1000


def test_earmarks_never_exceed_the_balance(session: Session, jar):
    trip = added(session, name="Trip", account="Jar", earmark="400")
    with pytest.raises(Clash, match=r"other goals own 400\.00 of it: at most 100\.00 is free"):
        added(session, name="Car", account="Jar", earmark="100.01")
    car = added(session, name="Car", account="Jar", earmark="100")
    with pytest.raises(Clash, match="at most 100"):
        goals.earmark(session, car.id, "101")
    assert goals.earmark(session, trip.id, "0").earmark == 0
    assert goals.earmark(session, car.id, "500").earmark == 500
    assert goals.earmark(session, trip.id, None).earmark is None
    with pytest.raises(NotFound):
        goals.earmark(session, new_id(), "1")
    with pytest.raises(InvalidInput):
        goals.earmark(session, car.id, "1.234")


def test_what_does_not_fit_any_more_can_still_be_renamed(session: Session, jar):
    trip = added(session, name="Trip", account="Jar", earmark="400")
    factories.transaction(session, account="Jar", amount="300")
    assert changed(session, trip, name="Journey").name == "Journey"
    with pytest.raises(Clash, match="at most 200"):
        changed(session, trip, earmark="399")


def test_a_goal_that_is_over_frees_what_it_owned(session: Session, jar):
    trip = added(session, name="Trip", account="Jar", earmark="400")
    car = added(session, name="Car", account="Jar")
    goals.switch(session, trip.id, State.COMPLETED)
    assert (current(session, trip), current(session, car)) == (0, 500)
    goals.earmark(session, car.id, "300")
    with pytest.raises(Clash, match="at most 200"):
        goals.switch(session, trip.id, State.ACTIVE)
    goals.switch(session, car.id, State.ARCHIVED)
    assert goals.switch(session, trip.id, State.PAUSED).state == State.PAUSED
    assert current(session, trip) == 400


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"aim": "pay_off"}, "account_id"),
        ({"earmark": "5"}, "earmark"),
        ({"earmark": "5", "aim": "pay_off", "account": "Jar"}, "earmark"),
        ({"current_amount": "5", "account": "Jar"}, "current_amount"),
    ],
)
def test_what_contradicts_itself_is_refused(session: Session, jar, given, field):
    with pytest.raises(Clash) as bad:
        added(session, **given)
    assert bad.value.errors[0].field == field


def test_an_account_must_be_there(session: Session):
    with pytest.raises(NotFound) as bad:
        added(session, account_id=new_id())
    assert bad.value.errors[0].field == "account_id"
    with pytest.raises(NotFound, match="called “Vault”"):
        added(session, account="Vault")


def test_a_change_keeps_what_is_not_said_and_takes_away_what_is_null(session: Session, jar):
    given = {"monthly_amount": "50", "rate": "2.5", "note": "Soon", "icon": "star", "priority": 3}
    row = added(session, account="Jar", earmark="10", **given)
    changed(session, row)
    assert (row.account_id, row.earmark, row.monthly_amount) == (jar.id, 10, 50)
    assert (row.rate, row.note, row.icon, row.priority) == (Decimal("2.5"), "Soon", "star", 3)
    changed(session, row, account_id=None, monthly_amount=None, rate=None, priority=None)
    assert (row.account_id, row.earmark, row.monthly_amount, row.rate) == (None,) * 4
    assert row.priority == 3
    changed(session, row, account="Jar", state="paused", earmark="7", colour="red")
    assert (row.account_id, row.earmark, row.state, row.colour) == (jar.id, 7, "paused", "red")


def test_goals_change_places(session: Session):
    rows = {name: added(session, name=name) for name in ("A", "B", "C")}
    goals.move(session, rows["C"].id, up=True)
    assert names(session) == ["A", "C", "B"]
    goals.move(session, rows["A"].id, up=True)
    assert names(session) == ["A", "C", "B"]
    goals.move(session, rows["A"].id, up=False)
    goals.move(session, rows["A"].id, up=False)
    goals.move(session, rows["A"].id, up=False)
    assert names(session) == ["C", "B", "A"]
    goals.switch(session, rows["B"].id, State.ARCHIVED)
    goals.move(session, rows["A"].id, up=True)
    assert [n for n in names(session) if n != "B"] == ["A", "C"]


def test_a_later_day_and_more_a_month_are_said_in_one_step(session: Session):
    row = added(session, due_date="2026-12-31", start_date="2026-06-01")
    assert goals.postpone(session, row.id, date(2027, 2, 1)).due_date == date(2027, 2, 1)
    with pytest.raises(Clash, match="before it starts"):
        goals.postpone(session, row.id, date(2026, 5, 31))
    assert goals.promise(session, row.id, "75.50").monthly_amount == Decimal("75.50")
    with pytest.raises(InvalidInput):
        goals.promise(session, row.id, "")


def test_an_account_with_goals_is_in_use_and_hands_them_on(session: Session, jar):
    row = added(session, account="Jar", earmark="100")
    assert usage.usage(session, type(jar), jar.id).goals == 1
    box = factories.account(session, name="Box")
    accounts.move(session, jar.id, to_id=box.id)
    assert row.account_id == box.id
    accounts.merge(session, box.id, into_id=jar.id)
    assert row.account_id == jar.id
    assert "Box" not in [one.name for one in catalogue(session).accounts.values()]


def test_schedules_stay_when_their_goal_is_deleted_and_come_back_to_it_with_undo(session: Session):
    row = added(session, name="Boat")
    data = {"name": "Plan", "amount": "50", "start_date": "2026-07-01", "category": "Savings"}
    plan = schedules.add(session, ScheduleIn(**data, goal_id=row.id))
    goals.delete(session, row.id)
    assert plan.goal_id is None
    history.undo(session, written.last(session))
    session.refresh(plan)
    assert plan.goal_id == row.id
