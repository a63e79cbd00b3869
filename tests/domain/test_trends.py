"""The middle of moving periods, and what they are held against."""

from datetime import date
from decimal import Decimal

from ftracker.domain.kinds import Section
from ftracker.domain.periods import Unit
from ftracker.domain.reports import trends
from ftracker.domain.reports.comparisons import Held
from ftracker.domain.reports.ranges import Compare, Range
from ftracker.domain.reports.sums import Sum
from ftracker.domain.reports.trends import Trends

DAYS = Range(date(2026, 1, 1), date(2026, 5, 1))
CUTS = DAYS.cut(Unit.MONTH)


def sums(amounts, year=2026, first=1):
    """Give the sums of months that follow each other."""
    days = [date(year, first + number, 1) for number in range(len(amounts))]
    return [
        Sum((day,), Section.SPENDING, Decimal(amount), 1)
        for day, amount in zip(days, amounts, strict=True)
    ]


def middles(found, books="2026-01-01"):
    kept = trends.middles(found, CUTS, books=date.fromisoformat(books))
    return [one and one.amount for one in kept]


def test_the_median_looks_back_over_half_a_year_also_before_the_range():
    before = sums([9, 9, 9, 1, 1], 2025, 8)
    assert trends.window(CUTS) == Range(date(2025, 8, 1), date(2026, 5, 1))
    assert middles(before + sums([5, 5, 5, 5]), "2025-01-01") == [7, 5, 5, 5]


def test_a_median_leaves_out_what_was_before_the_books_and_wants_three_periods():
    assert middles(sums([4, 8, 6, 0])) == [None, None, 6, 5]
    assert middles(sums([4, 8, 6, 0]), "2026-02-01") == [None, None, None, 6]
    assert middles([]) == [None, None, 0, 0]


def test_a_median_says_which_days_it_was_taken_from():
    found = trends.middles(sums([4, 8, 6, 0]), CUTS, books=DAYS.start)
    assert found[-1].days == DAYS


def test_no_window_begins_before_the_calendar():
    cuts = Range(date(1900, 1, 1), date(1900, 2, 1)).cut(Unit.MONTH)
    assert trends.window(cuts) == Range(date(1900, 1, 1), date(1900, 2, 1))
    weeks = Range(date(1900, 1, 1), date(1900, 1, 15)).cut(Unit.WEEK)
    assert trends.window(weeks).start == date(1900, 1, 1)


def held(compare, *ranges):
    return Held(compare, tuple(days for days, _ in ranges), tuple(found for _, found in ranges))


def test_what_is_usual_is_an_average_place_by_place():
    found = held(
        Compare.USUAL,
        (Range(date(2025, 9, 1), date(2026, 1, 1)), sums([2, 4], 2025, 9)),
        (Range(date(2025, 5, 1), date(2025, 9, 1)), sums([6], 2025, 5)),
    )
    then = trends.then(found, CUTS)
    assert [one.amount for one in then] == [4, 2, 0, 0]
    assert then[0].days == Range(date(2025, 5, 1), date(2025, 10, 1))


def test_a_period_that_the_other_range_has_not_is_held_against_nothing():
    days = Range(date(2025, 11, 1), date(2026, 1, 1))
    then = trends.then(held(Compare.BEFORE, (days, sums([2, 3], 2025, 11))), CUTS)
    assert [one and one.amount for one in then] == [2, 3, None, None]


def test_gathering_more_series_loses_nothing():
    whole = trends.line(sums([10, 20, 30, 40]), CUTS)
    lines = tuple(
        trends.line(sums(amounts), CUTS, name, (name,))
        for name, amounts in (("a", [5, 6, 7, 8]), ("b", [1, 1, 1, 1]))
    )
    found = Trends(tuple(CUTS), lines, None, whole, (None,) * 4, Held(), (None,) * 4)
    assert found.reduced(2) is found
    others = found.reduced(1).others
    assert (others.keys, others.amounts) == (("b",), (5, 14, 23, 32))
    again = found.reduced(1).reduced(0)
    assert (again.others.keys, again.others.total) == (("a", "b"), 100)
