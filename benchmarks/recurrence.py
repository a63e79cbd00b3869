"""What is known to come again, and how much of it is found.

The truth of the sample household is what made it: each move says whether it comes again, and the
books do not. That of Berka is its marks: a `k_symbol` of a standing order, of interest or of a fee
comes by the month, and so does a partner (bank and account) that was paid or paid in three months
or more. Cash has neither; there an amount counts that lies on the same day of six months or more,
which are salaries. The finder sees none of the marks: the partner, or else the bank's word for
the operation, is all it reads.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from ftracker.domain import recurring
from ftracker.domain.cadences import Weekend, shifted
from ftracker.domain.kinds import Direction, Flow
from ftracker.domain.paces import Pace
from ftracker.domain.periods import months_later
from ftracker.domain.samples import households
from ftracker.domain.samples.moves import Move
from ftracker.domain.series import Payment, Series

# Real files lie beside the project where it is developed.
BERKA = Path(__file__).parents[2] / "shared" / "data" / "berka"
MONTHS = 27
# So much of a series must be of one order, and so much of the order in the series.
SHARE = 0.75
_MARKED = {
    "SIPO", "POJISTNE", "UVER", "LEASING", "UROK", "SLUZBY", "DUCHOD", "household",
    "insurrance payment", "loan payment", "leasing", "interest credited", "payment for statement",
    "pension",
}  # fmt: skip
_IN = {"PRIJEM", "credit"}
_MONTHS_OF_PARTNER, _MONTHS_OF_CASH = 3, 6
Orders = Mapping[tuple[str, Pace], set[UUID]]


@dataclass(frozen=True, slots=True)
class Score:
    """How many were said to come again, how many do, and how many of these were found."""

    said: int = 0
    known: int = 0
    right: int = 0

    def __add__(self, other: "Score") -> "Score":
        """Count both together."""
        return Score(self.said + other.said, self.known + other.known, self.right + other.right)

    @property
    def precision(self) -> float:
        """The share of what was said that is right."""
        return self.right / self.said if self.said else 1

    @property
    def recall(self) -> float:
        """The share of what is known that was found."""
        return self.right / self.known if self.known else 1


def of_sample(
    seed: int, *, today: date, only: Pace | None = Pace.MONTH, weekend: Weekend = Weekend.KEEP
) -> Score:
    """Judge what is found in the sample household of a seed.

    `weekend` moves what comes again off Saturdays and Sundays, as banks do.
    """
    books = households.make(seed, today=today, years=3, currency="EUR")
    lately = [move for move in books.moves if move.date >= months_later(today, -MONTHS)]
    orders: dict[tuple[str, Pace], set[UUID]] = defaultdict(set)
    payments = []
    for number, move in enumerate(lately):
        payments.append(_payment(number, move))
        if move.standing:
            payments[-1] = payments[-1]._replace(date=shifted(move.date, weekend))
            orders[move.standing.name, move.standing.pace].add(payments[-1].id)
    return judge(recurring.find(payments, today=today), orders, only)


def of_berka() -> Score:
    """Judge what is found in each of the accounts, as of its last day; nothing without files."""
    scores = (_of_account(path) for path in sorted(BERKA.glob("account_*.csv")))
    return sum(scores, Score())


def judge(found: Iterable[Series], orders: Orders, only: Pace | None) -> Score:
    """Lay series and orders side by side; one that is found in two pieces is found once at most.

    Series that have ended count too. `only` leaves out all others.
    """
    said = [one for one in found if only in (None, one.pace)]
    left = {key: ids for key, ids in orders.items() if only in (None, key[1])}
    known, right = len(left), 0
    for one in said:
        ids = {payment.id for payment in one.payments}
        for key, mine in left.items():
            both = len(ids & mine)
            if key[1] is one.pace and both >= SHARE * max(len(ids), len(mine)):
                del left[key]
                right += 1
                break
    return Score(len(said), known, right)


def _payment(number: int, move: Move) -> Payment:
    is_transfer = move.flow is Flow.TRANSFER
    return Payment(
        id=UUID(int=number),
        date=move.date,
        amount=move.amount,
        direction=Direction.IN if move.flow is Flow.IN else Direction.OUT,
        payee=move.payee or move.note,
        account_id=_id(move.account),
        category_id=_id(move.category),
        type_id=_id(move.flow),
        to_account_id=_id(move.to_account) if is_transfer else None,
    )


def _of_account(path: Path) -> Score:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    payments = [_moved(row) for row in rows]
    found = recurring.find(payments, today=payments[-1].date)
    return judge(found, _orders(rows), Pace.MONTH)


def _moved(row: Mapping[str, str]) -> Payment:
    return Payment(
        id=UUID(int=int(row["trans_id"])),
        date=_day(row),
        amount=Decimal(row["amount"]),
        direction=Direction.IN if row["type"] in _IN else Direction.OUT,
        payee=_partner(row) or row["operation"],
        account_id=_id(row["account_id"]),
        category_id=_id(""),
        type_id=_id(row["type"]),
    )


def _orders(rows: Sequence[Mapping[str, str]]) -> Orders:
    """Name the orders of an account; rows of one mark in one month are orders side by side."""
    groups: dict[tuple[str, ...], list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        groups[_mark(row)].append(row)
    orders: dict[tuple[str, Pace], set[UUID]] = defaultdict(set)
    for mark, group in groups.items():
        months = {row["date"][:4] for row in group}
        least = _MONTHS_OF_CASH if mark[0] == "cash" else _MONTHS_OF_PARTNER
        if len(months) >= least:
            for place, row in _side_by_side(group):
                orders[f"{mark} {place}", Pace.MONTH].add(UUID(int=int(row["trans_id"])))
    return orders


def _mark(row: Mapping[str, str]) -> tuple[str, ...]:
    symbol, partner = row["k_symbol"].strip(), _partner(row)
    if symbol in _MARKED or partner:
        return "marked", symbol, partner, row["type"]
    return "cash", row["operation"], row["amount"], row["date"][4:], row["type"]


def _side_by_side(
    group: Iterable[Mapping[str, str]],
) -> Iterator[tuple[int, Mapping[str, str]]]:
    places: dict[str, int] = defaultdict(int)
    for row in sorted(group, key=lambda one: int(one["trans_id"])):
        month = row["date"][:4]
        places[month] += 1
        yield places[month], row


def _partner(row: Mapping[str, str]) -> str:
    return f"{row['bank']} {row['account']}" if row["bank"].strip() else ""


def _day(row: Mapping[str, str]) -> date:
    return datetime.strptime(f"19{row['date']}", "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)


def _id(text: str) -> UUID:
    return uuid5(NAMESPACE_OID, text)
