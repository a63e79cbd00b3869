"""Balances on the days ahead: what is known on its days, and luck drawn from the past."""

from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest

from ftracker.domain.forecast import balances, chances, draws
from ftracker.domain.forecast.balances import Halves
from ftracker.domain.forecast.draws import Past

START = date(2026, 3, 10)
HOUSEHOLD = UUID(int=77)
SEED = draws.seed_of(HOUSEHOLD, START)


def past_of(flow_on, days=400, end=START):
    first = end - timedelta(days=days)
    return Past(end, np.array([[flow_on(first + timedelta(days=n)) for n in range(days)]]))


def market(day):
    return -30.0 if day.weekday() == 5 else 0.0


def ten_a_day(_):
    return -10.0


def noisy(seed=1, days=400):
    random = np.random.default_rng(seed)
    return Past(START, -random.gamma(1, 20, size=(1, days)) * (random.random((1, days)) < 0.5))


def ahead(past, known, opening=1_000.0, halves=None):
    drawn = draws.draw(past, days=len(known), seed=SEED)[0]
    return balances.ahead(opening, known, drawn, START, halves or Halves())


def test_the_same_seed_is_the_same_luck_and_another_day_is_other_luck():
    past = noisy()
    first, again = (draws.draw(past, days=60, seed=SEED) for _ in range(2))
    assert np.array_equal(first, again)
    other = draws.seed_of(HOUSEHOLD, START + timedelta(days=1))
    assert not np.array_equal(first, draws.draw(past, days=60, seed=other))


def test_a_changed_plan_differs_by_the_plan_alone():
    past, known = noisy(), [0.0] * 30
    changed = [0.0] * 10 + [-100.0] + [0.0] * 19
    base, other = ahead(past, known), ahead(past, changed)
    apart = [one.median - two.median for one, two in zip(base, other, strict=True)]
    assert apart == pytest.approx([0.0] * 10 + [100.0] * 20)


def test_what_comes_on_a_day_of_the_month_comes_on_it():
    past = past_of(lambda day: -500.0 if day.day == 20 else 0.0)
    found = ahead(past, [0.0] * 30)
    by_day = {one.date.day: one for one in found}
    assert by_day[19].high80 == 1_000
    assert by_day[21].median <= 500


def test_what_comes_on_a_weekday_is_drawn_as_often_as_it_came():
    found = ahead(past_of(market), [0.0] * 28)
    assert found[-1].median == pytest.approx(1_000 - 4 * 30, abs=30)


def test_days_that_a_month_has_not_are_nothing():
    past = past_of(ten_a_day, days=60, end=date(2026, 3, 28))
    drawn = draws.draw(past, days=4, seed=SEED)[0]
    assert set(np.unique(drawn[:, :1])) == {-10.0}
    assert 0.0 in drawn[:, 3]


def test_what_is_older_than_two_years_is_not_drawn():
    past = past_of(lambda day: -10.0 if day.year < 2024 else 0.0, days=1_400)
    assert not draws.draw(past, days=30, seed=SEED).any()


def test_accounts_share_their_luck():
    one = noisy().flows
    both = Past(START, np.concatenate([one, 2 * one]))
    drawn = draws.draw(both, days=40, seed=SEED)
    assert np.allclose(2 * drawn[0], drawn[1])


@pytest.mark.parametrize("days", [0, 1, 6])
def test_less_than_a_week_is_no_past_to_draw_from(days):
    found = ahead(Past(START, np.full((1, days), -5.0)), [0.0, -20.0])
    assert [one.median for one in found] == [1_000, 980]
    assert found[1].low80 == found[1].high80


def test_a_few_weeks_are_drawn_by_the_week():
    found = ahead(past_of(market, days=20), [0.0] * 90)
    assert len(found) == 90
    assert found[-1].high80 < 1_000


def test_a_year_ahead_can_be_drawn_from_a_quarter():
    drawn = draws.draw(noisy(days=90), days=366, seed=SEED)
    assert drawn.shape == (1, draws.PATHS, 366)
    assert drawn.mean() == pytest.approx(noisy(days=90).flows.mean(), rel=0.25)


def test_a_giant_and_what_is_no_number_are_not_drawn():
    past = noisy()
    past.flows[0, [5, 300]] = [np.nan, -1e18]
    assert ahead(past, [0.0] * 30)[-1].low80 > -5_000
    few = Past(START, np.array([[0.0] * 12 + [1e18, np.inf]]))
    assert np.isfinite(draws.draw(few, days=5, seed=SEED)).all()


def test_ranges_lie_around_the_median_and_widen():
    found = ahead(noisy(), [0.0] * 60)
    for day in found:
        assert day.low80 <= day.low50 <= day.median <= day.high50 <= day.high80
        assert list(day.lowest) == sorted(day.lowest)
    widths = [day.high80 - day.low80 for day in found]
    assert widths[-1] > widths[5] > 0


def test_the_chance_to_fall_below_a_level_grows_with_the_level_and_with_time():
    found = ahead(noisy(), [0.0] * 30, opening=300.0)
    told = [chances.below(level, found[9].lowest) for level in (-500, 100, 200, 290)]
    assert told == sorted(told)
    assert told[0] < 0.025
    assert chances.below(150, found[28].lowest) > chances.below(150, found[9].lowest)


def test_a_short_past_calibrates_nothing():
    assert balances.calibrated(noisy(days=100), seed=SEED) == Halves()


def test_ranges_reach_farther_where_draws_were_too_sure():
    calm = noisy(days=400)
    assert balances.calibrated(calm, seed=SEED).outer == pytest.approx(0.4, abs=0.06)
    jumpy = np.array(calm.flows)
    # Each quarter costs twice the one before: no past tells of the next.
    jumpy *= 2.0 ** (np.arange(400) // 90)
    wide = balances.calibrated(Past(START, jumpy), seed=SEED)
    assert wide.outer > 0.43
    assert wide.outer <= 0.49


def test_calibrated_ranges_stretch_the_outermost_levels_too():
    halves = Halves(inner=0.3, outer=0.45)
    assert halves.at(0.5) == 0.5
    assert halves.at(0.75) == pytest.approx(0.8)
    assert halves.at(0.1) == pytest.approx(0.05)
    assert 0.05 > halves.at(0.05) > 0.0
