"""Whether a look may find anything else than the last one, and when each look has its turn."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ftracker.db.ids import new_id
from ftracker.domain.household_looks import Due, Last, Why, moments, why

NOW, TODAY = datetime(2026, 3, 4, 9, 30, tzinfo=UTC), date(2026, 3, 4)
HOUR = timedelta(hours=1)
LAST = Last(False, NOW - HOUR, TODAY, None, "7/0", "7/0", misses_backup=False)


@pytest.mark.parametrize(
    ("last", "proven_at", "expected"),
    [
        (LAST, NOW, None),
        (None, None, Why.CHANGED),
        (replace(LAST, there="8/0"), None, Why.CHANGED),
        (replace(LAST, there="8/0", day=TODAY - timedelta(days=1)), None, Why.CHANGED),
        (replace(LAST, again_at=NOW), None, Why.AGAIN),
        (replace(LAST, again_at=NOW + HOUR), None, None),
        (replace(LAST, misses_backup=True), NOW, Why.AGAIN),
        (replace(LAST, misses_backup=True), NOW - 2 * HOUR, None),
        (replace(LAST, misses_backup=True), None, None),
        (replace(LAST, day=TODAY - timedelta(days=1)), None, Why.DAY),
        # A clock that was set back, or a server that moved, begins another day too.
        (replace(LAST, day=TODAY + timedelta(days=1)), None, Why.DAY),
    ],
)
def test_a_look_is_due_when_something_can_have_changed(last, proven_at, expected):
    assert why(last, today=TODAY, now=NOW, proven_at=proven_at) is expected


def looks(*whys):
    return [Due(new_id(), is_whole=False, why=one) for one in whys]


def test_what_was_written_does_not_wait_and_a_new_day_is_spread():
    found = moments(looks(Why.CHANGED, Why.DAY, Why.DAY, Why.AGAIN), now=NOW, within=HOUR)
    assert found == [NOW, NOW, NOW + timedelta(seconds=0.5), NOW]


def test_many_new_days_fit_between_two_rounds():
    found = moments(looks(*[Why.DAY] * 36_000), now=NOW, within=HOUR)
    assert found[0] == NOW
    assert found[-1] < NOW + HOUR
    assert found[1] - found[0] == timedelta(seconds=0.1)
