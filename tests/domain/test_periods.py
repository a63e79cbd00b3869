"""Weeks, months and years, half-open."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain import periods
from ftracker.domain.periods import Unit

days = st.dates(date(1901, 1, 1), date(2198, 12, 31))
units = st.sampled_from(Unit)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025-07", date(2025, 7, 1), date(2025, 8, 1)),
        ("2025-12", date(2025, 12, 1), date(2026, 1, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2025-W30", date(2025, 7, 21), date(2025, 7, 28)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 4)),
        ("2025", date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_a_period_is_read_from_its_text(text: str, start: date, end: date) -> None:
    found = periods.parse(text)
    assert (found.start, found.end, found.text) == (start, end, text)


@pytest.mark.parametrize(
    "text",
    ["", "x", "2025-13", "2025-00", "2025-W54", "2021-W53", "2025-7", "1899", "2200", "٢٠٢٥"],
)
def test_what_is_no_period_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="Write a period such as"):
        periods.parse(text)


def test_labels_name_the_last_day_that_belongs() -> None:
    assert periods.parse("2025-W30").label == "21 Jul – 27 Jul 2025"
    assert periods.parse("2025-07").label == "July 2025"
    assert periods.parse("2025").label == "2025"


@given(days, units)
def test_every_day_lies_in_exactly_one_period(day: date, unit: Unit) -> None:
    found = periods.containing(day, unit)
    assert found.holds(day)
    assert not found.previous().holds(day)
    assert not found.next().holds(day)
    assert found.previous().end == found.start
    assert found.next().start == found.end
    assert periods.parse(found.text) == found


@given(days, st.integers(1, 400), units)
def test_a_range_is_cut_into_periods_without_gaps(day: date, length: int, unit: Unit) -> None:
    found = periods.cut(day, day + timedelta(days=length), unit)
    assert found[0].holds(day)
    assert found[-1].start < day + timedelta(days=length) <= found[-1].end
    assert all(a.end == b.start for a, b in pairwise(found))


def test_an_empty_range_has_no_period() -> None:
    assert periods.cut(date(2025, 1, 1), date(2025, 1, 1), Unit.MONTH) == []


def test_a_day_is_the_same_some_years_later_and_a_leap_day_the_last_of_february():
    assert periods.years_later(date(2026, 1, 15), 0) == date(2026, 1, 15)
    assert periods.years_later(date(2026, 1, 15), 3) == date(2029, 1, 15)
    assert [periods.years_later(date(2028, 2, 29), n) for n in (1, 4)] == [
        date(2029, 2, 28),
        date(2032, 2, 29),
    ]
