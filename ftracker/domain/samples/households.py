"""The sample books put together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ftracker.domain import money
from ftracker.domain.kinds import Kind
from ftracker.domain.samples import (
    episodes,
    groceries,
    homes,
    incomes,
    needs,
    outings,
    plans,
    reserves,
)
from ftracker.domain.samples.episodes import Trip
from ftracker.domain.samples.lives import Life
from ftracker.domain.samples.moves import Move, SampleAccount, SampleCategory
from ftracker.domain.samples.plans import Plans

CATEGORIES = (
    SampleCategory("Salary", Kind.INCOME, "briefcase", "green"),
    SampleCategory("Other income", Kind.INCOME, "plus-circle", "teal"),
    SampleCategory("Groceries", Kind.EXPENSE, "basket", "orange"),
    SampleCategory("Housing", Kind.EXPENSE, "house", "blue"),
    SampleCategory("Utilities", Kind.EXPENSE, "lightning", "amber"),
    SampleCategory("Heating", Kind.EXPENSE, "fire", "red", parent="Utilities"),
    SampleCategory("Electricity", Kind.EXPENSE, "lamp", "amber", parent="Utilities"),
    SampleCategory("Insurance", Kind.EXPENSE, "shield-check", "slate"),
    SampleCategory("Subscriptions", Kind.EXPENSE, "tv", "purple"),
    SampleCategory("Transport", Kind.EXPENSE, "bus-front", "indigo"),
    SampleCategory("Eating out", Kind.EXPENSE, "cup-hot", "red"),
    SampleCategory("Health", Kind.EXPENSE, "heart-pulse", "pink"),
    SampleCategory("Leisure", Kind.EXPENSE, "controller", "purple"),
    SampleCategory("Shopping", Kind.EXPENSE, "bag", "brown"),
    SampleCategory("Children", Kind.EXPENSE, "backpack", "lime"),
    SampleCategory("Gifts", Kind.EXPENSE, "gift", "pink"),
    SampleCategory("Savings", Kind.SAVINGS, "piggy-bank", "cyan"),
    SampleCategory("Investments", Kind.INVESTMENT, "graph-up", "lime"),
)
EVERY_MONTH = (incomes, homes, groceries, outings, needs, reserves)
# Nobody buys these at home while the household is away.
NOT_AWAY = ("Groceries", "Eating out", "Transport", "Leisure", "Shopping", "Health")
# What an amount in euros comes to, roughly, where money has other sizes.
LEVELS = {"JPY": 160, "KRW": 1500, "INR": 40, "CZK": 25, "HUF": 390, "SEK": 11, "NOK": 11,
          "DKK": 7, "PLN": 4, "CNY": 8, "ISK": 145, "IDR": 12000, "VND": 18000}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Books:
    """All that a sample household has written down; the moves are sorted, oldest first."""

    accounts: tuple[SampleAccount, ...]
    categories: tuple[SampleCategory, ...]
    moves: tuple[Move, ...]
    plans: Plans


def make(seed: int, *, today: date, years: int, currency: str) -> Books:
    """Make the books of a household over so many years, at least one, up to and with today.

    The same seed, day and number of years give the same books.
    """
    life = Life(seed, today, years)
    journeys = episodes.trips(life)
    lived = [move for move in _all(life, journeys) if move.date >= life.months[0].start]
    found = sorted([*lived, *reserves.card_bills(lived)], key=lambda move: move.date)
    done = [move for move in found if move.date <= today]
    return Books(
        tuple(_priced_account(account, currency) for account in reserves.ACCOUNTS),
        (*CATEGORIES, *(trip.category for trip in journeys)),
        tuple(_priced(move, currency) for move in done),
        _priced_plans(plans.make(life, done), currency),
    )


def _all(life: Life, journeys: list[Trip]) -> Iterator[Move]:
    for month in life.months:
        for topic in EVERY_MONTH:
            for move in topic.moves(life, month):
                if not _is_missed(move, journeys):
                    yield move
    for trip in journeys:
        yield from episodes.away(life, trip)
    yield from episodes.blown(life, journeys)
    yield from episodes.refund(life)


def _is_missed(move: Move, journeys: list[Trip]) -> bool:
    return move.category in NOT_AWAY and any(trip.holds(move.date) for trip in journeys)


def _priced(move: Move, currency: str) -> Move:
    return replace(move, amount=_amount(move.amount, currency))


def _priced_account(account: SampleAccount, currency: str) -> SampleAccount:
    return replace(account, opening_balance=_amount(account.opening_balance, currency))


def _priced_plans(made: Plans, currency: str) -> Plans:
    def price(amount: Decimal) -> Decimal:
        return _amount(amount, currency)

    return Plans(
        tuple(one.priced(price) for one in made.budgets),
        tuple(one.priced(price) for one in made.goals),
        tuple(one.priced(price) for one in made.schedules),
    )


def _amount(amount: Decimal, currency: str) -> Decimal:
    return money.quantise(amount * LEVELS.get(currency, 1), currency)
