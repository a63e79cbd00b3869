"""The past repeated honestly: a forecast may know nothing that the books did not."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from ftracker.domain.forecast import blends, known, scores, trials
from ftracker.domain.forecast.answers import Ask, Forecast, NotEnough, Reason, Step
from ftracker.domain.forecast.known import Row

TODAY = date(2026, 1, 10)
ASK = Ask(horizon=3)
ORIGINS = [date(2025, month, 1) for month in (4, 7, 10)]


def row(day, amount, known_date=None):
    return Row(known_date=known_date or day, date=day, amount=amount)


def books():
    """Two years of rows, of which those of May 2025 were only imported in December."""
    days = [date(2024, 1, 5) + timedelta(days=9 * number) for number in range(80)]
    late = date(2025, 12, 1)
    return [
        row(day, 40.0 + number % 7, late if (day.year, day.month) == (2025, 5) else None)
        for number, day in enumerate(days)
    ]


def spying(seen):
    def forecaster(series, ask):
        seen.extend(tuple(one) for one in series)
        return [NotEnough(1)] * len(series)

    return forecaster


def what_was_seen(rows, at):
    seen = []
    scores.back_test({"food": rows}, ASK, origins=[at], today=TODAY, forecaster=spying(seen))
    return seen


def does_look_ahead(months, at):
    """Plant rows that were not known yet, and tell whether the months of that day change."""
    planted = [
        row(at - timedelta(days=40), 9_999.0, known_date=at),
        row(at - timedelta(days=40), 9_999.0, known_date=at + timedelta(days=60)),
        row(at, 9_999.0, known_date=at - timedelta(days=1)),
        row(at + timedelta(days=50), 9_999.0, known_date=at - timedelta(days=1)),
    ]
    return any(months([*books(), leak], at) != months(books(), at) for leak in planted)


def by_the_day_of_the_payment(rows, at):
    return known.months([row(one.date, one.amount) for one in rows], at=at)


def by_the_day_of_the_import(rows, at):
    return known.months([row(one.known_date, one.amount) for one in rows], at=at)


@pytest.mark.parametrize("at", ORIGINS)
def test_a_leak_that_is_planted_changes_nothing(at):
    assert not does_look_ahead(what_was_seen, at)


@pytest.mark.parametrize("leaky", [by_the_day_of_the_payment, by_the_day_of_the_import])
def test_a_reader_of_the_past_that_leaks_is_caught(leaky):
    assert all(does_look_ahead(leaky, at) for at in ORIGINS)


def test_a_month_that_was_imported_late_was_nothing_until_then():
    before = what_was_seen(books(), date(2025, 7, 1))[0]
    after = what_was_seen(books(), date(2026, 1, 1))[0]
    assert before[16] == 0 < after[16]
    assert (len(before), len(after)) == (18, 24)


def test_no_row_known_is_no_month():
    assert known.months(books(), at=date(2024, 1, 1)) == []


def test_the_truth_of_a_month_that_has_not_ended_is_not_known():
    truth = known.truth(books(), start=date(2025, 11, 1), horizon=3, today=TODAY)
    assert truth[:2] == [
        sum(one.amount for one in books() if (one.date.year, one.date.month) == (2025, month))
        for month in (11, 12)
    ]
    assert truth[2] is None


def test_trials_see_nothing_that_came_after_their_origin():
    random = np.random.default_rng(3)
    panel = random.gamma(2, 50, size=(4, 30))
    changed = panel.copy()
    changed[:, -1] *= 7
    before, after = (trials.errors(one, 3, 12, 0.0) for one in (panel, changed))
    # Only the step that meets the last month differs, and by just what that month differs.
    for back in range(1, 10):
        same = [step for step in range(3) if step != back - 1]
        assert np.array_equal(
            before[:, :, back - 1, same], after[:, :, back - 1, same], equal_nan=True
        )
        if back <= 3:
            moved = after[:, :, back - 1, back - 1] - before[:, :, back - 1, back - 1]
            assert np.allclose(moved, (changed - panel)[:, -1:])


def test_blends_of_trials_weigh_by_older_trials_alone():
    random = np.random.default_rng(4)
    errors = random.normal(size=(3, len(blends.PLACES), 12, 4))
    changed = errors.copy()
    changed[:, :, :5] *= 3
    before, after = blends.weighed(errors).errors, blends.weighed(changed).errors
    assert np.allclose(before[:, 5:], after[:, 5:])
    # The truth of a trial's later steps lies after the origin of the trials that follow.
    changed = errors.copy()
    changed[:, :, 6, 2:] *= 5
    before, after = blends.weighed(errors).errors, blends.weighed(changed).errors
    assert np.allclose(before[:, 4:6], after[:, 4:6])


def says(*means):
    steps = tuple(
        Step(place, mean, mean, mean - 1, mean + 1, mean - 5, mean + 5, (mean,) * 7)
        for place, mean in enumerate(means, start=1)
    )
    return Forecast(steps, Reason("level", 1))


def test_scores_measure_by_hand():
    rows = [
        row(date(2025, month, 3), amount) for month, amount in enumerate([10.0, 14, 12, 15, 30], 1)
    ]
    found = scores.back_test(
        {"food": rows, "none": []},
        Ask(horizon=2),
        origins=[date(2025, 4, 1)],
        today=date(2025, 6, 1),
        forecaster=lambda series, _: [says(14.0, 26.0) if one else NotEnough(1) for one in series],
    )
    assert found["none"] == []
    first, second = found["food"]
    assert (first.step, first.tries, first.error, first.within50) == (1, 1, 1, 1)
    assert (second.error, second.within50, second.within80) == (4, 0, 1)
    assert first.mase == pytest.approx(1 / 3)
    assert first.smape == pytest.approx(200 / 29)
    assert first.simple_mase == pytest.approx((1, 1, 1))


def test_a_month_that_has_not_ended_is_no_try():
    found = scores.back_test({"food": books()}, ASK, origins=[date(2025, 11, 1)], today=TODAY)
    assert [one.step for one in found["food"]] == [1, 2]


def test_where_nothing_ever_changed_there_is_no_scale():
    rows = [row(date(2025, month, 3), 10.0) for month in (1, 2, 3, 4)]
    score = scores.back_test(
        {"rent": rows}, Ask(horizon=1), origins=[date(2025, 4, 1)], today=date(2025, 5, 1)
    )["rent"][0]
    assert (score.mase, score.simple_mase) == (None, None)


def test_errors_are_scaled_by_steps_of_a_year_once_there_are_two():
    assert scores.scale([1.0, 2, 3, 4, 3, 4, 5, 6], 4) == 2
    assert scores.scale([1.0, 2, 3, 4, 3], 4) == 1
    assert scores.scale([1.0], 4) == 0


def test_simple_methods_are_those_that_anybody_can_reckon():
    assert scores.simple([1.0, 2, 3, 6], 5, 4)[3:] == [(6, 3, 6), (1, 3, 6)]
    assert scores.simple([1.0, 3], 1, 4) == [(2, 2, 3)]


def test_losses_are_least_for_the_truth():
    assert scores.smape(0, 0) == 0
    assert scores.smape(0, 5) == 200
    assert scores.pinball(0.9, 10, 12) == pytest.approx(1.8)
    assert scores.pinball(0.9, 12, 10) == pytest.approx(0.2)


def test_the_folder_of_the_engine_holds_no_secret_door_to_the_clock():
    folder = Path(scores.__file__).parent
    assert not [one.name for one in folder.glob("*.py") if ".today()" in one.read_text("utf-8")]
