"""When goals are reached: what is known comes on its days, and behind a year what goes on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ftracker.domain.forecast import reaching
from ftracker.domain.forecast.later_years import planned
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
from ftracker.domain.scenarios import changed
from ftracker.domain.schedules import Every
from tests.domain.test_scenarios import BASE, CASH, PAY, POT, TODAY, TRIP, D, category, coming
from tests.domain.test_scenarios import goal as a_goal

MONTHS = 60
GOAL = replace(a_goal(), months=())


def save(day, amount="-50", yearly=12, **more):
    plain = {"name": "Save", "id": PAY, "category_id": POT, "section": Section.SET_ASIDE}
    return coming(day, amount, **plain | {"goal_id": TRIP, "yearly": D(yearly)} | more)


MONTHLY = tuple(save(months_later(date(2026, 12, 3), n)) for n in range(12))


def years(*known, changes=(), goal=GOAL):
    """Sum what comes to a goal in each year."""
    base = replace(BASE, known=known, goals=(goal,), categories=(category(POT, Section.SET_ASIDE),))
    inputs = changed(base, changes, {POT: Kind.SAVINGS})
    months = planned(inputs.goals[0], inputs, months=MONTHS)
    return [round(sum(months[n : n + 12])) for n in range(0, MONTHS, 12)]


def test_what_goes_on_comes_each_year_as_often():
    assert years(*MONTHLY) == [600] * 5
    weekly = [save(TODAY + timedelta(days=3 + 7 * n), "-10", 52) for n in range(52)]
    assert years(*weekly) == pytest.approx([520] * 5, abs=10)
    assert years(save(date(2027, 3, 1), "-900", 1)) == [900] * 5


def test_what_comes_once_comes_in_no_other_year():
    assert years(save(date(2027, 3, 1), "-900", 0)) == [900, 0, 0, 0, 0]
    ends = [replace(one, yearly=D(0)) for one in MONTHLY[:3]]
    assert years(*ends) == [150, 0, 0, 0, 0]


def test_a_year_has_365_days_and_what_comes_on_its_first_does_not_come_twice():
    yearly = [save(TODAY + timedelta(days=n), "-900", 1) for n in (0, 365)]
    assert years(*yearly) == [900] * 5


def test_two_patterns_of_one_name_go_on_both():
    pattern = {"kind": "pattern", "id": None}
    both = [replace(one, **pattern) for one in MONTHLY]
    both += [replace(one, amount=D(-5)) for one in both]
    assert years(*both) == [660] * 5


def test_a_pause_is_of_its_months_alone_and_one_for_good_for_ever():
    pause = PauseGoal(TRIP, date(2027, 1, 1), date(2027, 4, 1))
    assert years(*MONTHLY, changes=[pause]) == [450, 600, 600, 600, 600]
    late = PauseGoal(TRIP, date(2027, 6, 1), date(2028, 1, 1))
    assert years(*MONTHLY, changes=[late]) == [300, 600, 600, 600, 600]
    used = replace(GOAL, months=(D(20),) * 12)
    assert years(*MONTHLY, changes=[pause], goal=used) == [390, 600, 600, 600, 600]
    for_good = replace(pause, until=None)
    assert years(*MONTHLY, changes=[for_good]) == [50, 0, 0, 0, 0]
    assert years(changes=[for_good], goal=used)[1:] == [-240] * 4


def test_what_stops_comes_no_more_and_what_changes_goes_on_as_it_is_then():
    assert years(*MONTHLY, changes=[Stop(date(2027, 3, 1), PAY)]) == [150, 0, 0, 0, 0]
    assert years(*MONTHLY, changes=[Stop(date(2029, 3, 1), PAY)]) == [600] * 5
    more = [Reprice(date(2027, 6, 1), PAY, by=D(50))]
    assert years(*MONTHLY, changes=more) == [900, 1200, 1200, 1200, 1200]
    patterns = [replace(one, kind="pattern", id=None) for one in MONTHLY]
    more = [Reprice(date(2027, 6, 1), payee="Save", by=D(50))]
    assert years(*patterns, changes=more) == [900, 1200, 1200, 1200, 1200]


def test_what_a_scenario_adds_goes_on_if_it_is_for_ever():
    place = {"account_id": CASH, "category_id": POT, "direction": Direction.OUT}
    first = date(2026, 12, 5)
    once = OneOff("Bonus", D(900), start=first, **place)
    assert years(changes=[once]) == [900, 0, 0, 0, 0]
    assert years(changes=[Repeat("More", D(10), start=first, **place)]) == [120] * 5
    assert years(changes=[Repeat("More", D(10), start=first, times=9, **place)])[1:] == [0] * 4
    yearly = Repeat("More", D(10), start=first, unit=Every.YEAR, **place)
    assert years(changes=[yearly]) == [10] * 5
    habit = Usual(POT, date(2026, 12, 1), by=D(100))
    assert years(changes=[habit])[1:] == pytest.approx([1200] * 4, abs=30)


def test_another_amount_a_month_goes_on_behind_the_year():
    assert years(*MONTHLY, changes=[GoalAmount(TRIP, D(80), date(2026, 12, 1))])[1:] == [960] * 4


def test_one_purchase_less_reaches_a_goal_no_later_year_after_year():
    known = (save(date(2026, 12, 10), "400", 0, sign=-1), *MONTHLY)
    base = replace(BASE, known=known, goals=(GOAL,))
    (ahead,) = reaching.goals(base, seed=1).goals
    # Of 5,000 the 400 that are taken once are eight more months of 50.
    assert (ahead.expected - TODAY).days == pytest.approx(108 * 30.44, abs=35)
