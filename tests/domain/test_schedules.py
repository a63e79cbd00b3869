"""A rhythm's days: what a table written by hand says, and what python-dateutil says."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice

import pytest
from dateutil import rrule
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.cadences import Weekend, shifted
from ftracker.domain.schedules import Day, Every, Rhythm, days, is_day, upcoming, yearly

FOREVER = date(2200, 1, 1)


def said(text: str) -> list[date]:
    return [date.fromisoformat(day) for day in text.split()]


def dates(rhythm: Rhythm, count: int) -> list[date]:
    return [day.date for day in upcoming(rhythm, rhythm.start, count=count)]


def monthly(start: str, **given) -> Rhythm:
    return Rhythm(date.fromisoformat(start), **given)


TABLE = [
    # The end of the month, and days that a month does not have.
    (monthly("2024-01-31"), "2024-01-31 2024-02-29 2024-03-31 2024-04-30 2024-05-31"),
    (monthly("2025-01-31"), "2025-01-31 2025-02-28 2025-03-31 2025-04-30"),
    (monthly("2025-01-15", month_day=-1), "2025-01-31 2025-02-28 2025-03-31"),
    (monthly("2023-12-30", month_day=30), "2023-12-30 2024-01-30 2024-02-29 2024-03-30"),
    (monthly("2025-01-29"), "2025-01-29 2025-02-28 2025-03-29"),
    (monthly("2025-02-28"), "2025-02-28 2025-03-28 2025-04-28"),
    (monthly("2025-01-20", month_day=15), "2025-02-15 2025-03-15"),
    (monthly("2024-11-30", every=3), "2024-11-30 2025-02-28 2025-05-30 2025-08-30"),
    (monthly("2024-08-31", every=6), "2024-08-31 2025-02-28 2025-08-31 2026-02-28"),
    # Leap years, and the century that has none.
    (
        monthly("2024-02-29", unit=Every.YEAR),
        "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29",
    ),
    (monthly("2024-02-29", unit=Every.YEAR, every=4), "2024-02-29 2028-02-29 2032-02-29"),
    (monthly("2096-02-29", unit=Every.YEAR, every=4), "2096-02-29 2100-02-28 2104-02-29"),
    (monthly("2023-02-28", unit=Every.YEAR, month_day=-1), "2023-02-28 2024-02-29 2025-02-28"),
    # The n-th weekday of the month.
    (monthly("2025-01-01", nth=1, weekday=0), "2025-01-06 2025-02-03 2025-03-03 2025-04-07"),
    (monthly("2025-01-01", nth=2, weekday=1), "2025-01-14 2025-02-11 2025-03-11"),
    (monthly("2025-01-01", nth=4, weekday=4), "2025-01-24 2025-02-28 2025-03-28"),
    (monthly("2025-01-01", nth=-1, weekday=4), "2025-01-31 2025-02-28 2025-03-28 2025-04-25"),
    (monthly("2025-01-15", nth=1, weekday=0), "2025-02-03 2025-03-03"),
    (monthly("2024-11-01", nth=4, weekday=3, unit=Every.YEAR), "2024-11-28 2025-11-27 2026-11-26"),
    # Weeks and days.
    (monthly("2024-12-27", every=2, unit=Every.WEEK), "2024-12-27 2025-01-10 2025-01-24"),
    (monthly("2024-02-27", every=3, unit=Every.DAY), "2024-02-27 2024-03-01 2024-03-04"),
    # Weekends: 1 Feb and 1 Mar 2025 are Saturdays, 1 June is a Sunday.
    (monthly("2025-01-01", weekend=Weekend.KEEP), "2025-01-01 2025-02-01 2025-03-01 2025-04-01"),
    (monthly("2025-01-01", weekend=Weekend.BEFORE), "2025-01-01 2025-01-31 2025-02-28 2025-04-01"),
    (monthly("2025-01-01", weekend=Weekend.AFTER), "2025-01-01 2025-02-03 2025-03-03 2025-04-01"),
    (monthly("2025-05-31", weekend=Weekend.AFTER), "2025-06-02 2025-06-30 2025-07-31 2025-09-01"),
    (
        monthly("2025-05-30", month_day=-1, weekend=Weekend.BEFORE),
        "2025-05-30 2025-06-30 2025-07-31 2025-08-29",
    ),
    # Ends: the last day belongs to it; a number of times counts its own days.
    (monthly("2025-01-31", end=date(2025, 3, 31)), "2025-01-31 2025-02-28 2025-03-31"),
    (monthly("2025-01-31", end=date(2025, 3, 30)), "2025-01-31 2025-02-28"),
    (monthly("2025-01-31", times=2), "2025-01-31 2025-02-28"),
    (monthly("2025-01-20", month_day=15, times=2), "2025-02-15 2025-03-15"),
    (monthly("2025-01-31", times=3, end=date(2025, 2, 28)), "2025-01-31 2025-02-28"),
]


@pytest.mark.parametrize(("rhythm", "expected"), TABLE)
def test_days_are_those_of_the_table(rhythm, expected):
    wanted = said(expected)
    ends = rhythm.end is not None or rhythm.times is not None
    assert dates(rhythm, len(wanted) + (3 if ends else 0)) == wanted


def test_a_range_is_half_open_and_asks_for_the_day_after_the_weekend_moved_it():
    rhythm = monthly("2025-01-01", weekend=Weekend.BEFORE)
    found = list(days(rhythm, date(2025, 1, 31), date(2025, 2, 28)))
    assert found == [Day(date(2025, 2, 1), date(2025, 1, 31))]
    assert [d.date for d in days(rhythm, date(2025, 2, 1), date(2025, 3, 1))] == [date(2025, 2, 28)]


def test_what_a_weekend_moved_before_the_start_is_no_day_of_an_earlier_range():
    rhythm = monthly("2025-02-01", weekend=Weekend.BEFORE)
    assert dates(rhythm, 1) == [date(2025, 2, 28)]
    assert next(days(rhythm, date(2025, 1, 1), FOREVER)).due_date == date(2025, 2, 1)


def test_a_day_of_the_rule_is_told_from_the_day_that_a_weekend_made_of_it():
    rhythm = monthly("2025-01-01", weekend=Weekend.AFTER)
    assert is_day(rhythm, date(2025, 2, 1))
    assert not is_day(rhythm, date(2025, 2, 3))
    assert not is_day(rhythm, date(2024, 12, 1))
    assert not is_day(monthly("2025-01-01", times=1), date(2025, 2, 1))


@pytest.mark.parametrize(
    ("every", "unit", "amount"),
    [
        (1, Every.MONTH, "120"),
        (3, Every.MONTH, "40"),
        (1, Every.YEAR, "10"),
        (2, Every.WEEK, "260"),
    ],
)
def test_a_year_costs_what_its_days_cost_on_average(every, unit, amount):
    assert yearly(Rhythm(date(2025, 1, 1), every, Every(unit)), Decimal(10)) == Decimal(amount)


def test_nothing_falls_due_beyond_the_days_that_are_kept():
    rhythm = Rhythm(date(2199, 11, 30), unit=Every.MONTH)
    assert dates(rhythm, 9) == said("2199-11-30 2199-12-30")


@st.composite
def rhythms(draw) -> Rhythm:
    unit = draw(st.sampled_from(list(Every)))
    start = draw(st.dates(date(1995, 1, 1), date(2035, 12, 31)))
    given = {
        "every": draw(st.integers(1, 14)),
        "weekend": draw(st.sampled_from(list(Weekend))),
        "times": draw(st.none() | st.integers(1, 40)),
        "end": draw(st.none() | st.dates(start, date(2060, 1, 1))),
    }
    if unit in (Every.MONTH, Every.YEAR):
        by = draw(st.sampled_from(["start", "day", "weekday"]))
        if by == "day":
            given["month_day"] = draw(st.sampled_from([-1, *range(1, 32)]))
        if by == "weekday":
            given["nth"] = draw(st.sampled_from([-1, 1, 2, 3, 4]))
            given["weekday"] = draw(st.integers(0, 6))
    return Rhythm(start, unit=unit, **given)


def by_dateutil(rhythm: Rhythm, count: int) -> list[date]:
    """List the first days as dateutil's own rule, or its own adding of months, gives them."""
    start = datetime.combine(rhythm.start, datetime.min.time())
    until = datetime.combine(rhythm.end or date(2199, 12, 31), datetime.min.time())
    plain = {"dtstart": start, "interval": rhythm.every, "until": until, "count": rhythm.times}
    month = {"bymonth": rhythm.start.month} if rhythm.unit is Every.YEAR else {}
    freq = {"day": rrule.DAILY, "week": rrule.WEEKLY, "month": rrule.MONTHLY, "year": rrule.YEARLY}
    if rhythm.nth is not None:
        month["byweekday"] = rrule.weekday(rhythm.weekday, rhythm.nth)
    elif rhythm.month_day == -1:
        month["bymonthday"] = -1
    elif rhythm.unit in (Every.MONTH, Every.YEAR):
        return _by_months(rhythm, count)
    rule = rrule.rrule(freq[rhythm.unit], **plain, **month)
    return [at.date() for at in islice(rule, count)]


