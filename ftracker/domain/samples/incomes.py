"""What comes in: two salaries with their raises, an allowance, now and then something else."""

from collections.abc import Iterator
from decimal import Decimal

from ftracker.domain.kinds import Flow
from ftracker.domain.paces import Pace
from ftracker.domain.periods import Period
from ftracker.domain.samples.lives import Life, grown
from ftracker.domain.samples.moves import JONAS, MIRA, Move

RAISE = 3
NOVEMBER, JUNE, MARCH = 11, 6, 3


def moves(life: Life, month: Period) -> Iterator[Move]:
    """Give a month's income."""
    yield from _salaries(month)
    yield _in(month, 10, Decimal("250.00"), "Other income", "Family Benefits Office").again()
    if month.start.month == JUNE:
        chance = life.chance("tax", month)
        refund = chance.amount(310, 690)
        tax = _in(month, 18, refund, "Other income", "Tax Office", "Tax refund")
        yield tax.again(Pace.YEAR)
    chance = life.chance("sale", month)
    if chance.happens(25):
        amount = chance.round_amount(15, 80)
        yield _in(month, chance.number(5, 25), amount, "Other income", "Flea market", "Sold toys")


def _salaries(month: Period) -> Iterator[Move]:
    """Pay both: a raise comes in March for her, in January for him; November brings a 13th pay."""
    raised = month.start.year if month.start.month >= MARCH else month.start.year - 1
    hers = grown(2740, raised, RAISE)
    his = grown(1440, month.start.year, RAISE - 1)
    yield _in(month, 1, hers, "Salary", "Brandt Engineering", "Salary", MIRA).again()
    yield _in(month, 15, his, "Salary", "City Library", "Salary, part-time", JONAS).again()
    if month.start.month == NOVEMBER:
        extra = _in(month, 20, hers, "Salary", "Brandt Engineering", "13th salary", MIRA)
        yield extra.again(Pace.YEAR)


def _in(
    month: Period, day: int, amount: Decimal, category: str, payee: str, note: str = "",
    *tags: str,
) -> Move:  # fmt: skip
    date = month.start.replace(day=day)
    return Move(date, amount, category, payee, note, tags, flow=Flow.IN)
