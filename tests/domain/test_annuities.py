"""What to add each month: held against adding it up month by month."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ftracker.domain import annuities

AMOUNTS = st.decimals("0", "100000", places=2)
RATES = st.one_of(st.none(), st.decimals("0", "30", places=2))
CENT = Decimal("0.01")


def grown(present: Decimal, monthly: Decimal, rate: Decimal | None, months: int) -> Decimal:
    """Let an amount grow month by month, as a bank does."""
    for _ in range(months):
        present += present * (rate or 0) / 1200 + monthly
    return present


@given(present=AMOUNTS, more=AMOUNTS, months=st.integers(1, 240), rate=RATES)
def test_what_is_needed_each_month_comes_to_the_target(present, more, months, rate):
    future = present + more
    monthly = annuities.payment(present, future, Decimal(months), rate)
    reached = grown(present, monthly, rate, months)
    assert monthly >= 0
    assert reached >= future - CENT
    assert monthly == 0 or abs(reached - future) < CENT


@given(owed=st.decimals("1", "500000", places=2), months=st.integers(1, 360), rate=RATES)
def test_a_debt_is_gone_when_it_shall_be(owed, months, rate):
    monthly = annuities.payment(-owed, Decimal(0), Decimal(months), rate)
    assert abs(grown(-owed, monthly, rate, months)) < CENT


@given(present=AMOUNTS, more=AMOUNTS, monthly=st.decimals("1", "9000", places=2), rate=RATES)
def test_it_takes_as_many_months_as_adding_it_up_does(present, more, monthly, rate):
    future = present + more
    months = annuities.months_until(present, future, monthly, rate)
    assert months is not None
    assume(months < 2000)
    whole = int(months.to_integral_value(rounding="ROUND_CEILING"))
    assert grown(present, monthly, rate, whole) >= future - CENT
    if whole:
        assert grown(present, monthly, rate, whole - 1) < future + CENT
    assert abs(annuities.value_after(present, monthly, months, rate) - future) < CENT or not months


@pytest.mark.parametrize(
    ("present", "monthly", "rate"),
    [("0", "0", None), ("50", "-1", None), ("-1000", "5", "12"), ("-1000", "10", "12")],
)
def test_without_enough_it_never_comes(present, monthly, rate):
    found = annuities.months_until(
        Decimal(present), Decimal(100), Decimal(monthly), Decimal(rate) if rate else None
    )
    assert found is None


def test_growth_alone_may_be_enough():
    payment = annuities.payment(Decimal(1000), Decimal(1010), Decimal(12), Decimal(5))
    months = annuities.months_until(Decimal(1000), Decimal(1010), Decimal(0), Decimal(5))
    assert payment == 0
    assert months is not None
    assert 2 < months < 3


def test_a_known_loan_costs_what_every_table_says():
    monthly = annuities.payment(Decimal(-100000), Decimal(0), Decimal(360), Decimal(6))
    assert round(monthly, 2) == Decimal("599.55")


def test_within_the_last_month_all_that_is_missing_is_needed():
    start = date(2026, 6, 15)
    assert annuities.months_between(start, date(2026, 6, 16)) == 1
    assert annuities.months_between(start, date(2026, 6, 1)) == 1
    assert annuities.months_between(start, date(2027, 6, 15)) == 365 / annuities.DAYS_OF_MONTH


def test_a_day_is_reached_when_the_last_part_of_a_month_is_over():
    start = date(2026, 1, 1)
    assert annuities.day_after(start, Decimal(0)) == start
    assert annuities.day_after(start, Decimal(1)) == date(2026, 2, 1)
    assert annuities.day_after(start, Decimal(2089)) is None
    assert annuities.day_after(start, None) is None
