"""Schedules: what may be scheduled, what falls due, and what paid it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ftracker.db import history as written
from ftracker.db import new_id
from ftracker.domain.errors import Clash, Conflict, DomainError, InvalidInput, NotFound, Stale
from ftracker.domain.payments import State
from ftracker.models import Schedule
from ftracker.queries import schedules as stored
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.schedules import OccurrenceIn, ScheduleEdit, ScheduleIn
from ftracker.services import (
    accounts,
    categories,
    goals,
    history,
    occurrences,
    schedules,
    transactions,
)
from tests import factories

TODAY = date(2026, 3, 10)


def scheduled(session: Session, **given) -> Schedule:
    plain = {
        "name": "Rent",
        "payee": "Landlord",
        "category": "Housing",
        "amount": "850",
        "start_date": "2026-01-01",
    }
    return schedules.add(session, ScheduleIn(**plain | given))


def paid(session: Session, day: str, amount: str = "850", **given):
    plain = {"payee": "Landlord", "category": "Housing"}
    return factories.transaction(session, date=day, amount=amount, **plain | given)


def dues(session: Session, start="2026-01-01", end="2026-05-01", today=TODAY):
    return schedules.upcoming(
        session, start=date.fromisoformat(start), end=date.fromisoformat(end), today=today
    )


def states(session: Session, **given) -> dict[str, str]:
    return {due.due_date.isoformat()[5:]: due.state.value for due in dues(session, **given)}


def said(session: Session, row: Schedule, day: str, state: str = "paid", **more):
    data = OccurrenceIn(due_date=day, state=state, **more)
    return occurrences.say(session, row.id, data, today=TODAY)


def test_what_came_in_tells_what_was_paid_and_the_rest_is_late_missed_or_due(session):
    scheduled(session)
    rent = paid(session, "2026-02-03", "860", account="Everyday")
    assert states(session) == {"01-01": "missed", "02-01": "paid", "03-01": "late", "04-01": "due"}
    february = dues(session)[1]
    assert (february.transaction_id, february.paid_amount, february.paid_date) == (
        rent.id, Decimal(860), date(2026, 2, 3),
    )  # fmt: skip
    assert (february.amount, february.is_open) == (Decimal(850), False)


def test_what_paid_it_is_asked_anew_each_time(session):
    scheduled(session)
    rent = paid(session, "2026-03-02")
    assert states(session)["03-01"] == "paid"
    transactions.deactivate(session, [rent.id])
    assert states(session)["03-01"] == "late"
    transactions.restore(session, [rent.id])
    assert states(session)["03-01"] == "paid"


def test_two_schedules_do_not_share_a_payment(session):
    scheduled(session, name="Car", amount="40", payee="Allianz")
    scheduled(session, name="Home", amount="42", payee="Allianz")
    paid(session, "2026-03-02", "42", payee="Allianz SE")
    march = dues(session, start="2026-03-01", end="2026-03-31")
    assert {due.name: due.state.value for due in march} == {"Car": "late", "Home": "paid"}
    car = next(line for line in stored.listing(session) if line.name == "Car")
    alone = schedules.of_schedule(
        session, car.id, start=date(2026, 3, 1), end=date(2026, 3, 31), today=TODAY
    )
    assert [due.state for due in alone] == [State.LATE]


def test_what_is_over_or_begins_much_later_is_due_nowhere(session):
    scheduled(session, end_date="2026-01-31")
    assert dues(session, start="2028-01-01", end="2028-02-01") == []


def test_of_a_schedule_that_is_not_there_nothing_falls_due(session):
    assert schedules.of_schedule(session, new_id(), start=TODAY, end=TODAY, today=TODAY) == []
    assert dues(session) == []


def test_a_transfer_is_paid_by_a_transfer_between_its_accounts(session):
    vault = factories.account(session, name="Vault", kind="savings")
    purse = factories.account(session, name="Purse", kind="cash")
    row = scheduled(session, name="Save", payee="", amount="100", to_account="Vault")
    assert (row.to_account_id, dues(session)[0].flow.value) == (vault.id, "transfer")
    move = {"type": "Transfer", "payee": "", "category": "Uncategorised"}
    paid(session, "2026-03-01", "100", **move, to_account_id=purse.id)
    assert states(session)["03-01"] == "late"
    paid(session, "2026-03-02", "100", **move, to_account_id=vault.id)
    assert states(session)["03-01"] == "paid"


def test_a_paused_schedule_shows_only_what_is_settled(session):
    row = scheduled(session)
    paid(session, "2026-02-01")
    said(session, row, "2026-01-01", "skipped")
    schedules.pause(session, row.id)
    assert states(session) == {"01-01": "skipped", "02-01": "paid"}
    with pytest.raises(Conflict, match="paused"):
        said(session, row, "2026-03-01")
    schedules.resume(session, row.id)
    assert len(states(session)) == 4


def test_a_day_is_skipped_and_the_skip_taken_back(session):
    row = scheduled(session)
    assert said(session, row, "2026-03-01", "skipped").state is State.SKIPPED
    paid(session, "2026-03-01")
    assert states(session)["03-01"] == "skipped"
    occurrences.forget(session, row.id, date(2026, 3, 1))
    assert states(session)["03-01"] == "paid"
    with pytest.raises(NotFound):
        occurrences.forget(session, row.id, date(2026, 3, 1))


def test_what_is_asked_for_is_booked_once_with_another_day_and_amount_where_said(session):
    row = scheduled(session, tags=["home", "home"], note="Flat 3")
    due = said(session, row, "2026-03-01", amount="870", date="2026-03-09")
    assert (due.state, due.paid_amount, due.paid_date) == (
        State.PAID, Decimal(870), date(2026, 3, 9),
    )  # fmt: skip
    assert said(session, row, "2026-03-01", amount="1").transaction_id == due.transaction_id
    made = transactions.stored.rows(session, [due.transaction_id])[0]
    assert (made.payee, made.note, made.tags) == ("Landlord", "Flat 3", ["home"])
    assert made.id == occurrences.transaction_key(row.id, date(2026, 3, 1))


def test_what_is_to_come_is_booked_today_and_without_a_payee_under_its_name(session):
    row = scheduled(session, payee="")
    due = said(session, row, "2026-04-01")
    made = transactions.stored.rows(session, [due.transaction_id])[0]
    assert (made.date, made.payee, made.amount) == (TODAY, "Rent", Decimal(850))


def test_what_was_booked_and_deleted_can_be_booked_again(session):
    row = scheduled(session)
    first = said(session, row, "2026-03-01").transaction_id
    transactions.deactivate(session, [first])
    assert states(session)["03-01"] == "late"
    again = said(session, row, "2026-03-01")
    assert again.transaction_id != first
    assert states(session)["03-01"] == "paid"


def test_a_transfer_is_booked_with_both_sides(session):
    factories.account(session, name="Vault", kind="savings")
    row = scheduled(session, name="Save", payee="", to_account="Vault")
    due = said(session, row, "2026-03-01")
    made = transactions.stored.rows(session, [due.transaction_id])[0]
    sides = transactions.stored.group_for_update(session, transfer_ids=[made.transfer_id])
    assert {side.direction for side in sides} == {"in", "out"}
    assert states(session)["03-01"] == "paid"


def test_a_person_says_which_transaction_it_was_and_its_payee_is_known_from_then_on(session):
    row = scheduled(session)
    other = paid(session, "2026-02-20", "400", payee="Hausverwaltung")
    paid(session, "2026-04-01", payee="Hausverwaltung Nord")
    assert states(session)["04-01"] == "due"
    due = said(session, row, "2026-03-01", transaction_id=other.id)
    assert (due.state, due.transaction_id) == (State.PAID, other.id)
    assert states(session)["04-01"] == "paid"
    said(session, row, "2026-03-01", transaction_id=other.id)
    with pytest.raises(Conflict, match="paid another due day"):
        said(session, row, "2026-02-01", transaction_id=other.id)


def test_a_transaction_that_is_not_there_cannot_be_it(session):
    row = scheduled(session)
    gone = paid(session, "2026-02-20")
    transactions.deactivate(session, [gone.id])
    for key in (gone.id, new_id()):
        with pytest.raises(NotFound):
            said(session, row, "2026-03-01", transaction_id=key)


def test_nothing_is_said_of_a_day_on_which_nothing_falls_due(session):
    row = scheduled(session)
    for more in ({}, {"state": "skipped"}, {"transaction_id": new_id()}):
        with pytest.raises(Clash, match="does not fall due"):
            said(session, row, "2026-03-02", **more)


def test_a_change_of_weekend_keeps_what_was_said(session):
    row = scheduled(session)
    said(session, row, "2026-02-01", "skipped")
    edit = ScheduleEdit(
        name="Rent", amount="850", start_date="2026-01-01", weekend="after", version=row.version
    )
    schedules.edit(session, row.id, edit)
    february = dues(session)[1]
    assert (february.due_date, february.date) == (date(2026, 2, 1), date(2026, 2, 2))
    assert february.state is State.SKIPPED
    with pytest.raises(Stale):
        schedules.edit(session, row.id, edit)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"least": "900"}, "least"),
        ({"most": "800"}, "most"),
        ({"unit": "week", "month_day": 3}, "month_day"),
        ({"unit": "day", "nth": 1, "weekday": 0}, "nth"),
        ({"nth": 1}, "weekday"),
        ({"weekday": 1}, "nth"),
        ({"nth": 1, "weekday": 0, "month_day": 3}, "month_day"),
        ({"end_date": "2025-12-31"}, "end_date"),
        ({"end_date": "2026-01-10", "month_day": 15}, "end_date"),
        ({"type": "Transfer"}, "to_account_id"),
        ({"to_account": "Everyday"}, "to_account_id"),
        ({"to_account": "Purse", "type": "Expense"}, "to_account_id"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(session, given, field):
    factories.account(session, name="Purse")
    with pytest.raises(InvalidInput) as bad:
        scheduled(session, **given)
    assert bad.value.errors[0].field == field


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"category": "Boats"}, "category"),
        ({"goal": "Boat"}, "goal"),
        ({"goal_id": UUID(int=1)}, "goal_id"),
    ],
)
def test_what_it_points_to_must_be_there(session, given, field):
    goals.add(session, GoalIn(name="Car", category="Savings", target_amount="9"), today=TODAY)
    with pytest.raises(NotFound) as bad:
        scheduled(session, **given)
    assert bad.value.errors[0].field == field


def test_the_same_request_twice_makes_one(session):
    key = new_id()
    row = scheduled(session, id=key, least="800", most="900")
    assert scheduled(session, id=key, least="800", most="900") is row
    with pytest.raises(Conflict, match="with other content"):
        scheduled(session, id=key)


def test_it_may_contribute_to_a_goal_which_may_go(session):
    goal = goals.add(
        session, GoalIn(name="Boat", category="Savings", target_amount="900"), today=TODAY
    )
    first = scheduled(session, goal="boat")
    second = scheduled(session, goal_id=goal.id)
    assert (first.goal_id, second.goal_id) == (goal.id, goal.id)
    goals.delete(session, goal.id)
    assert (first.goal_id, second.goal_id) == (None, None)
    history.undo(session, written.last(session))
    assert (first.goal_id, second.goal_id) == (goal.id, goal.id)


def test_it_goes_with_all_that_was_said_of_it_and_comes_back_with_that(session):
    row = scheduled(session)
    key = row.id
    said(session, row, "2026-02-01", "skipped")
    kept = said(session, row, "2026-03-01").transaction_id
    with pytest.raises(Stale):
        schedules.delete(session, key, version=9)
    schedules.delete(session, key)
    assert stored.line(session, key) is None
    assert transactions.stored.line(session, kept).is_active
    with pytest.raises(NotFound):
        schedules.delete(session, key)
    history.undo(session, written.last(session))
    assert states(session) == {
        "01-01": "missed",
        "02-01": "skipped",
        "03-01": "paid",
        "04-01": "due",
    }


def test_a_category_in_use_by_a_schedule_stays_or_the_schedule_moves_along(session):
    music = factories.category(session, name="Music")
    art = factories.category(session, name="Art")
    row = scheduled(session, category="Music")
    with pytest.raises(Conflict, match="used by 1 schedule"):
        categories.delete(session, music.id)
    categories.merge(session, music.id, into_id=art.id)
    assert row.category_id == art.id


def test_accounts_that_a_schedule_moves_money_between_do_not_become_one(session):
    vault = factories.account(session, name="Vault")
    purse = factories.account(session, name="Purse")
    other = factories.account(session, name="Other")
    row = scheduled(session, account="Purse", to_account="Vault")
    with pytest.raises(Conflict, match="it would go nowhere"):
        accounts.merge(session, vault.id, into_id=purse.id)
    accounts.merge(session, vault.id, into_id=other.id)
    assert (row.account_id, row.to_account_id) == (purse.id, other.id)


def balances(session: Session, *ids: UUID, start: str, end: str):
    return schedules.balances(
        session,
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        today=TODAY,
        account_ids=ids or schedules.cash_accounts(session),
    )


def test_the_balance_ahead_is_todays_with_what_is_booked_late_and_due(session):
    vault = factories.account(session, name="Vault", kind="savings")
    (everyday,) = schedules.cash_accounts(session)
    paid(session, "2026-03-09", "1000", type="Income", payee="Work", category="Salary")
    paid(session, "2026-03-12", "7", payee="Ahead")
    scheduled(session, start_date="2026-03-01")
    scheduled(session, name="Missed", payee="Gone", amount="5000", start_date="2026-01-15", times=1)
    scheduled(
        session, name="Save", payee="", amount="30", to_account="Vault", start_date="2026-03-11"
    )
    scheduled(
        session, name="Wage", payee="Work", type="Income", amount="200", start_date="2026-03-13"
    )
    found = balances(session, everyday, vault.id, start="2026-03-08", end="2026-03-14")
    assert [(one.date.day, one.by_account[everyday], one.balance) for one in found] == [
        (8, 0, 0), (9, 1000, 1000), (10, 150, 150), (11, 120, 150), (12, 113, 143), (13, 313, 343),
    ]  # fmt: skip
    assert [one.is_expected for one in found] == [False, False, True, True, True, True]


def test_balances_of_days_that_are_all_gone_or_all_to_come(session):
    scheduled(session, start_date="2026-03-20")
    paid(session, "2026-03-05", "10")
    assert [one.balance for one in balances(session, start="2026-03-04", end="2026-03-06")] == [
        0,
        -10,
    ]
    ahead = balances(session, start="2026-03-19", end="2026-03-21")
    assert [one.balance for one in ahead] == [-10, -860]


def test_no_accounts_hold_nothing(session):
    paid(session, "2026-03-05", "10")
    found = schedules.balances(
        session, start=TODAY, end=date(2026, 3, 11), today=TODAY, account_ids=[]
    )
    assert [(one.balance, dict(one.by_account)) for one in found] == [(0, {})]


def test_a_range_is_this_month_and_the_next_unless_said_and_ten_years_at_most(session):
    assert schedules.range_of(None, None, today=TODAY) == (date(2026, 3, 1), date(2026, 5, 1))
    start = date(2020, 1, 1)
    assert schedules.range_of(start, date(2199, 1, 1), today=TODAY)[1] < date(2031, 1, 1)


def test_nothing_is_said_of_a_schedule_that_is_not_there(session):
    for deed in (schedules.pause, schedules.resume, schedules.get):
        with pytest.raises(DomainError):
            deed(session, new_id())
