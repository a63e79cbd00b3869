"""Goals over some periods, beside their way."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.earmarks import Claim
from ftracker.domain.goal_paths import Way
from ftracker.domain.goals import Aim, Facts
from ftracker.domain.periods import Unit, cut
from ftracker.domain.reports import goals
from ftracker.domain.reports.goals import Source

CUTS = cut(date(2026, 9, 1), date(2026, 12, 1), Unit.MONTH)
KEY = UUID(int=1)


def facts(due: date | None = date(2027, 3, 1)) -> Facts:
    return Facts(KEY, "Boat", Aim.SAVE, Decimal(1200), Decimal(0), due_date=due)


def test_a_goal_is_followed_from_its_first_day_on():
    start = date(2026, 10, 15)
    moved = {date(2026, 10, 14): Decimal(99), date(2026, 10, 20): Decimal(30)}
    source = goals.aside(Decimal(100), start, moved, CUTS)
    steps = goals.steps(facts(), source, start, CUTS)
    assert [(s.period.start, s.moved, s.there) for s in steps] == [
        (start, 30, 130), (date(2026, 11, 1), 0, 130),
    ]  # fmt: skip


def test_its_way_leads_from_the_start_to_its_day():
    start = date(2026, 9, 1)
    source = goals.aside(Decimal(0), start, {}, CUTS)
    needed = [step.needed for step in goals.steps(facts(), source, start, CUTS)]
    assert needed == sorted(needed)
    assert 150 < needed[0] < 250
    assert 550 < needed[-1] < 650


def test_a_goal_without_a_day_has_no_way():
    source = goals.aside(Decimal(0), date(2026, 9, 1), {}, CUTS)
    steps = goals.steps(facts(None), source, date(2026, 9, 1), CUTS)
    assert [step.needed for step in steps] == [None, None, None]


def test_on_an_account_a_goal_has_its_part_of_the_balance():
    claims = [Claim(UUID(int=2), Decimal(50), Decimal(50)), Claim(KEY, None, Decimal(1200))]
    part = goals.share(KEY, Aim.SAVE, Decimal(1200), claims)
    ends = [Decimal(40), Decimal(80), Decimal(200)]
    source = Source(Way(date(2026, 9, 1), Decimal(0), {}), Decimal(0), ends, part)
    steps = goals.steps(facts(), source, date(2026, 9, 1), CUTS)
    assert [(step.moved, step.there) for step in steps] == [(0, 0), (30, 30), (120, 150)]


def test_what_was_on_the_account_before_it_began_did_not_come_to_it():
    ends = [Decimal(80), Decimal(90)]
    cuts = cut(date(2026, 1, 1), date(2028, 1, 1), Unit.YEAR)
    source = Source(Way(date(2026, 9, 1), Decimal(60), {}), Decimal(0), ends)
    steps = goals.steps(facts(), source, date(2026, 9, 10), cuts)
    assert [(step.moved, step.there) for step in steps] == [(20, 80), (10, 90)]


def test_of_a_debt_it_has_what_is_paid_off():
    part = goals.share(KEY, Aim.PAY_OFF, Decimal(500), [])
    assert [part(Decimal(amount)) for amount in (-500, -200, 10)] == [0, 300, 500]
