"""What is carried on, left and usual: no cent comes from nowhere and none is lost."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain import budgets
from ftracker.domain.budgets import Available, Bill, Cell, IncomeRule, Rollover, Terms, Way
from ftracker.domain.cadences import Cadence, Clock, Span

START = date(2026, 1, 1)
NOVEMBER = Span(date(2026, 11, 1), date(2026, 12, 1))
AMOUNTS = st.decimals("-9999.99", "9999.99", places=2)
CAPS = st.none() | st.decimals("0", "500", places=2)
RHYTHMS = st.sampled_from([cadence for cadence in Cadence if cadence is not Cadence.WINDOW])


def terms(amount: str | None = "100", **given) -> Terms:
    plain = {"cadence": Cadence.MONTH, "start": START}
    return Terms(**plain | given, amount=None if amount is None else Decimal(amount))


def followed(some: Terms, count: int = 3, given=(), spent=()) -> list[Cell]:
    first, until, paid = min([some.start, *dict(given)]), date(2026, count, 2), dict(spent)
    its = budgets.spans(some.cadence, first, window=some.window, clock=Clock(), until=until)
    return budgets.cells(some, its, dict(given), lambda one: Decimal(paid.get(one.start.month, 0)))


@given(
    cadence=RHYTHMS,
    amount=st.none() | st.decimals("0", "900", places=2),
    rollover=st.sampled_from(Rollover),
    cap=CAPS,
    given_=st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 6, 30)), AMOUNTS, max_size=12),
    paid=st.lists(AMOUNTS, min_size=30, max_size=30),
)
def test_what_was_budgeted_is_spent_left_or_given_back(
    cadence, amount, rollover, cap, given_, paid
):
    some = Terms(cadence, START, amount, rollover, cap)
    first = min([START, *given_])
    its = budgets.spans(cadence, first, window=None, clock=Clock(), until=date(2026, 7, 1))
    spent = {span: paid[at % len(paid)] for at, span in enumerate(its)}
    cells = budgets.cells(some, its, given_, spent.__getitem__)
    budgeted = sum(cell.budgeted for cell in cells)
    assert budgeted == sum(spent.values()) + cells[-1].left + budgets.returned(cells)
    if amount is None:
        assert budgeted == sum(given_.values())
    for before, after in pairwise(cells):
        assert abs(after.carried) <= abs(before.left)
        assert cap is None or abs(after.carried) <= cap


@pytest.mark.parametrize(
    ("rollover", "carried"),
    [("none", [0, 0]), ("left", [70, 20]), ("overspent", [0, -50]), ("both", [70, 20])],
)
def test_only_what_shall_go_on_goes_on(rollover, carried):
    cells = followed(terms(rollover=Rollover(rollover)), spent={1: 30, 2: 150}.items())
    assert [cell.carried for cell in cells[1:]] == carried


def test_a_cap_holds_back_what_is_above_it_and_below_it():
    assert budgets.carry(Decimal(70), Rollover.BOTH, Decimal(50)) == 50
    assert budgets.carry(Decimal(-70), Rollover.BOTH, Decimal(50)) == -50
    assert budgets.carry(Decimal(70), Rollover.LEFT, Decimal(0)) == 0


def test_a_period_without_an_amount_of_its_own_has_the_usual_one():
    cells = followed(terms(), given={date(2026, 2, 1): Decimal(40)}.items())
    assert [(cell.budgeted, cell.is_given) for cell in cells] == [
        (100, False), (40, True), (100, False),
    ]  # fmt: skip


def test_an_envelope_has_only_what_was_put_into_it():
    cells = followed(terms(amount=None), given={date(2026, 2, 1): Decimal(40)}.items())
    assert [cell.budgeted for cell in cells] == [0, 40, 0]


def test_what_was_given_before_the_start_counts_and_the_usual_amount_does_not():
    some = terms(start=date(2026, 3, 1))
    cells = followed(some, given={date(2026, 1, 1): Decimal(7)}.items())
    assert [cell.budgeted for cell in cells] == [7, 0, 100]


def test_amounts_count_in_the_periods_that_hold_their_days():
    days = {
        date(2026, 1, 1): Decimal(1),
        date(2026, 1, 9): Decimal(2),
        date(2026, 2, 28): Decimal(4),
    }
    assert [cell.budgeted for cell in followed(terms(), given=days.items())] == [3, 4, 100]
    # A week before the first period that is looked at belongs to none of them.
    its = budgets.spans(
        Cadence.MONTH, date(2026, 2, 1), window=None, clock=Clock(), until=date(2026, 2, 2)
    )
    assert budgets.cells(terms(), its, days, lambda _: Decimal(0))[0].budgeted == 4


def test_a_window_is_one_period_that_holds_all_it_was_given():
    window = Span(date(2026, 1, 10), date(2026, 1, 20))
    some = terms(cadence=Cadence.WINDOW, window=window)
    (cell,) = followed(some, given={date(2025, 12, 1): Decimal(5)}.items())
    assert (cell.span, cell.budgeted) == (window, 5)
    assert budgets.spans(
        Cadence.WINDOW, START, window=window, clock=Clock(), until=window.start
    ) == ()  # fmt: skip


def test_what_is_there_is_what_was_carried_and_budgeted():
    cell = Cell(NOVEMBER, Decimal(100), Decimal(-30), Decimal(20))
    assert (cell.there, cell.left) == (70, 50)


@pytest.mark.parametrize(
    ("day", "gone"), [("2026-10-31", "0"), ("2026-11-03", "0.1"), ("2026-12-24", "1")]
)
def test_pace_is_the_part_of_a_period_that_is_gone_today_included(day, gone):
    assert budgets.pace(NOVEMBER, date.fromisoformat(day)) == Decimal(gone)


def test_the_end_is_projected_from_what_is_spent_so_far():
    assert budgets.projected(Decimal(90), NOVEMBER, date(2026, 11, 15)) == 180
    assert budgets.projected(Decimal(90), NOVEMBER, date(2027, 1, 15)) == 90
    assert budgets.projected(Decimal(90), NOVEMBER, date(2026, 10, 31)) is None


def test_bills_have_no_rate_what_was_paid_stays_and_what_is_due_is_added():
    rent = Bill(date(2026, 11, 1), Decimal(80), Decimal(80), date(2026, 11, 2))
    today = date(2026, 11, 15)
    assert budgets.projected(Decimal(90), NOVEMBER, today, [rent]) == 100
    to_come = Bill(date(2026, 11, 20), Decimal(30))
    assert budgets.projected(Decimal(90), NOVEMBER, today, [rent, to_come]) == 130


@pytest.mark.parametrize(
    ("bill", "coming"),
    [
        (Bill(date(2026, 11, 3), Decimal(8)), 8),
        (Bill(date(2026, 10, 31), Decimal(8)), 0),
        (Bill(date(2026, 12, 1), Decimal(8)), 0),
        (Bill(date(2026, 11, 3), Decimal(8), Decimal(9), date(2026, 11, 20)), 8),
        (Bill(date(2026, 11, 3), Decimal(8), Decimal(9), date(2026, 10, 31)), 0),
    ],
)
def test_a_bill_takes_of_a_period_what_is_due_in_it_and_not_long_missed(bill, coming):
    assert budgets.projected(Decimal(0), NOVEMBER, date(2026, 11, 16), [bill]) == coming


@given(spent=AMOUNTS, day=st.integers(0, 29))
def test_a_projection_in_a_steady_pace_is_the_whole(spent, day):
    today = NOVEMBER.start + timedelta(days=day)
    so_far = spent * (day + 1) / 30
    assert abs(budgets.projected(so_far, NOVEMBER, today) - spent) <= Decimal("0.0001")


def test_the_usual_amount_is_the_median_or_the_average():
    some = [Decimal(1), Decimal(2), Decimal(9)]
    assert budgets.usual(some, Way.MEDIAN) == 2
    assert budgets.usual(some, Way.AVERAGE) == 4
    assert budgets.usual([], Way.MEDIAN) == 0


@pytest.mark.parametrize(("rule", "counts"), [("expected", 10), ("came", 30), ("larger", 30)])
def test_income_is_what_the_household_says_it_is(rule, counts):
    assert budgets.income(Decimal(10), Decimal(30), IncomeRule(rule)) == counts


def test_what_is_available_is_what_came_and_no_envelope_has():
    some = Available(Decimal(1000), Decimal(700), Decimal(-20), Decimal(50))
    assert some.amount == 230
