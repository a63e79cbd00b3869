"""Inputs as they would be: what a change changes, and that nothing else does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.cadences import Cadence
from ftracker.domain.forecast_inputs import (
    AccountFacts,
    CategoryFacts,
    Coming,
    GoalFacts,
    Inputs,
    PeriodFacts,
)
from ftracker.domain.goals import Aim, Facts
from ftracker.domain.kinds import Direction, Kind, Section
from ftracker.domain.periods import months_later
from ftracker.domain.scenario_changes import (
    GoalAmount,
    OneOff,
    PauseGoal,
    Repeat,
    Reprice,
    Stop,
    Usual,
)
from ftracker.domain.scenarios import CHANGE, changed, repriced

TODAY = date(2026, 11, 25)
CASH, SAVED, FOOD, PAY, POT, TRIP, JAR, RENT = (UUID(int=n) for n in range(1, 9))
D = Decimal
KINDS = {FOOD: Kind.EXPENSE, PAY: Kind.INCOME, POT: Kind.SAVINGS}


def coming(day, amount="-850", **more):
    plain = {"name": "Rent", "account_id": CASH, "kind": "due", "id": RENT, "category_id": FOOD}
    return Coming(day, amount=D(amount), **plain | {"section": Section.SPENDING, "sign": 1} | more)


def category(key=FOOD, section=Section.SPENDING, cadence=Cadence.MONTH, past=(380, None, 420)):
    return CategoryFacts(
        category_id=key,
        section=section,
        cadence=cadence,
        family=frozenset((key,)),
        past=tuple(None if one is None else D(one) for one in past),
        tails=(),
        since=D(0),
        skipped=0,
        first=date(2026, 8, 1),
        periods=tuple(
            PeriodFacts(months_later(date(2026, 11, 1), n), months_later(date(2026, 12, 1), n),
                        budget=D(400) if n else None)
            for n in range(3)
        ),
    )  # fmt: skip


def goal(key=TRIP, account=None, **more):
    facts = Facts(key, "Trip", Aim.SAVE, D(5000), D(0), account, monthly_amount=D(50), **more)
    return GoalFacts(facts, frozenset() if account else frozenset((POT,)), D(1), (D(30), None))


RENTS = tuple(coming(months_later(date(2026, 12, 3), n)) for n in range(12))
SAVING = (
    coming(date(2026, 12, 1), "-20", name="Save", id=JAR, goal_id=JAR, section=Section.NONE,
           sign=0),
    coming(date(2026, 12, 1), "20", name="Save", id=JAR, goal_id=JAR, section=Section.NONE, sign=0,
           account_id=SAVED),
)  # fmt: skip
PATTERN = coming(date(2027, 2, 1), "-9.99", name="Netflix", kind="pattern", id=None)
BASE = Inputs(
    today=TODAY,
    begin=date(2026, 8, 1),
    edge=TODAY,
    currency="EUR",
    months=3,
    accounts=(
        AccountFacts(SAVED, "Saved", D(0), False, {}),
        AccountFacts(CASH, "Cash", D(1000), True, {TODAY: D(-5)}),
    ),
    known=tuple(sorted((*RENTS, *SAVING, PATTERN), key=lambda one: one.date)),
    learnt=(PATTERN,),
    categories=(category(), category(PAY, Section.INCOME, past=())),
    goals=(goal(), goal(JAR, SAVED)),
    income_date=date(2026, 12, 1),
)


def new(inputs):
    return [one for one in inputs.known if one.kind == CHANGE]


def total(inputs, account=CASH):
    return sum(one.amount for one in inputs.known if one.account_id == account)


def test_no_changes_give_the_same_inputs():
    assert changed(BASE, ()) is BASE


def test_what_stops_comes_no_more_from_its_day_on_and_all_else_stays():
    after = changed(BASE, [Stop(date(2027, 3, 1), RENT)])
    gone = set(BASE.known) - set(after.known)
    assert gone == set(RENTS[3:])
    assert replace(after, known=BASE.known) == BASE


def test_what_comes_again_without_a_schedule_stops_by_its_name():
    after = changed(BASE, [Stop(TODAY, payee="netflix")])
    assert set(BASE.known) - set(after.known) == {PATTERN}
    assert after.learnt == BASE.learnt


@given(
    start=st.dates(date(2026, 11, 25), date(2027, 11, 20)),
    amount=st.decimals(1, 9999, places=2),
)
def test_what_stops_and_comes_again_the_same_moves_the_same(start, amount):
    rents = tuple(replace(one, amount=-amount) for one in RENTS)
    base = replace(BASE, known=rents)
    again = Repeat("Rent", amount, Direction.OUT, RENTS[0].date, CASH, FOOD)
    after = changed(
        base,
        [
            Stop(start, RENT),
            again,
        ],
        KINDS,
    )
    kept = [one for one in after.known if one.kind != CHANGE]
    moved = {(one.date, one.amount, one.section, one.sign) for one in new(after)}
    assert moved == {(one.date, one.amount, one.section, one.sign) for one in rents}
    assert kept == [one for one in rents if one.date < start]


def test_an_amount_changes_from_its_day_on_keeps_its_way_and_is_rounded():
    after = changed(BASE, [Reprice(date(2027, 1, 1), RENT, percent=D("3.333"))])
    amounts = [one.amount for one in after.known if one.id == RENT]
    assert amounts == [D(-850), *[D("-878.33")] * 11]
    more = changed(BASE, [Reprice(date(2027, 1, 1), JAR, by=D(1))])
    assert more == BASE
    assert total(changed(BASE, [Reprice(TODAY, JAR, by=D(1))]), SAVED) == 21


def test_what_would_cost_less_than_nothing_comes_no_more():
    after = changed(BASE, [Reprice(TODAY, RENT, by=D(-900))])
    assert not [one for one in after.known if one.id == RENT]


def test_what_rises_each_year_rises_on_each_first_of_april():
    rise = Reprice(date(2027, 4, 1), RENT, percent=D(10), is_yearly=True)
    days = (date(2027, 3, 31), date(2027, 4, 1), date(2028, 3, 31), date(2028, 4, 1))
    assert [repriced(D(100), rise, day) for day in days] == [100, 110, 110, 121]


def test_what_rises_absurdly_rises_to_the_largest_amount_that_can_be_written():
    rise = Reprice(date(1900, 1, 1), RENT, percent=D(1000), is_yearly=True)
    assert repriced(D(100), rise, TODAY) == 10**15 - 1
    after = changed(BASE, [replace(rise, start=TODAY)] * 40)
    assert min(one.amount for one in after.known) == 1 - 10**15


def test_a_purchase_and_its_instalments_count_where_their_category_does():
    car = OneOff("Car", D(8000), Direction.OUT, date(2027, 1, 1), CASH, FOOD)
    loan = Repeat("Loan", D(160), Direction.OUT, date(2027, 2, 1), CASH, FOOD, times=36)
    after = changed(BASE, [car, loan], KINDS)
    assert total(after) - total(BASE) == -8000 - 10 * 160
    assert {(one.section, one.sign) for one in new(after)} == {(Section.SPENDING, 1)}
    assert [one.date for one in after.known] == sorted(one.date for one in after.known)


@pytest.mark.parametrize(
    ("key", "direction", "counts"),
    [
        (FOOD, Direction.IN, (Section.SPENDING, -1)),
        (PAY, Direction.IN, (Section.INCOME, 1)),
        (RENT, Direction.IN, (Section.INCOME, 1)),
        (POT, Direction.OUT, (Section.SET_ASIDE, 1)),
    ],
)
def test_what_comes_in_counts_as_its_category_says(key, direction, counts):
    (one,) = new(changed(BASE, [OneOff("A", D(1), direction, TODAY, CASH, key)], KINDS))
    assert (one.section, one.sign) == counts
    assert changed(BASE, [OneOff("A", D(1), direction, TODAY, CASH, key)]) is not BASE


def test_what_lies_before_today_and_behind_the_year_changes_nothing():
    for day in (date(2026, 11, 1), date(2029, 1, 1)):
        assert changed(BASE, [OneOff("A", D(1), Direction.OUT, day, CASH, FOOD)]) is BASE


def test_what_is_usual_is_less_by_its_part_and_the_budget_with_it():
    after = changed(BASE, [Usual(FOOD, date(2027, 1, 1), percent=D(-10))])
    january = [one for one in new(after) if one.date.month == 1]
    assert [one.date.day for one in january] == [4, 11, 18, 26]
    assert sum(one.amount for one in january) == 40
    assert {(one.sign, one.counted) for one in january} == {(-1, D(-10))}
    assert [one.budget for one in after.categories[0].periods] == [None, 400, 360]


def test_nothing_is_usually_less_than_nothing_and_parts_come_to_the_whole():
    after = changed(BASE, [Usual(FOOD, date(2027, 1, 1), by=D(-1000))])
    assert sum(one.amount for one in new(after) if one.date.month == 2) == 400
    after = changed(BASE, [Usual(FOOD, date(2027, 1, 1), by=D("0.03"))])
    assert sum(one.amount for one in new(after) if one.date.month == 2) == D("-0.03")


def test_more_can_be_earned_and_what_nothing_is_known_of_changes_by_its_kind():
    (first, *_) = new(changed(BASE, [Usual(PAY, date(2027, 1, 1), by=D(100))]))
    assert (first.amount, first.section, first.sign) == (25, Section.INCOME, 1)
    bare = replace(BASE, categories=())
    for key, section in ((PAY, Section.INCOME), (POT, Section.SET_ASIDE), (RENT, Section.SPENDING)):
        after = changed(bare, [Usual(key, date(2027, 1, 1), by=D(100))], KINDS)
        assert {one.section for one in new(after)} == {section}
    assert changed(bare, [Usual(FOOD, date(2027, 1, 1), percent=D(9))]) is bare
    assert changed(replace(BASE, accounts=()), [Usual(FOOD, TODAY, by=D(9))]).known == BASE.known


def test_a_paused_goal_gets_nothing_of_what_is_known_nor_of_what_is_usual():
    after = changed(BASE, [PauseGoal(JAR, date(2026, 12, 1), date(2027, 2, 1))])
    assert not [one for one in after.known if one.kind == "due" and one.goal_id == JAR]
    goals = dict(zip((TRIP, JAR), after.goals, strict=True))
    brought = [(one.date, goals[JAR].brought(one)) for one in new(after) if one.account_id == SAVED]
    assert brought == [(date(2026, 12, 31), -30), (date(2027, 1, 31), -30)]
    assert total(after) - total(BASE) == 20 + 60
    assert not goals[JAR].facts.is_paused


def test_a_goal_that_waits_for_good_from_now_on_is_paused():
    after = changed(BASE, [PauseGoal(TRIP, TODAY)])
    assert after.goals[0].facts.is_paused
    assert [one.counted for one in new(after)][:2] == [-30, -30]
    assert changed(BASE, [PauseGoal(RENT, TODAY)]) is BASE
    assert changed(BASE, [GoalAmount(RENT, D(5), TODAY)]) is BASE


def test_a_goal_gets_what_is_missing_of_its_new_amount_each_month():
    after = changed(BASE, [GoalAmount(JAR, D(80), date(2026, 12, 1))])
    brought = [after.goals[1].brought(one) for one in new(after) if one.account_id == SAVED]
    assert brought[:2] == [30, 50]
    assert after.goals[1].facts.monthly_amount == 80
    after = changed(BASE, [GoalAmount(TRIP, D(80), date(2026, 12, 5))])
    assert [after.goals[0].brought(one) for one in new(after)][:2] == [50, 50]


def test_what_was_set_aside_in_the_present_month_is_not_set_aside_again():
    after = changed(BASE, [GoalAmount(TRIP, D(80), TODAY)])
    assert [one.date for one in new(after)][:2] == [date(2026, 12, 31), date(2027, 1, 31)]
    first = replace(BASE, today=date(2026, 12, 1))
    after = changed(first, [GoalAmount(TRIP, D(80), first.today)])
    assert new(after)[0].date == date(2026, 12, 31)


def test_a_goal_is_not_given_more_than_it_needs():
    short = replace(goal(), facts=replace(goal().facts, target=D(100)), months=())
    after = changed(replace(BASE, goals=(short,)), [GoalAmount(TRIP, D(80), date(2026, 12, 1))])
    assert [after.goals[0].brought(one) for one in new(after)] == [80, 20]


def test_a_goal_without_any_account_to_take_from_stays():
    bare = replace(BASE, accounts=(), known=())
    assert changed(bare, [GoalAmount(TRIP, D(80), TODAY)]).known == ()


def test_a_goal_on_an_account_with_nothing_known_is_moved_from_cash():
    after = changed(replace(BASE, known=()), [GoalAmount(JAR, D(80), date(2026, 12, 1))])
    first = [one for one in new(after) if one.date == date(2026, 12, 31)]
    assert {(one.account_id, one.amount) for one in first} == {(CASH, D(-50)), (SAVED, D(50))}
