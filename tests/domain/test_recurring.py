"""What comes again is told from what is merely bought often."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks import recurrence
from ftracker.domain import recurring
from ftracker.domain.cadences import Weekend, shifted
from ftracker.domain.kinds import Direction
from ftracker.domain.paces import Beat, Pace
from ftracker.domain.pairing import Known, pair
from ftracker.domain.series import Payment, Series
from ftracker.domain.subscriptions import is_likely

TODAY = date(2026, 11, 24)
START = date(2025, 6, 1)
ACCOUNT, CARD, SAVINGS, NOTHING = (UUID(int=number) for number in range(4))


class Books:
    """Payments with ids of their own."""

    def __init__(self) -> None:
        self.payments: list[Payment] = []

    def pay(self, days: Iterable[date], amounts: Iterable[object], payee="Nordlink", **more):
        plain = {"direction": Direction.OUT, "account_id": ACCOUNT}
        for day, amount in zip(days, amounts, strict=False):
            self.payments.append(
                Payment(
                    id=UUID(int=1000 + len(self.payments)),
                    date=day,
                    amount=Decimal(str(amount)),
                    payee=payee,
                    category_id=NOTHING,
                    type_id=NOTHING,
                    **(plain | more),
                )
            )

    def found(self, today: date = TODAY) -> list[Series]:
        return recurring.find(self.payments, today=today)


@pytest.fixture
def books() -> Books:
    return Books()


def dues(pace: Pace, day: int, count: int, start: date = START, weekend=Weekend.KEEP) -> list[date]:
    beat = Beat(pace, start, day, weekend)
    return [beat.due(number) for number in range(count)]


def fixed(amount: object, count: int) -> list[object]:
    return [amount] * count


def said(found: Iterable[Series]) -> list[tuple[str, int, str]]:
    return [(one.pace.value, len(one.payments), f"{one.amount}") for one in found]


@pytest.mark.parametrize(
    ("pace", "count"),
    [
        (Pace.WEEK, 30),
        (Pace.FORTNIGHT, 15),
        (Pace.MONTH, 12),
        (Pace.QUARTER, 5),
        (Pace.HALF_YEAR, 3),
        (Pace.YEAR, 2),
    ],
)
def test_each_pace_is_told_from_the_others(books, pace, count):
    books.pay(dues(pace, 12, count), fixed("9.99", count))
    assert said(books.found()) == [(pace.value, count, "9.99")]


def test_each_pace_is_said_as_a_schedule_says_it():
    assert [pace.rhythm for pace in Pace] == [
        (1, "week"), (2, "week"), (1, "month"), (3, "month"), (6, "month"), (1, "year"),
    ]  # fmt: skip
    assert [pace.per_year for pace in Pace] == [52, 26, 12, 4, 2, 1]


@pytest.mark.parametrize("weekend", list(Weekend))
def test_what_a_weekend_moves_is_still_on_its_day(books, weekend):
    books.pay(dues(Pace.MONTH, 7, 17, weekend=weekend), fixed("40", 17))
    (one,) = books.found()
    assert (one.beat.day, one.beat.weekend, one.most_off, one.missed) == (7, weekend, 0, 0)


def test_the_last_of_the_month_is_one_day(books):
    books.pay(dues(Pace.MONTH, 31, 12), fixed("14.60", 12))
    (one,) = books.found(date(2026, 6, 10))
    assert (one.beat.day, one.most_off, one.next_date) == (31, 0, date(2026, 6, 30))


def test_missed_payments_and_some_days_more_or_less_do_not_end_it(books):
    days = dues(Pace.MONTH, 12, 17)
    del days[9], days[4]
    moved = [day + timedelta(days=number % 3) for number, day in enumerate(days)]
    books.pay(moved, fixed("25", 15))
    (one,) = books.found()
    assert (one.missed, len(one.payments), one.most_off <= 2) == (2, 15, True)


def test_two_orders_to_one_partner_are_two_series(books):
    books.pay(dues(Pace.MONTH, 12, 17), fixed("14.99", 17))
    books.pay(dues(Pace.MONTH, 12, 17), fixed("11.99", 17))
    books.pay(dues(Pace.MONTH, 20, 17), fixed("11.99", 17))
    assert sorted(said(books.found())) == [
        ("month", 17, "11.99"), ("month", 17, "11.99"), ("month", 17, "14.99"),
    ]  # fmt: skip


def test_two_bills_that_vary_are_told_apart_by_their_days(books):
    gas = [180, 160, 130, 90, 50, 40, 35, 35, 50, 85, 130, 175, 185, 165, 128]
    books.pay(dues(Pace.MONTH, 5, 15), gas)
    books.pay(dues(Pace.MONTH, 6, 15), [60 + n % 7 for n in range(15)])
    found = books.found(date(2026, 9, 1))
    assert [one.beat.day for one in found] == [5, 6]
    assert [len(one.payments) for one in found] == [15, 15]


def test_an_order_that_moves_to_another_account_goes_on(books):
    days = dues(Pace.MONTH, 12, 17)
    books.pay(days[:9], fixed("9.99", 9))
    books.pay(days[9:], fixed("9.99", 8), account_id=CARD)
    (one,) = books.found()
    assert (len(one.payments), one.last.account_id) == (17, CARD)


def test_a_price_that_changed_is_one_series_with_its_history(books):
    days = dues(Pace.MONTH, 21, 17)
    books.pay(days, [*fixed("9.99", 11), *fixed("12.99", 6)])
    (one,) = books.found()
    (change,) = one.changes
    assert (change.before, change.after) == (Decimal("9.99"), Decimal("12.99"))
    assert (change.payment.date, one.amount, one.least, one.most) == (days[11], *[change.after] * 3)


def test_a_price_that_changed_with_the_last_payment_is_noticed(books):
    books.pay(dues(Pace.MONTH, 21, 17), [*fixed("9.99", 16), "12.99"])
    (one,) = books.found()
    assert [change.after for change in one.changes] == [Decimal("12.99")]


@pytest.mark.parametrize("last", [[], ["3000"]])
def test_a_bonus_is_no_change_of_what_is_expected(books, last):
    amounts = ["2000"] * 5 + ["3000"] + ["2000"] * 5 + ["3000"] + ["2000"] * 4
    books.pay(dues(Pace.MONTH, 1, 17), [*amounts, *last], direction=Direction.IN)
    (one,) = books.found(date(2026, 10, 2))
    assert (one.changes, one.amount, one.is_fixed) == ((), 2000, True)


def test_what_varies_is_expected_as_lately_or_as_a_year_ago_whatever_came_nearer(books):
    gas = [180, 160, 130, 90, 50, 40, 35, 36, 51, 85, 130, 175]
    books.pay(dues(Pace.MONTH, 5, 18), [*gas, *gas[:6]])
    books.pay(dues(Pace.MONTH, 9, 18), [60, 63, 58, 61, 59, 66] * 3, payee="Power")
    seasonal, lately = books.found(date(2026, 12, 1))
    assert (seasonal.amount, seasonal.least, seasonal.most) == (35, 35, 180)
    assert (lately.amount, lately.least, lately.most) == (60, 58, 66)


def test_it_is_late_then_it_has_ended(books):
    books.pay(dues(Pace.MONTH, 4, 12, date(2025, 11, 1)), fixed("39.90", 12))
    (soon,) = books.found(date(2026, 11, 6))
    (late,) = books.found(date(2026, 11, 12))
    (gone,) = books.found(date(2026, 12, 24))
    assert [one.is_late for one in (soon, late, gone)] == [False, True, False]
    assert [one.is_ended for one in (soon, late, gone)] == [False, False, True]
    assert [one.is_sure for one in (soon, late, gone)] == [True, True, False]
    assert late.next_date == date(2026, 11, 4)
    assert late.total == Decimal("478.80")


def test_three_equal_payments_are_enough_but_not_sure(books):
    books.pay(dues(Pace.MONTH, 4, 3, date(2026, 9, 1)), fixed("39.90", 3))
    (one,) = books.found()
    assert (len(one.payments), one.is_sure) == (3, False)


def test_transfers_belong_together_by_their_account_whatever_they_are_called(books):
    for number, day in enumerate(dues(Pace.MONTH, 5, 17)):
        books.pay([day], [300 + 40 * (number % 5)], f"Bill {number}", to_account_id=CARD)
        books.pay([day], ["50"], f"Saved {number}", to_account_id=SAVINGS)
    found = books.found()
    assert {(one.last.to_account_id, len(one.payments)) for one in found} == {
        (CARD, 17), (SAVINGS, 17),
    }  # fmt: skip
    assert {one.payee for one in found} == {""}


def test_groceries_each_saturday_are_no_bill(books):
    chance = Random(7)  # noqa: S311 (no secret depends on it)
    saturdays = [date(2025, 3, 1) + timedelta(weeks=n) for n in range(90)]
    books.pay(saturdays, [round(chance.uniform(72, 148), 2) for _ in saturdays], "Market")
    midweek = [day + timedelta(days=chance.choice((2, 3, 4, 5))) for day in saturdays]
    books.pay(sorted(midweek), [round(chance.uniform(6, 34), 2) for _ in midweek], "Market")
    assert books.found() == []


def test_coffee_at_one_price_each_day_is_no_bill(books):
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(300) if n % 7 < 5]
    books.pay(days, fixed("2.80", 300), "Station Coffee")
    assert books.found() == []


def test_a_shop_with_hundreds_of_purchases_may_have_a_subscription_among_them(books):
    chance = Random(3)  # noqa: S311 (no secret depends on it)
    days = sorted(START + timedelta(days=chance.randrange(500)) for _ in range(170))
    books.pay(days, [round(chance.uniform(5, 90), 2) for _ in days], "Parcel House")
    books.pay(dues(Pace.MONTH, 14, 17), fixed("8.99", 17), "Parcel House")
    assert said(books.found()) == [("month", 17, "8.99")]


def test_two_visits_a_year_apart_are_nothing(books):
    books.pay([date(2025, 3, 7), date(2026, 3, 7)], ["40", "45"], "Golden Lotus")
    books.pay([date(2025, 3, 7), date(2026, 3, 20)], ["40", "40"], "Taverna")
    books.pay([date(2025, 3, 7)], ["40"], "Once")
    assert books.found() == []


def test_withdrawals_each_thirty_days_are_no_bill(books):
    days = [date(2025, 6, 27) + timedelta(days=30 * n) for n in range(12)]
    books.pay(days, [100, 130, 90, 170, 60, 110, 140, 95, 120, 105, 150, 85], "Cash")
    assert books.found(date(2026, 6, 1)) == []


@given(st.lists(st.tuples(st.integers(0, 540), st.integers(1, 99)), max_size=25), st.booleans())
def test_a_payment_is_in_one_series_at_the_most_and_chance_finds_little(rows, is_one):
    books = Books()
    for day, amount in rows:
        books.pay([START + timedelta(days=day)], [7 if is_one else amount], "Anything")
    books.pay(dues(Pace.MONTH, 12, 17), fixed("250.01", 17), "Anything")
    found = books.found()
    ids = [one.id for series in found for one in series.payments]
    assert len(ids) == len(set(ids))
    assert ("month", 17, "250.01") in said(found)


@pytest.mark.parametrize("weekend", list(Weekend))
@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), day=st.integers(1, 31))
@example(start=date(2028, 10, 1), day=30)
@example(start=date(2022, 6, 23), day=1)
def test_due_days_lie_in_the_middle_of_those_around_them(weekend, start, day):
    for pace in Pace:
        beat = Beat(pace, start, day, weekend if pace.months else Weekend.KEEP)
        first, around = beat.around(start, start + timedelta(days=800))
        assert around == sorted(around)
        assert around[0] <= start.toordinal() <= around[-1] - 800
        assert beat.due(first).toordinal() == around[0]
        assert beat.due(first) == shifted(beat.due(first), beat.weekend)


def test_a_schedule_knows_its_series_by_payee_pace_and_amount(books):
    books.pay(dues(Pace.MONTH, 12, 17), [*fixed("9.99", 11), *fixed("14.99", 6)], "NORDLINK 4711")
    books.pay(dues(Pace.MONTH, 14, 17), fixed("20", 17), "NORDLINK 4712")
    books.pay(dues(Pace.MONTH, 3, 17), fixed("50", 17), to_account_id=SAVINGS)
    one, other = (series for series in books.found() if not series.last.to_account_id)
    plain = {
        "name": "Internet", "payee": "Nordlink", "direction": Direction.OUT, "to_account_id": None,
        "amount": Decimal("9.99"), "least": None, "most": None, "every": 1, "unit": "month",
    }  # fmt: skip

    def known(number: int, **more: object) -> Known:
        return Known(UUID(int=number), **(plain | more))

    found = pair(
        books.found(),
        [
            known(1),
            known(2, payee="", name="Nordlink", amount=Decimal(19)),
            known(3, amount=Decimal("9.5")),
            known(4, direction=Direction.IN),
            known(5, every=3),
            known(6, payee="Another"),
            known(7, to_account_id=CARD),
            known(8, amount=Decimal(100), least=Decimal(90), most=Decimal(110)),
            known(9, amount=Decimal(50), to_account_id=SAVINGS, payee=""),
        ],
    )
    assert (found[UUID(int=1)], found[UUID(int=2)]) == (one, other)
    assert found.keys() == {UUID(int=1), UUID(int=2), UUID(int=9)}


def test_a_subscription_is_told_by_its_words(books):
    books.pay(dues(Pace.MONTH, 12, 17), fixed("9.99", 17), "Pinewood TV")
    books.pay(dues(Pace.MONTH, 12, 17), fixed("900", 17), "Hofmann Estates")
    books.pay(dues(Pace.MONTH, 12, 17), fixed("900", 17), "Studio", to_account_id=CARD)
    likely = {
        (one.last.payee, category)
        for one in books.found()
        for category in ("Other", "Subscriptions", "Rent and television")
        if is_likely(one, category)
    }
    assert likely == {
        ("Pinewood TV", "Other"),
        ("Pinewood TV", "Subscriptions"),
        ("Hofmann Estates", "Subscriptions"),
    }


def test_of_the_sample_household_nearly_all_is_found_and_nearly_nothing_else():
    score = recurrence.of_sample(7, today=TODAY)
    assert score.known >= 18
    assert score.precision >= 0.95
    assert score.recall >= 0.9


def test_of_the_accounts_of_berka_nearly_all_is_found_and_nearly_nothing_else():
    score = recurrence.of_berka()
    assert score.precision >= 0.95
    assert score.recall >= 0.9


def test_what_is_found_twice_or_in_pieces_counts_once(books):
    books.pay(dues(Pace.MONTH, 12, 16), fixed("9.99", 16))
    (one,) = books.found()
    ids = [payment.id for payment in one.payments]
    whole, half = {("order", Pace.MONTH): set(ids)}, {("order", Pace.MONTH): set(ids[:8])}
    yearly = {("order", Pace.YEAR): set(ids)}
    assert recurrence.judge([one, one], whole, Pace.MONTH) == recurrence.Score(2, 1, 1)
    assert recurrence.judge([one], half, None) == recurrence.Score(1, 1, 0)
    assert recurrence.judge([one], yearly, None) == recurrence.Score(1, 1, 0)
    assert recurrence.judge([], {}, None).precision == recurrence.Score().recall == 1