def _by_months(rhythm: Rhythm, count: int) -> list[date]:
    step = relativedelta(**{f"{rhythm.unit}s": rhythm.every})
    anchor = rhythm.start.replace(day=1)
    day = rhythm.month_day or rhythm.start.day
    every = (anchor + step * n + relativedelta(day=day) for n in range(count + 1))
    found = [d for d in every if d >= rhythm.start][: rhythm.times or count]
    return [d for d in found if rhythm.end is None or d <= rhythm.end][:count]


@given(rhythms())
def test_days_agree_with_dateutil(rhythm):
    expected = by_dateutil(rhythm, 40)
    start = rhythm.start - timedelta(days=3)
    found = list(islice(days(rhythm, start, FOREVER), len(expected)))
    assert [day.due_date for day in found] == [d for d in expected if d < FOREVER][: len(found)]
    assert len(found) == len([d for d in expected if d < FOREVER])
    assert [day.date for day in found] == [shifted(d.due_date, rhythm.weekend) for d in found]


@given(rhythms(), st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(0, 900))
def test_days_of_a_range_are_those_of_the_whole_that_lie_in_it(rhythm, start, length):
    end = start + timedelta(days=length)
    whole = days(rhythm, date(1900, 1, 1), end)
    assert list(days(rhythm, start, end)) == [day for day in whole if day.date >= start]
