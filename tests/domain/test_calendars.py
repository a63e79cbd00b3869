"""Calendars: every day in its place, and patterns that come to the whole."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.kinds import Section
from ftracker.domain.reports.calendars import Calendar, calendar
from ftracker.domain.reports.pivots import Group
from ftracker.domain.reports.ranges import Range

TODAY = date(2025, 7, 31)
JULY = Range(date(2025, 7, 1), date(2025, 8, 1))


def of(amounts: dict[date, str], days: Range = JULY, today: date = TODAY) -> Calendar:
    found = [Group((day,), Decimal(amount), 1) for day, amount in amounts.items()]
    return calendar(found, Section.SPENDING, days, today=today)


def july(*amounts: str) -> dict[date, str]:
    return {JULY.start + timedelta(number): amount for number, amount in enumerate(amounts)}


def test_each_day_of_the_range_is_there_and_drawn_by_the_quarter_it_is_in():
    found = of(july("10", "20", "30", "40", "-5"))
    assert len(found.shown) == 31
    assert [one.level for one in found.shown[:6]] == [1, 2, 3, 4, 0, 0]
    assert not found.is_cut


def test_days_of_one_amount_are_drawn_alike():
    assert [one.level for one in of(july("10", "10", "10")).shown[:4]] == [4, 4, 4, 0]


def test_a_long_range_shows_the_last_weeks_before_those_to_come():
    years = Range(date(2020, 1, 1), date(2200, 1, 1))
    found = of({date(2020, 5, 4): "7", date(2025, 8, 8): "1"}, years)
    assert found.is_cut
    assert found.shown[-1].day == date(2025, 8, 8)
    assert found.shown[0].day == date(2024, 8, 5)
    assert found.amount == 8


def test_a_long_range_that_is_all_to_come_shows_its_end():
    found = of({}, Range(date(2030, 1, 1), date(2040, 1, 1)))
    assert found.shown[-1].day == date(2039, 12, 31)
    assert found.lived.days == 0
    assert found.most is None
    assert {(one.days, one.average, one.median) for one in found.weekdays} == {(0, None, None)}


def test_averages_and_medians_count_the_days_without_anything_but_not_those_to_come():
    # The Tuesdays of July 2025 up to the 21st are the 1st, the 8th and the 15th.
    found = of({date(2025, 7, 1): "9", date(2025, 7, 8): "3"}, today=date(2025, 7, 21))
    tuesday = found.weekdays[1]
    assert (tuesday.days, tuesday.average, tuesday.median) == (3, Decimal(4), Decimal(3))
    assert found.month_days[30].days == 0


@given(
    st.dictionaries(st.integers(0, 800), st.decimals(-500, 500, places=2), max_size=40),
    st.integers(0, 900),
)
def test_weekdays_and_days_of_the_month_come_to_the_whole(amounts, today):
    days = Range(date(2024, 1, 1), date(2024, 1, 1) + timedelta(801))
    put = {days.start + timedelta(number): str(amount) for number, amount in amounts.items()}
    found = of(put, days, days.start + timedelta(today))
    whole = (sum(amounts.values()), len(amounts), found.lived.days)
    for patterns in (found.weekdays, found.month_days):
        kinds = [(one.amount, one.count, one.days) for one in patterns]
        assert tuple(map(sum, zip(*kinds, strict=True))) == whole
