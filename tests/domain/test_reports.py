"""What reports reckon: parts, averages over ranges, big changes, typical periods, years."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.cadences import Payday
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Period, Unit
from ftracker.domain.reports import changes, ranges, results, shares, summaries, years
from ftracker.domain.reports.changes import Change
from ftracker.domain.reports.comparisons import Held, Mean
from ftracker.domain.reports.ranges import Compare, Preset, Range
from ftracker.domain.reports.shares import Share
from ftracker.domain.reports.sums import Sum, Sums

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
TODAY = date(2025, 7, 20)
JULY = Range(date(2025, 7, 1), date(2025, 8, 1))
YEAR = Range(date(2024, 8, 1), date(2025, 8, 1))
MONTHS = tuple(Range(date(2025, month, 1), date(2025, month + 1, 1)) for month in (6, 5, 4, 3))


def spent(key: UUID, amount: str, count: int = 1) -> Sum:
    return Sum((key,), Section.SPENDING, Decimal(amount), count)


def earned(key: UUID, amount: str, count: int = 1) -> Sum:
    return Sum((key,), Section.INCOME, Decimal(amount), count)


def key(one: Sum) -> UUID:
    return one.keys[0]


def usually(*found: list[Sum]) -> Held:
    return Held(Compare.USUAL, MONTHS[: len(found)], tuple(found))


days = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(days, days)
def test_a_range_is_its_parts_and_only_the_middle_one_is_whole_months(one, other):
    whole = Range(min(one, other), max(one, other))
    parts = ranges.parts(whole)
    assert (parts[0].start, parts[-1].end) == (whole.start, whole.end)
    assert all(a.end == b.start for a, b in pairwise(parts))
    assert len(parts) <= 3
    assert sum(part.days for part in parts) == whole.days
    if whole.months:
        assert parts == [whole]


NOVEMBER = ranges.Today(
    date(2025, 11, 26),
    Payday(25),
    Period(date(2023, 5, 1), date(2025, 12, 1), Unit.MONTH),
)


@pytest.mark.parametrize(
    ("preset", "start", "end"),
    [
        ("this-week", date(2025, 11, 24), date(2025, 12, 1)),
        ("this-month", date(2025, 11, 1), date(2025, 12, 1)),
        ("last-month", date(2025, 10, 1), date(2025, 11, 1)),
        ("since-payday", date(2025, 11, 25), date(2025, 11, 27)),
        ("last-30-days", date(2025, 10, 28), date(2025, 11, 27)),
        ("last-12-months", date(2024, 12, 1), date(2025, 12, 1)),
        ("year-to-date", date(2025, 1, 1), date(2025, 11, 27)),
        ("last-year", date(2024, 1, 1), date(2025, 1, 1)),
        ("everything", date(2023, 5, 1), date(2025, 12, 1)),
    ],
)
def test_a_range_by_name_moves_with_the_day(preset, start, end):
    assert ranges.named(Preset(preset), NOVEMBER) == Range(start, end)


@pytest.mark.parametrize(
    ("days", "compare", "found"),
    [
        (JULY, Compare.NONE, []),
        (Range(date(2025, 6, 1), date(2025, 7, 1)), Compare.BEFORE, [MONTHS[1]]),
        (JULY, Compare.BEFORE, [Range(date(2025, 6, 1), date(2025, 6, 21))]),
        (JULY, Compare.YEAR, [Range(date(2024, 7, 1), date(2024, 7, 21))]),
        (
            Range(date(2025, 7, 4), date(2025, 7, 11)),
            Compare.BEFORE,
            [Range(date(2025, 6, 27), date(2025, 7, 4))],
        ),
        (
            Range(date(2024, 2, 29), date(2024, 3, 1)),
            Compare.YEAR,
            [Range(date(2023, 3, 1), date(2023, 3, 2))],
        ),
        (Range(date(1900, 1, 1), date(1900, 3, 1)), Compare.USUAL, []),
        (Range(date(1900, 1, 3), date(2199, 3, 1)), Compare.USUAL, []),
    ],
)
def test_a_range_is_held_against_others_and_half_of_it_against_half_of_them(days, compare, found):
    assert ranges.compared(days, compare, today=TODAY) == found


def test_units_keep_a_range_readable():
    long = Range(date(1900, 1, 1), date(2200, 1, 1))
    assert [ranges.usual_unit(one) for one in (JULY, YEAR, long)] == list(Unit)
    assert [ranges.fitting(unit, long) for unit in Unit] == [Unit.YEAR] * 3
    assert ranges.fitting(Unit.WEEK, JULY) is Unit.WEEK


def test_what_is_held_against_nothing_is_nothing():
    nothing = Held()
    assert (nothing.only, nothing.days, nothing.sums) == (None, None, Sums())
    assert nothing.by(key) == {}


def test_an_average_counts_ranges_without_anything_as_zero():
    held = usually([spent(ONE, "30", 3), earned(TWO, "90")], [], [spent(ONE, "30", 3)])
    assert held.sums == Sums(Decimal(30), Decimal(20), Decimal(0), 2)
    assert held.days == Range(date(2025, 4, 1), date(2025, 7, 1))
    assert held.only is None
    mean = held.by(key)[Section.SPENDING, ONE]
    assert (mean.amount, mean.count) == (Decimal(20), Decimal(2))
    assert mean.spread == pytest.approx(Decimal("14.142"), abs=Decimal("0.001"))
    before = Held(Compare.BEFORE, MONTHS[:1], ([spent(ONE, "30")],))
    assert before.only == MONTHS[0]
    assert before.by(key)[Section.SPENDING, ONE].spread == 0


def test_the_same_keys_of_several_parts_of_a_range_are_added_up():
    held = Held(Compare.BEFORE, MONTHS[:1], ([spent(ONE, "30"), spent(ONE, "5")],))
    assert held.by(key) == {(Section.SPENDING, ONE): Mean(Decimal(35), Decimal(2), Decimal(0))}


def test_a_change_is_said_where_it_is_large_and_weighs():
    month = [spent(ONE, "100", 5), spent(TWO, "900"), spent(THREE, "5")]
    held = usually(month, month, month)
    now = [spent(ONE, "140", 7), spent(TWO, "910"), spent(THREE, "20")]
    (said,) = changes.biggest(now, held, key)
    assert (said.key, said.count, said.percent, said.difference) == (ONE, 7, 40, Decimal(40))
    assert said.then == Mean(Decimal(100), Decimal(5), Decimal(0))


def test_what_moves_as_much_anyway_is_noise():
    low, high = [spent(ONE, "60"), spent(TWO, "900")], [spent(ONE, "140"), spent(TWO, "900")]
    held = usually(low, high, low, high)
    assert changes.biggest([spent(ONE, "135"), spent(TWO, "900")], held, key) == ()
    assert changes.biggest([spent(ONE, "150"), spent(TWO, "900")], held, key)


def test_what_is_new_or_gone_is_said_where_it_weighs():
    month = [spent(ONE, "100"), spent(TWO, "900")]
    held = usually(month, month, month)
    found = changes.biggest([spent(TWO, "900"), spent(THREE, "150")], held, key)
    assert [(one.key, one.percent, one.count) for one in found] == [
        (THREE, None, 1), (ONE, -100, 0)
    ]  # fmt: skip
    assert changes.biggest([*month, spent(THREE, "50")], held, key) == ()


def test_refunds_that_were_more_than_what_was_spent_are_no_measure():
    held = usually(*[[spent(ONE, "-50"), spent(TWO, "100")]] * 3)
    assert changes.biggest([spent(ONE, "90"), spent(TWO, "100")], held, key) == ()
    assert Change(ONE, Section.SPENDING, Decimal(1), 1, Mean(Decimal(-5))).percent is None


def test_each_section_has_its_own_weight_and_the_largest_four_are_said():
    keys = [UUID(int=number) for number in range(1, 7)]
    month = [spent(one, "100") for one in keys] + [earned(ONE, "10")]
    held = usually(month, month, month)
    now = [spent(one, str(140 + at)) for at, one in enumerate(keys)] + [earned(ONE, "60")]
    found = changes.biggest(now, held, key)
    assert [(one.section, one.difference) for one in found] == [
        (Section.INCOME, Decimal(50)),
        *((Section.SPENDING, Decimal(40 + at)) for at in (5, 4, 3)),
    ]


def test_what_is_usual_takes_three_ranges_and_what_was_before_takes_one():
    month = [spent(ONE, "100")]
    now = [spent(ONE, "200")]
    assert changes.biggest(now, usually(month, month), key) == ()
    assert changes.biggest(now, Held(), key) == ()
    assert changes.biggest(now, Held(Compare.BEFORE, MONTHS[:1], (month,)), key)


SHORT = Range(date(2025, 7, 18), date(2025, 8, 1))


@pytest.mark.parametrize(
    ("asked", "unit", "compare", "today", "found"),
    [
        (JULY, Unit.WEEK, Compare.NONE, TODAY, JULY),
        (YEAR, Unit.MONTH, Compare.NONE, TODAY, JULY),
        (YEAR, Unit.MONTH, Compare.NONE, date(2025, 7, 6), MONTHS[0]),
        (YEAR, Unit.WEEK, Compare.NONE, TODAY, Range(date(2025, 7, 14), date(2025, 7, 21))),
        (YEAR, Unit.YEAR, Compare.NONE, TODAY, None),
        (YEAR, Unit.MONTH, Compare.YEAR, TODAY, YEAR),
        (SHORT, Unit.WEEK, Compare.NONE, TODAY, None),
        (Range(date(2025, 1, 1), date(2025, 7, 21)), Unit.MONTH, Compare.NONE, TODAY, JULY),
        (Range(date(2025, 1, 1), date(2025, 7, 11)), Unit.MONTH, Compare.NONE, TODAY, MONTHS[0]),
        (Range(date(2026, 1, 1), date(2026, 2, 1)), Unit.WEEK, Compare.NONE, TODAY, None),
    ],
)
def test_changes_are_of_the_range_or_of_its_last_period(asked, unit, compare, today, found):
    assert changes.stretch(asked, unit, compare, today=today) == found


def test_so_far_ends_with_today():
    assert ranges.up_to(JULY, TODAY) == Range(JULY.start, date(2025, 7, 21))
    assert ranges.up_to(MONTHS[0], TODAY) == MONTHS[0]
    assert ranges.up_to(JULY, date(2025, 6, 1)).days == 0


def test_parts_of_a_section_stand_largest_first():
    found = [spent(ONE, "5"), spent(TWO, "9", 2), spent(THREE, "3"), earned(THREE, "100")]
    family = {ONE: ONE, TWO: TWO, THREE: ONE}
    assert shares.ranked(found, Section.SPENDING, family.__getitem__) == [
        Share(TWO, Decimal(9), 2), Share(ONE, Decimal(8), 2)
    ]  # fmt: skip


@given(st.lists(st.integers(-3, 9), max_size=14), st.integers(2, 5))
def test_small_parts_are_gathered_and_none_is_lost(amounts, most):
    parts = [Share(UUID(int=at), Decimal(of), 1) for at, of in enumerate(amounts)]
    drawn, rest = shares.gathered(parts, most)
    assert [*drawn, *rest] == [one for one in parts if one.amount > 0]
    assert len(drawn) + bool(rest) <= most
    assert len(rest) != 1


def test_rates_are_parts_of_the_income_and_none_without_any():
    some = Sums(Decimal(200), Decimal(150), Decimal(20))
    assert summaries.savings_rate(some) == Decimal("0.25")
    assert summaries.set_aside_rate(some) == Decimal("0.1")
    assert summaries.savings_rate(Sums(spending=Decimal(5))) is None
    assert summaries.set_aside_rate(Sums()) is None


def of_months(*amounts: int, until: date = JULY.end) -> list[results.Result]:
    range_ = Range(date(2025, 1, 1), until)
    found = [
        Sum((date(2025, month, 1),), Section.SPENDING, Decimal(amount), 1)
        for month, amount in enumerate(amounts, start=1)
    ]
    return results.by_period(found, range_.cut(Unit.MONTH))


def test_typical_is_told_by_whole_periods_that_are_over_and_in_the_books():
    found = of_months(0, 3, 9, 4, 4, 5, 100)
    books = Period(date(2025, 2, 1), date(2025, 8, 1), Unit.MONTH)
    whole = summaries.whole_periods(found, books, today=TODAY)
    assert [one.period.start.month for one in whole] == [2, 3, 4, 5, 6]
    typical = summaries.typical(whole, lambda sums: sums.spending)
    assert (typical.average, typical.median) == (Decimal(5), Decimal(4))
    assert (typical.lowest.period.start.month, typical.highest.period.start.month) == (2, 3)


def test_without_a_whole_period_all_are_typical():
    found = of_months(7, until=date(2025, 1, 9))
    books = Period(date(2025, 1, 1), date(2025, 2, 1), Unit.MONTH)
    assert summaries.whole_periods(found, books, today=TODAY) == found


def test_a_year_adds_up_beside_the_same_days_of_the_last():
    this = years.year_of(JULY, today=TODAY)
    found = [
        Sum((date(2024, 1, 1),), Section.SPENDING, Decimal(5), 1),
        Sum((date(2024, 8, 1),), Section.INCOME, Decimal(7), 1),
        Sum((date(2025, 1, 1),), Section.INCOME, Decimal(50), 1),
        Sum((date(2025, 7, 1),), Section.SPENDING, Decimal(20), 1),
    ]
    steps = years.steps(found, this, Unit.MONTH, today=TODAY)
    assert [(one.net, one.so_far, one.so_far_before) for one in steps][5:8] == [
        (Decimal(0), Decimal(50), Decimal(-5)),
        (Decimal(-20), Decimal(30), Decimal(-5)),
        (None, None, Decimal(2)),
    ]
    assert steps[6].days == Range(date(2025, 1, 1), date(2025, 8, 1))
    assert steps[6].days_before == Range(date(2024, 1, 1), date(2024, 8, 1))


def test_the_year_is_that_of_the_last_day_but_none_that_has_not_begun():
    this = Range(date(2025, 1, 1), date(2026, 1, 1))
    assert years.year_of(JULY, today=TODAY) == this
    assert years.year_of(Range(date(2024, 1, 1), date(2030, 1, 1)), today=TODAY) == this
    assert years.year_of(Range(date(2020, 5, 1), date(2021, 1, 1)), today=TODAY).start.year == 2020


def test_a_leap_day_stands_beside_the_first_of_march():
    leap = Range(date(2024, 1, 1), date(2024, 2, 29))
    assert years.earlier(leap) == Range(date(2023, 1, 1), date(2023, 3, 1))
