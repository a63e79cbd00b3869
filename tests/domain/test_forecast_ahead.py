"""Forecasts of series: sensible for any history, and never absurd."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftracker.domain.forecast import ahead, signs
from ftracker.domain.forecast.answers import LEVELS, Ask, Forecast, Kind, NotEnough, share_below

YEAR = [50.0, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 110]
WOBBLE = [3.0, -4, 1, 0, -2, 5, -1, 2, -3, 4, -5, 1, 2]


def forecast(values, **asked) -> Forecast:
    answer = ahead.forecast([values], Ask(**{"horizon": 6} | asked))[0]
    assert isinstance(answer, Forecast)
    return answer


def wobbling(values):
    return [value + WOBBLE[place % 13] for place, value in enumerate(values)]


def is_sound(answer, values, floor):
    known = [value for value in values if value is not None and abs(value) <= 1e15]
    most = max(abs(value) for value in known)
    for step in answer.steps:
        figures = (step.low80, step.low50, step.mean, step.high50, step.high80)
        assert all(math.isfinite(one) for one in (*figures, step.average, *step.quantiles))
        assert list(figures) == sorted(figures)
        assert list(step.quantiles) == sorted(step.quantiles)
        assert all(abs(one) <= 3 * most for one in figures)
        assert floor is None or min(*figures, step.average) >= floor


amounts = st.one_of(
    st.floats(-1e6, 1e6), st.just(0.0), st.just(1e15), st.none(), st.just(math.nan), st.just(1e300)
)


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(amounts, max_size=40),
    season=st.sampled_from([1, 4, 7, 12]),
    horizon=st.sampled_from([1, 6, 18]),
    floor=st.sampled_from([0.0, None]),
)
def test_whatever_was_seen_forecasts_are_sound_or_refused(values, season, horizon, floor):
    answer = ahead.forecast([values], Ask(horizon, season, floor))[0]
    known = [value for value in values if value is not None and abs(value) <= 1e15]
    if known:
        assert isinstance(answer, Forecast)
        assert [step.step for step in answer.steps] == list(range(1, horizon + 1))
        is_sound(answer, values, floor)
    else:
        assert answer == NotEnough(needs=1)


@pytest.mark.parametrize("season", [1, 4, 7, 12])
@pytest.mark.parametrize("length", range(1, 11))
def test_the_shortest_histories_get_forecasts_near_what_was_seen(length, season):
    answer = forecast([100.0 + place for place in range(length)], season=season, horizon=18)
    assert 95 <= answer.steps[0].mean <= 115
    assert answer.steps[0].low80 < answer.steps[0].high80


def test_a_single_value_is_said_again_with_a_wide_range():
    answer = forecast([250.0])
    step = answer.steps[0]
    assert step.mean == pytest.approx(250)
    assert step.high80 - step.low80 > 100
    assert answer.reason.kind is Kind.FIRST
    assert answer.typical == ()


def test_nothing_but_zero_stays_zero():
    answer = forecast([0.0] * 20)
    assert all(step.mean == step.low80 == step.high80 == 0 for step in answer.steps)
    assert answer.reason.kind is Kind.NOTHING


def test_what_never_changed_is_said_again():
    answer = forecast([89.9] * 24)
    step = answer.steps[-1]
    assert (step.low80, step.mean, step.high80) == pytest.approx((89.9, 89.9, 89.9), abs=0.2)
    assert answer.reason.kind is Kind.CONSTANT


def test_a_sofa_is_no_habit():
    values = wobbling([200.0] * 30)
    values[-3] = 2_400.0
    answer = forecast(values)
    assert all(190 < step.mean < 215 for step in answer.steps)
    assert 27 in answer.reason.one_offs


def test_a_giant_slip_moves_neither_level_nor_range():
    values = wobbling([200.0] * 24)
    values[10] = 9e14
    step = forecast(values).steps[0]
    assert 180 < step.mean < 230
    assert step.high80 < 500


def test_a_slip_in_the_newest_of_a_few_months_is_seen_through():
    step = forecast([10.0, 11, 9, 10, 1e14]).steps[0]
    assert 9 < step.mean < 13
    assert step.high80 < 25


def test_a_new_rent_is_believed_once_it_has_been_paid_some_months():
    answer = forecast([800.0] * 20 + [950.0] * 6)
    assert answer.steps[0].mean == pytest.approx(950, abs=10)


def test_december_is_known_after_four_years():
    answer = forecast(wobbling(YEAR * 4), horizon=12)
    assert answer.reason.kind is Kind.SEASONAL
    assert answer.steps[11].mean > answer.steps[5].mean + 30
    assert answer.reason.season[11] == pytest.approx(1.0, abs=0.25)


def test_a_week_is_a_season_too():
    answer = forecast(wobbling([20.0, 20, 20, 20, 35, 90, 60] * 6), season=7, horizon=14)
    assert answer.steps[5].mean > answer.steps[0].mean + 40
    assert answer.steps[12].mean > answer.steps[7].mean + 40


def test_seasons_of_what_is_zero_at_times_are_told_as_shares_of_the_level():
    values = [300.0 if place % 12 == 2 else place % 2 for place in range(48)]
    answer = forecast(values, horizon=12)
    assert answer.steps[2].mean > 150
    assert answer.reason.season[2] > 2


def test_what_comes_now_and_then_says_so():
    answer = forecast([0.0, 0, 0, 120, 0, 0, 0, 0, 90, 0, 0, 0] * 2 + [0.0, 0, 60])
    assert answer.reason.kind is Kind.RARE
    assert answer.steps[0].average > answer.steps[0].mean


def test_a_few_months_say_that_they_are_few():
    assert forecast([10.0, 30, 20]).reason.kind is Kind.SHORT


def test_a_simple_method_is_used_where_it_is_better():
    values = [float(100 * (place % 12) ** 2 % 770) for place in range(36)]
    answer = forecast(values, horizon=12)
    assert answer.reason.weights["year_ago"] == pytest.approx(1)
    assert [step.mean for step in answer.steps] == pytest.approx(values[-12:], abs=1)


def test_how_well_trials_went_is_told_by_step():
    answer = forecast(wobbling([200.0] * 30))
    assert [one.step for one in answer.typical] == [1, 2, 3, 4, 5, 6]
    first = answer.typical[0]
    assert first.trials == answer.reason.trials == 12
    assert 0 < first.error < 10
    assert 0 < first.simple < 10


def test_other_series_of_the_household_change_little():
    values = wobbling([200.0] * 30)
    alone = forecast(values).steps[0]
    beside = ahead.forecast([[5.0] * 9, values, [], wobbling([900.0] * 20)], Ask(6))
    assert isinstance(beside[2], NotEnough)
    assert beside[1].steps[0].mean == pytest.approx(alone.mean, rel=0.02)


def test_nothing_asked_is_nothing_answered():
    assert ahead.forecast([], Ask(6)) == []


def test_a_net_may_fall_below_zero_and_spending_may_not():
    values = wobbling([-20.0] * 24)
    assert forecast(values, floor=None).steps[0].mean < -10
    assert forecast(values).steps[0].mean == 0
    answers = signs.forecast({"net": values, "food": [3.0, 4]}, horizon=2, season=12)
    assert answers["net"].steps[0].high80 < 0 <= answers["food"].steps[0].low80


def test_the_chance_of_more_than_an_amount_follows_the_quantiles():
    step = forecast(wobbling([200.0] * 30)).steps[0]
    assert step.chance_above(step.quantiles[3]) == pytest.approx(0.5)
    assert step.chance_above(-1e9) == pytest.approx(0.975)
    assert step.chance_above(1e9) == pytest.approx(0.025)
    between = (step.quantiles[4] + step.quantiles[5]) / 2
    assert step.chance_above(between) == pytest.approx(1 - (LEVELS[4] + LEVELS[5]) / 2)


def test_what_is_certain_is_below_all_that_is_more():
    assert share_below(5.0, (5.0,) * 7) == pytest.approx(0.975)
    assert share_below(4.9, (5.0,) * 7) == pytest.approx(0.025)
