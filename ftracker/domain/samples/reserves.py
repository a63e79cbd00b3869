"""What is put aside: plans, transfers to the savings account, and the card's monthly bill."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ftracker.domain import periods
from ftracker.domain.kinds import Flow
from ftracker.domain.periods import Period, Unit
from ftracker.domain.samples.lives import Life
from ftracker.domain.samples.moves import (
    CARD,
    EVERYDAY,
    MIRA,
    SAVINGS_ACCOUNT,
    Move,
    SampleAccount,
    Standing,
)

UNCATEGORISED = ""
ACCOUNTS = (
    SampleAccount(SAVINGS_ACCOUNT, "savings", Decimal("4200.00")),
    SampleAccount(CARD, "card", Decimal("0.00")),
)
BILL_DAY = 5


def moves(life: Life, month: Period) -> Iterator[Move]:
    """Give a month's set-asides, and the transfer to the savings account."""
    plan = Decimal("200.00") if month.start < life.month(12).start else Decimal("250.00")
    day = month.start.replace
    yield Move(
        day(day=18), Decimal("300.00"), "Savings", "Cooperative Bank", "Rainy-day plan"
    ).again()
    yield Move(day(day=16), plan, "Investments", "Depot Direkt", "World fund", (MIRA,)).again()
    saved = transfer(day(day=22), Decimal("250.00"), EVERYDAY, SAVINGS_ACCOUNT, "For the holidays")
    yield saved.again()


def transfer(day: date, amount: Decimal, start: str, target: str, note: str) -> Move:
    """Move money between two accounts of the household."""
    return Move(
        day, amount, UNCATEGORISED, "", note,
        account=start, to_account=target, flow=Flow.TRANSFER,
    )  # fmt: skip


def card_bills(found: Iterable[Move]) -> Iterator[Move]:
    """Pay each month's card purchases, less what came back, on the 5th of the next one."""
    sums: dict[Period, Decimal] = defaultdict(Decimal)
    for move in found:
        if move.account == CARD:
            sign = -1 if move.flow is Flow.IN else 1
            sums[periods.containing(move.date, Unit.MONTH)] += sign * move.amount
    for month, amount in sums.items():
        day = month.end.replace(day=BILL_DAY)
        bill = transfer(day, amount, EVERYDAY, CARD, f"Card bill {month.label}")
        yield replace(bill, standing=Standing("Card bill"))
