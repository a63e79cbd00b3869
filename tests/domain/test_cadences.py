"""Periods of budgets: they tile the days, whatever the payday, the weekend and the leap year."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.cadences import (
    Cadence,
    Clock,
    Payday,
    Span,
    Weekend,
    containing,
    cut,
    following,
    shifted,
)

DAYS = st.dates(date(1999, 1, 1), date(2060, 12, 31))
RHYTHMS = st.sampled_from([cadence for cadence in Cadence if cadence is not Cadence.WINDOW])
CLOCKS = st.builds(
    Clock, st.builds(Payday, st.integers(1, 31), st.sampled_from(Weekend)), fortnight_start=DAYS
)


def payday(day: int, weekend: Weekend = Weekend.KEEP) -> Clock:
    return Clock(Payday(day, weekend))


@given(day=DAYS, cadence=RHYTHMS, clock=CLOCKS)
def test_a_day_lies_in_one_period_whose_every_day_gives_the_same(day, cadence, clock):
    span = containing(day, cadence, clock)
    assert span.holds(day)
    assert containing(span.start, cadence, clock) == span
    assert containing(span.last_day, cadence, clock) == span


@given(start=DAYS, length=st.integers(1, 900), cadence=RHYTHMS, clock=CLOCKS)
def test_periods_cover_a_range_without_gap_or_overlap(start, length, cadence, clock):
    end = start + timedelta(days=length)
    spans = list(cut(start, end, cadence, clock))
    assert spans[0].holds(start)
    assert spans[-1].holds(end - timedelta(days=1))
    assert all(before.end == after.start for before, after in pairwise(spans))


@given(day=DAYS, by=st.integers(-8, 8), cadence=RHYTHMS, clock=CLOCKS)
def test_going_on_and_back_again_leads_home(day, by, cadence, clock):
    span = containing(day, cadence, clock)
    assert following(following(span, cadence, clock, by=by), cadence, clock, by=-by) == span


@pytest.mark.parametrize(
    ("day", "weekend", "month", "start", "end"),
    [
        (31, Weekend.KEEP, date(2024, 2, 29), date(2024, 2, 29), date(2024, 3, 31)),
        (31, Weekend.KEEP, date(2023, 2, 28), date(2023, 2, 28), date(2023, 3, 31)),
        (25, Weekend.BEFORE, date(2026, 10, 24), date(2026, 10, 23), date(2026, 11, 25)),
        (25, Weekend.AFTER, date(2026, 10, 25), date(2026, 9, 25), date(2026, 10, 26)),
        # The first is a Sunday: its Friday lies in the month before.
        (1, Weekend.BEFORE, date(2026, 10, 30), date(2026, 10, 30), date(2026, 12, 1)),
        # The last is a Saturday: its Monday lies in the month after.
        (31, Weekend.AFTER, date(2026, 11, 1), date(2026, 9, 30), date(2026, 11, 2)),
    ],
)
def test_a_payday_month_begins_on_its_payday(day, weekend, month, start, end):
    assert containing(month, Cadence.PAYDAY, payday(day, weekend)) == Span(start, end)


@pytest.mark.parametrize(
    ("cadence", "start", "days"),
    [
        (Cadence.WEEK, date(2024, 2, 26), 7),
        (Cadence.FORTNIGHT, date(2024, 2, 26), 14),
        (Cadence.MONTH, date(2024, 2, 1), 29),
        (Cadence.QUARTER, date(2024, 1, 1), 91),
        (Cadence.YEAR, date(2024, 1, 1), 366),
    ],
)
def test_a_leap_day_belongs_to_its_period(cadence, start, days):
    span = containing(date(2024, 2, 29), cadence, Clock())
    assert (span.start, span.days) == (start, days)


def test_only_a_weekend_is_moved():
    friday, saturday, sunday = (date(2026, 11, day) for day in (27, 28, 29))
    assert [shifted(day, Weekend.BEFORE) for day in (friday, saturday, sunday)] == [friday] * 3
    assert shifted(saturday, Weekend.AFTER) == shifted(sunday, Weekend.AFTER) == date(2026, 11, 30)
    assert shifted(sunday, Weekend.KEEP) == sunday


def test_a_window_has_no_rhythm():
    with pytest.raises(ValueError, match="no rhythm"):
        containing(date(2026, 1, 1), Cadence.WINDOW, Clock())
