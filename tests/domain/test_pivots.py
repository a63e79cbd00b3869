"""Pivot tables: totals of rows and columns are those of their cells, gathered ones included."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.reports import pivots
from ftracker.domain.reports.pivots import Group, Line, Measure, Plan, Side, closed, value
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import By

PLAN = Plan(By.ACCOUNT, By.WEEKDAY, Measure.SUM)


def group(amount: int, count: int, *keys: object) -> Group:
    return Group(keys, Decimal(amount), count)


def cells_of(found: pivots.Pivot) -> dict[tuple[object, object], Group | None]:
    lines = zip(found.rows.lines, found.cells, strict=True)
    return {
        (row, column): one
        for row, cells in lines
        for column, one in zip(found.columns.lines, cells, strict=True)
    }


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 200), st.integers(1, 60)), st.integers(-99, 99), max_size=300
    )
)
def test_lines_add_up_whatever_is_not_shown(amounts):
    cells = [group(amount, 1, *place) for place, amount in amounts.items()]
    found = closed(Plan(By.ACCOUNT, By.TYPE, Measure.SUM), cells)
    sums = defaultdict(Decimal)
    for row in found.rows.lines[:-1]:
        for column in found.columns.lines[:-1]:
            cell = cells_of(found)[row, column] or pivots.NOTHING
            for place in ((row, Line.ALL), (Line.ALL, column), (Line.ALL, Line.ALL)):
                sums[place] += cell.amount
    assert {place: cells_of(found)[place].amount for place in sums} == sums
    assert found.whole.amount == sum(amounts.values())
    assert len(found.rows.keys) <= pivots.MOST_ROWS
    assert len(found.columns.keys) <= pivots.MOST_COLUMNS


def test_days_stand_as_they_come_and_all_else_by_size():
    found = closed(PLAN, [group(1, 1, "a", 3), group(9, 1, "b", 5), group(2, 1, "c", 1)])
    assert (found.rows.keys, found.columns.keys) == (("b", "c", "a"), (1, 3, 5))


def test_what_is_farthest_below_nothing_is_shown_too():
    few = [group(number, 1, f"small {number}", 1) for number in range(1, 70)]
    found = closed(PLAN, [*few, group(-500, 1, "rent", 1)])
    assert len(found.rows.keys) == pivots.MOST_ROWS
    assert (found.rows.keys[0], found.rows.keys[-1]) == ("small 69", "rent")
    assert "small 10" in found.rows.hidden


def test_of_many_periods_the_latest_are_shown():
    plan = Plan(None, By.YEAR, Measure.COUNT)
    found = closed(plan, [group(1, 1, date(1990 + number, 1, 1)) for number in range(30)])
    assert found.columns.keys[0] == date(1996, 1, 1)
    assert cells_of(found)[Line.ALL, Line.REST] == Group((), Decimal(6), 6)
    assert found.rows.lines == (Line.ALL,)


def test_a_payee_may_be_called_as_the_lines_are():
    found = closed(Plan(By.PAYEE, None, Measure.SUM), [group(1, 1, "all"), group(2, 1, "rest")])
    assert found.rows.lines == ("rest", "all", Line.ALL)
    assert found.whole.amount == 3


def test_tags_have_no_rest():
    side = Side(By.TAG, ("a",), (), 7)
    assert side.lines == ("a", Line.ALL)


@pytest.mark.parametrize(
    ("measure", "worth"),
    [
        (Measure.SUM, Decimal(10)),
        (Measure.COUNT, 4),
        (Measure.AVERAGE, Decimal("2.5")),
        (Measure.MEDIAN, Decimal(3)),
        (Measure.SHARE, Decimal("0.25")),
    ],
)
def test_each_measure_has_its_value(measure, worth):
    one = Group((), Decimal(10), 4, Decimal(3))
    assert value(one, measure, group(40, 8)) == worth


def test_nothing_has_no_average_and_of_nothing_there_is_no_share():
    assert value(pivots.NOTHING, Measure.AVERAGE, group(1, 1)) is None
    assert value(group(1, 1), Measure.SHARE, group(-1, 1)) is None


def test_too_many_weeks_become_longer_periods():
    days = Range(date(2000, 1, 1), date(2025, 1, 1))
    assert pivots.fitting(By.WEEK, days) is By.MONTH
    assert pivots.fitting(By.PAYEE, days) is By.PAYEE
    assert pivots.fitting(None, days) is None


def test_totals_are_asked_for_where_cells_do_not_add_up():
    assert Plan(By.TAG, None, Measure.SUM).is_open
    assert Plan(By.MONTH, None, Measure.MEDIAN).is_open
    assert not PLAN.is_open
