"""The way of a goal, month by month."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.goal_paths import MOST_AHEAD, MOST_PAST, Way, points
from ftracker.domain.goals import Aim, Facts

TODAY = date(2026, 6, 15)
FACTS = Facts(
    UUID(int=1), "Boat", Aim.SAVE, Decimal(1000), Decimal(400), due_date=date(2026, 9, 30)
)
WAY = Way(
    date(2026, 4, 10), Decimal(100), {date(2026, 4, 1): Decimal(50), date(2026, 6, 1): Decimal(250)}
)


def test_what_was_done_adds_up_to_what_is_there():
    found = points(FACTS, WAY, pace=Decimal(100), expected_date=date(2026, 12, 14), today=TODAY)
    past = [one for one in found if one.moved is not None]
    assert [(f"{one.month:%m}", one.moved, one.done) for one in past] == [
        ("04", 50, 150), ("05", 0, 150), ("06", 250, 400),
    ]  # fmt: skip
    assert past[-1].expected == past[-1].done == FACTS.current


def test_the_needed_way_goes_straight_to_the_target_on_its_day():
    found = points(FACTS, WAY, pace=Decimal(100), expected_date=date(2026, 12, 14), today=TODAY)
    needed = [one.needed for one in found]
    assert needed == sorted(needed)
    assert 100 < needed[0] < needed[1] < 1000
    assert [one.needed for one in found if one.month >= date(2026, 9, 1)] == [1000] * 4


def test_the_expected_way_goes_on_at_the_pace_until_the_target():
    found = points(FACTS, WAY, pace=Decimal(100), expected_date=date(2026, 12, 14), today=TODAY)
    ahead = [one.expected for one in found if one.moved is None]
    assert ahead[0] == 400 + 100 * 46 / Decimal("30.4375")
    assert ahead[-1] == 1000
    over = replace(FACTS, current=Decimal(1200))
    far = points(over, WAY, pace=Decimal(0), expected_date=TODAY, today=TODAY)
    assert {one.expected for one in far if one.moved is None} == {1200}


def test_a_goal_without_a_day_needs_nothing_and_ends_when_it_is_reached():
    free = replace(FACTS, due_date=None)
    found = points(free, WAY, pace=Decimal(0), expected_date=None, today=TODAY)
    assert [one.needed for one in found] == [None] * 3


def test_only_so_many_months_are_shown():
    old = Way(date(2010, 1, 1), Decimal(0), {date(2011, 1, 1): Decimal(70)})
    found = points(
        replace(FACTS, due_date=date(2190, 1, 1)),
        old,
        pace=Decimal(0),
        expected_date=None,
        today=TODAY,
    )
    assert len(found) == MOST_PAST + MOST_AHEAD
    assert found[0].done == 70


def test_a_debt_with_interest_bends_on_its_way_down():
    debt = Facts(
        UUID(int=1), "Loan", Aim.PAY_OFF, Decimal(1000), Decimal(0), UUID(int=2),
        due_date=date(2028, 6, 15), rate=Decimal(12),
    )  # fmt: skip
    way = Way(date(2026, 6, 1), Decimal(-1000), {})
    found = points(
        debt, way, pace=Decimal(50), expected_date=date(2028, 6, 1), today=TODAY,
        there=lambda amount: 1000 + amount,
    )  # fmt: skip
    needed = [one.needed for one in found]
    assert 0 < needed[2] - needed[1] < needed[20] - needed[19]
    assert found[0].done == 0
    assert needed[-1] == found[-1].expected == 1000


def test_before_its_first_day_nothing_is_needed_of_a_goal():
    later = Way(date(2026, 7, 20), Decimal(0), {})
    found = points(FACTS, later, pace=Decimal(0), expected_date=None, today=TODAY)
    assert found[0].needed is None
