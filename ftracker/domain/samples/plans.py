"""What the household plans: budgets of which one is blown, goals of which one is behind, bills."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from statistics import median_low

from ftracker.domain.kinds import Flow
from ftracker.domain.paces import Pace
from ftracker.domain.periods import Period, months_later
from ftracker.domain.samples.homes import GYM
from ftracker.domain.samples.lives import Life
from ftracker.domain.samples.moves import Move, Price, SampleGoal, Standing

# How many whole months say what is usual, and how long ago the budgets were made.
USUAL, YEAR = 6, 12
# What cannot be changed has a budget that is enough in the dearest month, the rest a usual one.
FIXED = (
    ("Housing", ("Housing",)),
    ("Utilities", ("Utilities", "Heating", "Electricity")),
    ("Subscriptions", ("Subscriptions",)),
    ("Children", ("Children",)),
)
COMING, ASIDE = ("Salary", "Other income"), ("Savings", "Investments")
CHOSEN = ("Groceries", "Eating out", "Transport", "Leisure", "Shopping")
# The orders that were written down as schedules, and their names; others are left to be found.
SCHEDULED = {
    "Hofmann Estates Housing Rent": "Rent",
    "Brandt Engineering Salary Salary mira": "Mira's salary",
    "City Library Salary Salary, part-time jonas": "Jonas's salary",
    "Family Benefits Office Other income": "Family allowance",
    "Nordlink Utilities Internet": "Internet",
    "Stadtwerke Energy Heating": "Gas",
    "Stadtwerke Energy Electricity": "Electricity",
    "Tello Mobile Utilities Phone mira": "Mira's phone",
    "Tello Mobile Utilities Phone jonas": "Jonas's phone",
    "Hanse Insurance Insurance Car": "Car insurance",
    "Hanse Insurance Insurance Home": "Home insurance",
    "Pinewood TV Subscriptions": "Pinewood TV",
    "Tonkiste Music Subscriptions": "Tonkiste Music",
    f"{GYM} Subscriptions": GYM,
    "Sunshine After-School Children Club fee": "After-school club",
    "Cooperative Bank Savings Rainy-day plan": "Rainy-day plan",
    "Depot Direkt Investments World fund mira": "World fund",
    "Savings account For the holidays": "For the holidays",
}
NOTICE, CANCELLED = timedelta(days=18), "Pinewood TV"
_NEARLY, _BLOWN = Decimal("0.6"), Decimal("0.9")
_SAFE, _NEEDED = 8, 12


@dataclass(frozen=True, slots=True)
class SampleBudget:
    """A limit by the month."""

    category: str
    amount: Decimal
    start_date: date

    def priced(self, price: Price) -> "SampleBudget":
        """Give it in other money."""
        return replace(self, amount=price(self.amount))


@dataclass(frozen=True, slots=True)
class SampleSchedule:
    """A bill or an income that is expected; `move` is its latest payment.

    Without bounds it is of one amount.
    """

    name: str
    move: Move
    pace: Pace
    start_date: date
    amount: Decimal
    least: Decimal | None
    most: Decimal | None
    cancel_date: date | None

    @property
    def is_subscription(self) -> bool:
        """Tell whether it is a subscription."""
        return self.move.category == "Subscriptions"

    def priced(self, price: Price) -> "SampleSchedule":
        """Give it in other money."""
        return replace(
            self,
            amount=price(self.amount),
            least=None if self.least is None else price(self.least),
            most=None if self.most is None else price(self.most),
        )


@dataclass(frozen=True, slots=True)
class Plans:
    """All that the household means to do."""

    budgets: tuple[SampleBudget, ...]
    goals: tuple[SampleGoal, ...]
    schedules: tuple[SampleSchedule, ...]


def make(life: Life, moves: Sequence[Move]) -> Plans:
    """Make the plans of a household that has lived up to today."""
    return Plans(
        tuple(_budgets(life, moves)), tuple(_goals(life, moves)), tuple(_schedules(life, moves))
    )


def _budgets(life: Life, moves: Sequence[Move]) -> Iterator[SampleBudget]:
    """Give what is usual; of what can be changed the one that is nearest to its end is blown."""
    now, start = life.months[-1], life.month(USUAL).start
    for name, parts in FIXED:
        most = max(_spent(moves, parts, month) for month in life.months[-1 - YEAR :])
        yield SampleBudget(name, _up(most, 10), start)
    months = life.months[-1 - USUAL : -1]

    def usually(name: str) -> Decimal:
        return median_low(abs(_spent(moves, [name], month)) for month in months)

    yield from (SampleBudget(name, usually(name), start) for name in (*COMING, *ASIDE))
    usual = {name: _up(usually(name), 10) for name in CHOSEN}
    gone = {name: _spent(moves, [name], now) for name in CHOSEN}
    tightest = max(CHOSEN, key=lambda name: gone[name] / usual[name])
    if gone[tightest] > usual[tightest] * _NEARLY:
        usual[tightest] = min(usual[tightest], _up(gone[tightest] * _BLOWN, 5))
    yield from (SampleBudget(name, amount, start) for name, amount in usual.items())


def _goals(life: Life, moves: Sequence[Move]) -> Iterator[SampleGoal]:
    """Give one that needs less than is set aside for it, and one that needs more."""
    start, month = life.months[0].start, life.today.replace(day=1)
    begun = Decimal(1500)
    monthly, there = _aside(moves, "Savings")
    yield SampleGoal(
        "Rainy-day fund", "Savings", _up(begun + there + _SAFE * monthly, 100), begun, start,
        months_later(month, _NEEDED + 1) - timedelta(days=1), "umbrella", "cyan",
    )  # fmt: skip
    monthly, there = _aside(moves, "Investments")
    yield SampleGoal(
        "Lina's studies", "Investments", _up(there + _NEEDED * monthly, 100), Decimal(0), start,
        months_later(month, _NEEDED // 2) - timedelta(days=1), "mortarboard", "indigo",
    )  # fmt: skip


def _schedules(life: Life, moves: Sequence[Move]) -> Iterator[SampleSchedule]:
    since = life.month(YEAR).start
    paid: dict[Standing, list[Move]] = defaultdict(list)
    for move in moves:
        if move.standing and move.date >= since:
            paid[move.standing].append(move)
    for order, found in paid.items():
        if order.name in SCHEDULED:
            yield _schedule(order, found, life.today)


def _schedule(order: Standing, paid: Sequence[Move], today: date) -> SampleSchedule:
    """Write down one order; that the gym asks for more was not noticed."""
    name = SCHEDULED[order.name]
    amounts = [move.amount for move in paid]
    last = paid[-1]
    varies = len(set(amounts)) > len(amounts) / 2 and len(amounts) > 1
    amount = amounts[0] if name == GYM else median_low(amounts) if varies else last.amount
    return SampleSchedule(
        name=name,
        move=last,
        pace=order.pace,
        start_date=paid[0].date,
        amount=amount,
        least=_up(min(amounts) / 2, 1) if varies else None,
        most=_up(max(amounts) * 3 / 2, 1) if varies else None,
        cancel_date=today + NOTICE if name == CANCELLED else None,
    )


def _spent(moves: Iterable[Move], categories: Sequence[str], month: Period) -> Decimal:
    found = (
        -move.amount if move.flow is Flow.IN else move.amount
        for move in moves
        if move.category in categories and month.holds(move.date)
    )
    return sum(found, Decimal(0))


def _aside(moves: Sequence[Move], category: str) -> tuple[Decimal, Decimal]:
    """Tell what was last set aside in a category, and all that was."""
    amounts = [move.amount for move in moves if move.category == category]
    return amounts[-1], sum(amounts, Decimal(0))


def _up(amount: Decimal, step: int) -> Decimal:
    """Round up to a multiple of a step."""
    return (amount / step).to_integral_value(ROUND_CEILING) * step
