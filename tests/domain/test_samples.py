"""The sample household: always the same, believable, and nothing after today."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from ftracker.domain import money
from ftracker.domain.kinds import Flow, Kind
from ftracker.domain.samples import households, moves
from ftracker.domain.samples.homes import FORGOTTEN, GYM, PROVIDER
from ftracker.domain.samples.households import Books
from ftracker.domain.samples.moves import CARD, JONAS, MIRA
from ftracker.domain.samples.plans import SCHEDULED

TODAY = date(2026, 11, 24)


@cache
def books(seed=7, today=TODAY, years=3, currency="EUR") -> Books:
    """Make books once for all who only look at them."""
    return households.make(seed, today=today, years=years, currency=currency)


def by_month(found: Books, *categories: str) -> dict[str, Decimal]:
    sums = defaultdict(Decimal)
    for move in found.moves:
        if move.category in categories and move.flow is Flow.OUT:
            sums[f"{move.date:%Y-%m}"] += move.amount
    return sums


def test_the_same_seed_gives_the_same_books():
    assert books() == books.__wrapped__()


def test_another_seed_gives_other_books():
    assert books(seed=8).moves != books().moves


def test_a_day_later_the_days_before_are_the_same():
    later = books(today=date(2026, 11, 25)).moves
    assert [move for move in later if move.date <= TODAY] == list(books().moves)


@pytest.mark.parametrize("today", [TODAY, date(2024, 2, 29), date(2026, 1, 1), date(2025, 7, 31)])
@pytest.mark.parametrize("seed", range(1, 9))
def test_a_year_holds_about_a_thousand_moves_up_to_today(today, seed):
    found = books(seed=seed, today=today).moves
    years = (today - found[0].date).days / 365
    assert found[0].date.day == 1
    assert all(a.date <= b.date for a, b in pairwise(found))
    assert 0 <= (today - found[-1].date).days < 4
    assert 900 < len(found) / years < 1200


def test_one_year_covers_twelve_months():
    months = {f"{move.date:%Y-%m}" for move in books(years=1).moves}
    assert min(months) == "2025-12"
    assert len(months) == 12


def test_every_move_names_what_exists():
    found = books()
    categories = {c.name for c in found.categories} | {""}
    accounts = {a.name for a in found.accounts} | {""}
    assert {move.category for move in found.moves} <= categories
    assert {place for m in found.moves for place in (m.account, m.to_account)} <= accounts
    assert {c.parent for c in found.categories} <= categories
    assert {goal.category for goal in found.plans.goals} <= categories


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD", "INR"])
def test_amounts_are_positive_and_have_the_decimals_of_the_currency(currency):
    for move in books(currency=currency, years=1).moves:
        assert move.amount > 0
        assert move.amount == money.quantise(move.amount, currency)


def test_her_salary_rises_each_march_and_comes_twice_in_november():
    hers = [m for m in books().moves if m.payee == "Brandt Engineering"]
    months = Counter(f"{m.date:%Y-%m}" for m in hers)
    assert {month for month, count in months.items() if count == 2} == {
        "2024-11", "2025-11", "2026-11",
    }  # fmt: skip
    paid = {f"{m.date:%Y-%m}": m.amount for m in hers}
    assert paid["2025-02"] < paid["2025-03"] == paid["2026-02"] < paid["2026-03"]


def test_saturdays_purchase_is_large_and_those_midweek_are_small():
    food = [m for m in books().moves if m.category == "Groceries"]
    saturday = [m.amount for m in food if m.date.weekday() == 5]
    midweek = [m.amount for m in food if m.date.weekday() < 4]
    assert min(saturday) > max(midweek) * 2
    assert len(midweek) > len(saturday)


def test_heating_costs_more_in_winter():
    heating = by_month(books(), "Heating")
    assert heating["2025-01"] > 3 * heating["2025-07"]


def test_a_subscription_goes_on_unnoticed_and_becomes_dearer():
    charged = [m for m in books().moves if m.payee == FORGOTTEN]
    assert [m.amount for m in charged] == [Decimal("9.99")] * 12 + [Decimal("12.99")] * 6
    assert not any(m.note or m.tags for m in charged)


@pytest.mark.parametrize("seed", range(1, 9))
def test_one_of_the_last_months_went_far_over_its_usual_sum(seed):
    sums = by_month(books(seed=seed), "Transport", "Shopping", "Eating out")
    lately = {month: sums[month] for month in ("2026-07", "2026-08", "2026-09")}
    usual = sorted(sums.values())[len(sums) // 2]
    assert max(lately.values()) > 2 * usual


def test_boots_go_back_and_their_price_comes_in_again():
    returned = [m for m in books().moves if m.flow is Flow.IN and m.category == "Shopping"]
    assert [m.date for m in returned] == [date(2025, 10, 19), date(2026, 10, 19)]
    bought = {m.amount for m in books().moves if m.note == "Hiking boots"}
    assert {m.amount for m in returned} == bought


def test_each_trip_lies_in_its_window_and_nothing_is_bought_at_home_meanwhile():
    found = books()
    trips = [c for c in found.categories if c.kind is Kind.TIMEBOUND]
    assert len(trips) == 3
    for trip in trips:
        inside = [m for m in found.moves if trip.start_date <= m.date <= trip.end_date]
        assert {m.date for m in found.moves if m.category == trip.name} <= {m.date for m in inside}
        assert not [m for m in inside if m.category in ("Groceries", "Leisure", "Health")]
        assert sum(m.amount for m in inside if m.category == trip.name) > 1000


def test_a_trip_that_has_not_begun_is_not_there_yet():
    trips = [c for c in books(today=date(2026, 6, 30)).categories if c.kind is Kind.TIMEBOUND]
    assert [trip.start_date.year for trip in trips] == [2023, 2024, 2025]


def test_the_gym_got_dearer_and_a_bill_has_not_come_this_month():
    gym = [m.amount for m in books().moves if m.payee == GYM]
    assert gym[-4:] == [Decimal("29.99"), *[Decimal("34.99")] * 3]
    billed = [m.date for m in books().moves if m.payee == PROVIDER]
    assert billed[-2:] == [date(2026, 9, 4), date(2026, 10, 4)]


@pytest.mark.parametrize("today", [TODAY, date(2026, 11, 2), date(2024, 2, 29), date(2025, 7, 31)])
@pytest.mark.parametrize("years", [1, 3])
def test_what_is_planned_fits_what_was_lived(today, years):
    plans = books(today=today, years=years).plans
    assert all(one.amount > 0 for one in plans.budgets)
    assert len(plans.schedules) == len(SCHEDULED)
    for one in plans.schedules:
        assert (one.least or one.amount) <= one.amount <= (one.most or one.amount)
        assert one.start_date <= one.move.date <= today
    assert all(one.start_date < today < one.due_date for one in plans.goals)


def test_plans_are_in_the_money_of_the_household():
    euros, yen = books().plans, books(currency="JPY").plans
    for one, other in zip(euros.budgets, yen.budgets, strict=True):
        assert other.amount == one.amount * 160
    for one, other in zip(euros.goals, yen.goals, strict=True):
        assert other.target_amount == one.target_amount * 160
    bounds = {one.name: one.most for one in yen.schedules}
    assert bounds["Rent"] is None
    assert bounds["Gas"] % 160 == 0


def test_the_card_is_paid_each_month_for_what_was_bought_with_it():
    found = books()
    spent = by_month_of_card(found, "2026-03")
    paid = [m for m in found.moves if m.to_account == CARD and m.note == "Card bill March 2026"]
    assert [(m.date, m.amount) for m in paid] == [(date(2026, 4, 5), spent)]


def by_month_of_card(found: Books, month: str) -> Decimal:
    mine = [m for m in found.moves if m.account == CARD and f"{m.date:%Y-%m}" == month]
    return sum((-m.amount if m.flow is Flow.IN else m.amount for m in mine), Decimal(0))


def test_a_receipt_is_split_over_two_categories():
    parts = defaultdict(set)
    for move in books().moves:
        if move.split:
            parts[move.split].add((move.category, move.date, move.payee, move.account))
    assert len(parts) > 20
    for found in parts.values():
        assert {category for category, *_ in found} == {"Groceries", "Shopping"}
        assert len({rest for _, *rest in map(tuple, found) for rest in [tuple(rest)]}) == 1


def test_both_members_pay():
    payers = Counter(tag for move in books().moves for tag in move.tags)
    assert payers[MIRA] > 200
    assert payers[JONAS] > 200


@pytest.mark.parametrize("seed", range(1, 9))
def test_the_first_account_never_falls_far_below_zero_and_something_is_saved(seed):
    balances = defaultdict(Decimal)
    lowest = Decimal(0)
    for move in books(seed=seed).moves:
        balances[move.account] += move.amount if move.flow is Flow.IN else -move.amount
        if move.flow is Flow.TRANSFER:
            balances[move.to_account] += move.amount
        lowest = min(lowest, balances[moves.EVERYDAY])
    assert lowest > -900
    assert 4000 < balances[moves.EVERYDAY] < 40_000
