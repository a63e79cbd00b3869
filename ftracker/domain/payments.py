"""Which transaction paid which due day: matched whenever it is asked, never written down."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from ftracker.domain.kinds import Direction, Flow
from ftracker.domain.schedules import Day, Rhythm

# How far from its day a payment may come, where the rhythm leaves room for it.
EARLIEST = 10
LATEST = 30
LATE_DAYS = 14
# How far from the expected amount, as a part of it: from a payee that is known, and from any.
_FROM_PAYEE = Decimal(1) / 3
_FROM_ANYBODY = Decimal(1) / 20
_WORD = re.compile(r"\w+")
Key = tuple[UUID, date]


class State(StrEnum):
    """How a due day stands."""

    DUE = "due"
    LATE = "late"
    MISSED = "missed"
    PAID = "paid"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Bill:
    """What is expected again and again; `payees` are all who are known to get or to send it.

    Amounts are positive. Without `least` and `most` the amount may differ: by a third where the
    payee is known, by a twentieth where only category and account tell.
    """

    id: UUID
    rhythm: Rhythm
    flow: Flow
    payees: tuple[str, ...]
    category_id: UUID
    account_id: UUID
    to_account_id: UUID | None
    amount: Decimal
    least: Decimal | None = None
    most: Decimal | None = None

    def bounds(self, *, is_known: bool) -> tuple[Decimal, Decimal]:
        """Give the least and the most that is taken for it, both inclusive."""
        apart = self.amount * (_FROM_PAYEE if is_known else _FROM_ANYBODY)
        if self.least is None and self.most is None:
            return self.amount - apart, self.amount + apart
        return self.least or self.amount, self.most or self.amount

    def widest(self) -> tuple[Decimal, Decimal]:
        """Give the bounds of a payment from a payee that is known."""
        return self.bounds(is_known=bool(self.payees))


class Move(NamedTuple):
    """A transaction that may be a payment; a tuple, as there are many.

    `other_account_id` is where a transfer went, None where that is not known.
    """

    id: UUID
    date: date
    amount: Decimal
    direction: str
    flow: str
    category_id: UUID
    account_id: UUID
    other_account_id: UUID | None
    payee: str


class _Claim(NamedTuple):
    cost: Decimal
    day: Day
    bill_id: UUID
    move: Move


def find_payments(
    wanted: Iterable[tuple[Bill, Sequence[Day]]], moves: Sequence[Move]
) -> dict[Key, Move]:
    """Find the transaction that paid each due day, by bill and day of the rule.

    Each transaction pays one day and each day has one payment: the nearest in amount and day
    comes first.
    """
    claims = sorted(
        (claim for bill, days in wanted for claim in _claims(bill, days, moves)),
        key=lambda claim: (claim.cost, claim.day, claim.bill_id, claim.move.id),
    )
    found: dict[Key, Move] = {}
    spent: set[UUID] = set()
    for claim in claims:
        key = claim.bill_id, claim.day.due_date
        if key not in found and claim.move.id not in spent:
            found[key] = claim.move
            spent.add(claim.move.id)
    return found


def reach(rhythm: Rhythm) -> tuple[timedelta, timedelta]:
    """Tell how long before and after its day a payment may come; two days never share one."""
    return (
        timedelta(days=min(EARLIEST, (rhythm.gap - 1) // 3)),
        timedelta(days=min(LATEST, rhythm.gap // 2)),
    )


def unpaid(rhythm: Rhythm, day: Day, *, today: date) -> State:
    """Tell how a day stands that nothing has paid: it is due, late for a while, then missed."""
    if day.date >= today:
        return State.DUE
    patience = timedelta(days=max(1, min(LATE_DAYS, rhythm.gap // 2)))
    return State.LATE if today <= day.date + patience else State.MISSED


def fits(bill: Bill, move: Move) -> bool:
    """Tell whether a transaction could be a payment of a bill, whatever its day."""
    if move.flow != bill.flow:
        return False
    if bill.flow is Flow.TRANSFER:
        is_known = False
        is_it = _goes_there(bill, move)
    elif bill.payees and move.payee:
        is_known = is_it = any(is_alike(payee, move.payee) for payee in bill.payees)
    else:
        is_known = False
        is_it = (bill.category_id, bill.account_id) == (move.category_id, move.account_id)
    least, most = bill.bounds(is_known=is_known)
    return is_it and least <= move.amount <= most


def likeliest(
    bill: Bill, day: Day, moves: Iterable[Move], *, spent: Collection[UUID], count: int
) -> list[Move]:
    """List the transactions that may be the payment of a day although nothing matched it.

    Those that pay nothing else come first, then those that fit, then the nearest in amount and
    day. All have the bill's flow, and of a transfer only outgoing sides count.
    """
    able = [
        move
        for move in moves
        if move.flow == bill.flow and (bill.flow != Flow.TRANSFER or move.direction == "out")
    ]
    able.sort(
        key=lambda move: (
            move.id in spent,
            not fits(bill, move),
            _cost(bill, day, move),
            move.id,
        )
    )
    return able[:count]


def may_compete(one: Bill, other: Bill) -> bool:
    """Tell whether one transaction could pay either of two bills, by way, amount and payee."""
    (least, most), (floor, ceiling) = one.widest(), other.widest()
    if one.flow is not other.flow or least > ceiling or floor > most:
        return False
    if not one.payees or not other.payees or one.flow is Flow.TRANSFER:
        return True
    return any(is_alike(mine, theirs) for mine in one.payees for theirs in other.payees)


def is_alike(one: str, other: str) -> bool:
    """Tell whether two names mean the same payee: one of them begins with all words of the other.

    Capital letters and signs do not count.
    """
    first, second = _words(one), _words(other)
    shorter = min(len(first), len(second))
    return shorter > 0 and first[:shorter] == second[:shorter]


def _claims(bill: Bill, days: Sequence[Day], moves: Sequence[Move]) -> list[_Claim]:
    least, most = bill.widest()
    before, after = reach(bill.rhythm)
    able = [move for move in moves if least <= move.amount <= most and fits(bill, move)]
    return [
        _Claim(_cost(bill, day, move), day, bill.id, move)
        for day in days
        for move in able
        if day.date - before <= move.date <= day.date + after
    ]


def _cost(bill: Bill, day: Day, move: Move) -> Decimal:
    """Weigh how far a transaction is from what is expected.

    A tenth of the amount counts like a week, and another category, of which one payee may have
    two bills, like two weeks.
    """
    apart = abs(move.amount - bill.amount) / bill.amount
    weeks = Decimal(abs((move.date - day.date).days)) / 7
    return apart * 10 + weeks + (0 if move.category_id == bill.category_id else 2)


def _goes_there(bill: Bill, move: Move) -> bool:
    is_out = move.direction == Direction.OUT and move.account_id == bill.account_id
    return is_out and move.other_account_id in (None, bill.to_account_id)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
