"""Which transaction paid which due day."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.db import new_id
from ftracker.domain import schedules
from ftracker.domain.kinds import Flow
from ftracker.domain.payments import (
    Bill,
    Move,
    State,
    find_payments,
    fits,
    is_alike,
    may_compete,
    reach,
    unpaid,
)
from ftracker.domain.schedules import Day, Every, Rhythm

RENT, HOME, CASH, SAVINGS = (new_id() for _ in range(4))
MONTHLY = Rhythm(date(2025, 1, 1))


def bill(**given) -> Bill:
    plain = {
        "id": new_id(),
        "rhythm": MONTHLY,
        "flow": Flow.OUT,
        "payees": ("Landlord",),
        "category_id": RENT,
        "account_id": HOME,
        "to_account_id": None,
        "amount": Decimal(850),
    }
    return Bill(**plain | given)


def move(day: str = "2025-03-01", amount: str = "850", **given) -> Move:
    plain = {
        "id": new_id(),
        "date": date.fromisoformat(day),
        "amount": Decimal(amount),
        "direction": "out",
        "flow": "out",
        "category_id": RENT,
        "account_id": HOME,
        "other_account_id": None,
        "payee": "Landlord",
    }
    return Move(**plain | given)


def found(*moves: Move, of: Bill | None = None, start="2025-01-01", end="2025-06-01"):
    of = of or bill()
    days = list(schedules.days(of.rhythm, date.fromisoformat(start), date.fromisoformat(end)))
    return {due.isoformat(): m.id for (_, due), m in find_payments([(of, days)], moves).items()}


def test_a_payment_is_found_by_its_payee_near_its_day():
    early, late = move("2025-02-24"), move("2025-04-15")
    assert found(early, late) == {"2025-03-01": early.id, "2025-04-01": late.id}


@pytest.mark.parametrize("day", ["2025-02-19", "2025-03-16"])
def test_what_came_too_far_from_a_day_paid_nothing(day):
    assert found(move(day)) == {}


def test_of_two_that_fit_the_nearer_in_amount_is_it():
    other, it = move("2025-03-01", "800"), move("2025-03-04", "851")
    assert found(other, it)["2025-03-01"] == it.id


def test_of_two_with_the_same_amount_the_nearer_day_is_it():
    other, it = move("2025-03-08"), move("2025-03-02")
    assert found(other, it)["2025-03-01"] == it.id


def test_two_bills_of_one_payee_are_told_apart_by_their_category():
    heating, power = (bill(category_id=key, most=Decimal(1200)) for key in (HOME, CASH))
    days = [Day(date(2025, 3, 1), date(2025, 3, 1))]
    first, second = move(category_id=CASH), move(amount="990", category_id=HOME)
    paid = find_payments([(heating, days), (power, days)], [first, second])
    assert {key[0]: m.id for key, m in paid.items()} == {heating.id: second.id, power.id: first.id}


def test_one_transaction_pays_one_of_two_bills_and_each_gets_its_own():
    car, home = bill(amount=Decimal(40)), bill(amount=Decimal(42))
    days = [Day(date(2025, 3, 1), date(2025, 3, 1))]
    first, second = move(amount="42"), move(amount="40")
    paid = find_payments([(car, days), (home, days)], [first, second])
    assert {key[0]: m.id for key, m in paid.items()} == {car.id: second.id, home.id: first.id}
    alone = find_payments([(car, days), (home, days)], [first])
    assert {key[0]: m.id for key, m in alone.items()} == {home.id: first.id}


@pytest.mark.parametrize(
    ("given", "is_it"),
    [
        ({}, True),
        ({"account_id": CASH, "category_id": CASH}, True),
        ({"payee": "LANDLORD GmbH"}, True),
        ({"payee": "Somebody"}, False),
        ({"payee": ""}, True),
        ({"payee": "", "category_id": CASH}, False),
        ({"payee": "", "account_id": CASH}, False),
        ({"flow": "in", "direction": "in"}, False),
        ({"amount": Decimal(1130)}, True),
        ({"amount": Decimal(1140)}, False),
        ({"payee": "", "amount": Decimal(880)}, True),
        ({"payee": "", "amount": Decimal(900)}, False),
    ],
)
def test_what_fits_is_told_by_payee_or_else_by_category_and_account(given, is_it):
    assert fits(bill(), move(**given)) is is_it


def test_without_a_payee_category_and_account_tell():
    nobody = bill(payees=())
    assert fits(nobody, move(payee="Anybody"))
    assert not fits(nobody, move(payee="Anybody", category_id=CASH))


@pytest.mark.parametrize(
    ("amount", "is_it"), [("59", False), ("60", True), ("95", True), ("96", False)]
)
def test_a_range_bounds_what_is_taken_for_it(amount, is_it):
    power = bill(amount=Decimal(80), least=Decimal(60), most=Decimal(95))
    assert fits(power, move(amount=amount)) is is_it


def test_a_range_may_have_one_bound_only():
    assert bill(least=Decimal(60)).widest() == (Decimal(60), Decimal(850))
    assert bill(most=Decimal(900)).widest() == (Decimal(850), Decimal(900))


def test_a_transfer_is_known_by_its_accounts():
    to_savings = bill(flow=Flow.TRANSFER, to_account_id=SAVINGS)
    side = {"flow": "transfer", "payee": "anything"}
    assert fits(to_savings, move(**side, other_account_id=SAVINGS))
    assert fits(to_savings, move(**side))
    assert not fits(to_savings, move(**side, other_account_id=CASH))
    assert not fits(to_savings, move(**side, account_id=CASH))
    assert not fits(to_savings, move(**side | {"direction": "in"}, other_account_id=SAVINGS))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Landlord", "LANDLORD", True),
        ("Stadtwerke", "Stadtwerke München, Strom", True),
        ("Stadt", "Stadtwerke", False),
        ("...", "Landlord", False),
        ("Café Roma", "café  roma", True),
    ],
)
def test_names_are_alike_when_one_begins_with_the_words_of_the_other(one, other, alike):
    assert is_alike(one, other) is alike


def test_bills_compete_where_one_transaction_could_pay_either():
    assert may_compete(bill(), bill(amount=Decimal(900)))
    assert not may_compete(bill(), bill(amount=Decimal(20)))
    assert not may_compete(bill(), bill(flow=Flow.IN))
    assert not may_compete(bill(), bill(payees=("Gym",)))
    assert may_compete(bill(), bill(payees=()))


@pytest.mark.parametrize(
    ("rhythm", "today", "state"),
    [
        (MONTHLY, "2025-03-01", State.DUE),
        (MONTHLY, "2025-03-02", State.LATE),
        (MONTHLY, "2025-03-15", State.LATE),
        (MONTHLY, "2025-03-16", State.MISSED),
        (Rhythm(date(2025, 3, 1), unit=Every.WEEK), "2025-03-04", State.LATE),
        (Rhythm(date(2025, 3, 1), unit=Every.WEEK), "2025-03-05", State.MISSED),
        (Rhythm(date(2025, 3, 1), unit=Every.DAY), "2025-03-02", State.LATE),
        (Rhythm(date(2025, 3, 1), unit=Every.DAY), "2025-03-03", State.MISSED),
    ],
)
def test_an_unpaid_day_is_due_then_late_then_missed(rhythm, today, state):
    day = Day(date(2025, 3, 1), date(2025, 3, 1))
    assert unpaid(rhythm, day, today=date.fromisoformat(today)) is state


@given(st.integers(1, 400), st.sampled_from(list(Every)))
def test_no_transaction_is_near_enough_to_two_days_of_one_bill(every, unit):
    rhythm = Rhythm(date(2025, 1, 1), every, unit)
    before, after = reach(rhythm)
    assert before.days + after.days < rhythm.gap


@given(st.lists(st.tuples(st.integers(0, 150), st.integers(700, 1000)), max_size=12))
def test_each_day_and_each_transaction_is_matched_once_in_whatever_order_they_come(given):
    moves = [
        move(
            date.fromordinal(date(2025, 1, 1).toordinal() + day).isoformat(), str(amount)
        )._replace(id=UUID(int=number))
        for number, (day, amount) in enumerate(given)
    ]
    paid = found(*moves)
    assert len(set(paid.values())) == len(paid)
    assert found(*reversed(moves)) == paid
