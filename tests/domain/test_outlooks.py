"""How goals stand: pace, need, day and status agree with a plain recomputation."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.goals import Aim, Facts, pace_start
from ftracker.domain.outlooks import Moment, Moved, Outlook, Status, Way, fits, outlooks

TODAY = date(2026, 6, 15)
NOW = Moment(TODAY, TODAY.replace(day=1), "EUR")
ONE, TWO, THREE, FOUR = (UUID(int=number) for number in (1, 2, 3, 4))
ACCOUNT = UUID(int=99)
AMOUNTS = st.decimals("0", "50000", places=2)


def goal(key: UUID = ONE, **given) -> Facts:
    plain = {"name": f"Goal {key.int}", "aim": Aim.SAVE, "target": Decimal(1000)}
    return Facts(**{"goal_id": key, "current": Decimal(0)} | plain | given)


def look(*goals: Facts, **moved: tuple[int, int]) -> list[Outlook]:
    """Reckon; what moved is said as `one=(90 days, this period)`."""
    keys = {"one": ONE, "two": TWO, "three": THREE, "account": ACCOUNT}
    sums = {keys[name]: Moved(Decimal(a), Decimal(b)) for name, (a, b) in moved.items()}
    return outlooks(goals, sums, NOW)


@given(
    target=st.decimals("1", "50000", places=2),
    current=AMOUNTS,
    days=st.integers(-100, 4000),
    recent=st.decimals("-5000", "20000", places=2),
)
def test_needed_and_expected_agree_with_a_plain_recomputation(target, current, days, recent):
    due = TODAY + timedelta(days=days)
    facts = goal(target=target, current=current, due_date=due)
    [found] = outlooks([facts], {ONE: Moved(recent)}, NOW)
    missing = max(target - current, Decimal(0))
    months = max(Decimal(days) / Decimal("30.4375"), 1)
    needed = (missing / months).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    pace = recent / 3
    assert found.remaining == missing
    assert found.needed_monthly == needed
    assert found.pace_monthly == pace.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    if missing == 0:
        assert (found.status, found.expected_date) == (Status.REACHED, TODAY)
    elif pace <= 0:
        assert found.expected_date is None
        assert found.status is Status.BEHIND
    else:
        until = missing / pace * Decimal("30.4375")
        assert found.expected_date is None or abs((found.expected_date - TODAY).days - until) < 1
        is_behind = due < TODAY or found.pace_monthly < needed
        assert found.status is (Status.BEHIND if is_behind else Status.ON_TRACK)


def test_the_pace_is_of_the_ninety_days_that_end_today():
    assert pace_start(TODAY) == TODAY - timedelta(days=89)
    assert look(goal(), one=(300, 0))[0].pace_monthly == 100


@pytest.mark.parametrize(
    ("given", "moved", "status"),
    [
        ({"current": Decimal(1000), "is_paused": True}, (0, 0), Status.REACHED),
        ({"is_paused": True}, (0, 0), Status.PAUSED),
        ({}, (300, 0), Status.NO_DATE),
        ({"monthly_amount": Decimal(100)}, (300, 0), Status.ON_TRACK),
        ({"monthly_amount": Decimal(100)}, (299, 0), Status.BEHIND),
        ({"due_date": date(2026, 6, 14)}, (9000, 0), Status.BEHIND),
    ],
)
def test_how_a_goal_stands(given, moved, status):
    assert look(goal(**given), one=moved)[0].status is status


def test_a_debt_with_interest_needs_more_and_takes_longer():
    debt = goal(
        aim=Aim.PAY_OFF, target=Decimal(8000), current=Decimal(2000), account_id=ACCOUNT,
        due_date=date(2028, 6, 15),
    )  # fmt: skip
    [plain] = look(debt, account=(750, 0))
    [charged] = look(replace(debt, rate=Decimal(6)), account=(750, 0))
    assert (plain.needed_monthly, charged.needed_monthly) == (Decimal("249.83"), Decimal("265.75"))
    assert plain.status is Status.ON_TRACK
    assert charged.status is Status.BEHIND
    assert charged.expected_date > plain.expected_date


def test_goals_on_one_account_share_what_came_into_it():
    first = goal(ONE, account_id=ACCOUNT, monthly_amount=Decimal(60))
    second = goal(TWO, account_id=ACCOUNT)
    done = goal(THREE, account_id=ACCOUNT, current=Decimal(1000))
    found = look(first, second, done, account=(300, 80))
    assert [one.pace_monthly for one in found] == [60, 40, 0]
    assert look(done, account=(300, 0))[0].pace_monthly == 100


def test_what_is_due_in_a_period_does_not_shrink_by_being_paid_early():
    facts = goal(current=Decimal(100), due_date=date(2026, 12, 1))
    [early] = look(facts, one=(300, 100))
    months = (date(2026, 12, 1) - date(2026, 6, 1)).days / Decimal("30.4375")
    assert early.due_this_month == round(1000 / months - 100, 2)
    assert look(facts, one=(300, 500))[0].due_this_month == 0
    meant = replace(facts, monthly_amount=Decimal(40))
    assert look(meant, one=(300, 15))[0].due_this_month == 25
    assert look(replace(meant, is_paused=True), one=(0, 0))[0].due_this_month == 0
    last = goal(current=Decimal(990), monthly_amount=Decimal(40))
    assert look(last)[0].due_this_month == 10


def test_the_way_back_is_more_or_later_or_that_another_one_waits():
    behind = goal(ONE, due_date=date(2026, 12, 15))
    rich = goal(TWO, monthly_amount=Decimal(100))
    enough = goal(THREE, target=Decimal(5000))
    found = look(behind, rich, enough, one=(300, 0), two=(900, 0), three=(360, 0))
    more, later, wait = found[0].advice
    assert (more.way, more.amount, more.extra) == (Way.MORE, Decimal("166.33"), Decimal("66.33"))
    assert (later.way, later.due_date) == (Way.LATER, found[0].expected_date)
    assert (wait.way, wait.other_id, wait.amount) == (Way.WAIT, THREE, 120)
    assert found[1].advice == ()


def test_what_is_overdue_at_a_pace_that_is_enough_only_needs_another_day():
    late = goal(ONE, due_date=date(2026, 6, 1), current=Decimal(900))
    [found] = look(late, one=(300, 0))
    assert [one.way for one in found.advice] == [Way.LATER]


def test_nobody_waits_who_comes_first_or_has_too_little():
    first = goal(ONE, monthly_amount=Decimal(500))
    behind = goal(TWO, due_date=date(2026, 12, 15))
    poor = goal(THREE)
    paused = goal(FOUR, is_paused=True)
    found = look(first, behind, poor, paused, one=(1500, 0), three=(30, 0))
    assert [one.way for one in found[1].advice] == [Way.MORE]


def test_the_first_goals_fit_and_the_next_is_short():
    wanted = {"due_date": None, "current": Decimal(0)}
    goals = [
        goal(key, monthly_amount=Decimal(amount), **wanted)
        for key, amount in ((ONE, 100), (TWO, 200), (THREE, 150), (FOUR, 50))
    ]
    found = look(*goals, goal(UUID(int=5)), goal(UUID(int=6), is_paused=True))
    checked = fits(found, Decimal(405))
    assert [(one.goal_id, one.short) for one in checked] == [
        (ONE, 0), (TWO, 0), (THREE, 45), (FOUR, 50),
    ]  # fmt: skip
    assert fits(found, Decimal(-5))[0].short == 100
    assert sum(one.needed_monthly - one.short for one in checked) == 405
