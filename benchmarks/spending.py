"""Real households as rows: what was spent by account, by category and in total, and each move.

The files lie beside the project where it is developed; without them there are only the sample
households.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from ftracker.domain.forecast.known import Row
from ftracker.domain.kinds import Direction, Flow
from ftracker.domain.samples import households
from ftracker.domain.series import Payment

DATA = Path(__file__).parents[2] / "shared" / "data"
_IN = {"PRIJEM", "credit", "Income"}
_ID = uuid5(NAMESPACE_OID, "all")
_LATE = 23


@dataclass(frozen=True, slots=True)
class Move:
    """One row: what a bank or a household wrote, and which series it belongs to."""

    date: date
    amount: Decimal
    direction: Direction
    payee: str
    account: str
    category: str


@dataclass(frozen=True, slots=True)
class Books:
    """All moves of a household, oldest first; what comes after `end` is not whole."""

    name: str
    moves: tuple[Move, ...]
    end: date

    def spending(self) -> Mapping[str, list[Row]]:
        """Give what was spent by account, by category and in total; accounts and total first."""
        found: dict[str, list[Row]] = {}
        for move in self.moves:
            if move.direction is Direction.OUT and move.date < self.end:
                row = Row(move.date, move.date, float(move.amount))
                for key in ("all accounts", f"account {move.account}", f"category {move.category}"):
                    found.setdefault(key, []).append(row)
        if sum(key.startswith("account") for key in found) == 1:
            del found["all accounts"]
        return dict(sorted(found.items()))

    def payments(self) -> list[Payment]:
        """Give all moves as the finder of what comes again reads them."""
        return [
            Payment(
                id=UUID(int=number),
                date=move.date,
                amount=move.amount,
                direction=move.direction,
                payee=move.payee,
                account_id=_ID,
                category_id=uuid5(NAMESPACE_OID, move.category),
                type_id=uuid5(NAMESPACE_OID, move.direction),
            )
            for number, move in enumerate(self.moves)
        ]


def real() -> list[Books]:
    """Read all real households that are there."""
    if not DATA.exists():
        return []
    berka = [_read(path, _berka, ";") for path in sorted((DATA / "berka").glob("account_*.csv"))]
    daily = _read(next((DATA / "household").glob("Daily*.csv")), _daily, ",")
    mint = _read(DATA / "personal_mint" / "personal_transactions.csv", _mint, ",")
    return [*berka, daily, mint]


def sample(seed: int, *, today: date) -> Books:
    """Make a sample household of four years."""
    made = households.make(seed, today=today, years=4, currency="EUR")
    moves = [
        Move(
            one.date,
            one.amount,
            Direction.IN if one.flow is Flow.IN else Direction.OUT,
            one.payee or one.note,
            str(one.account),
            str(one.category),
        )
        for one in made.moves
        if one.flow is not Flow.TRANSFER
    ]
    return _books(f"sample {seed}", moves)


def _read(path: Path, move: Callable[[Mapping[str, str]], Move | None], delimiter: str) -> Books:
    with path.open(newline="", encoding="utf-8-sig") as file:
        read = (move(row) for row in csv.DictReader(file, delimiter=delimiter))
        return _books(path.stem, [one for one in read if one])


def _books(name: str, moves: list[Move]) -> Books:
    """Order moves; the newest month is whole if its last week has a move."""
    moves.sort(key=lambda one: one.date)
    last = moves[-1].date
    end = last.replace(day=1)
    if last.day > _LATE:
        end = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return Books(name, tuple(moves), end)


def _berka(row: Mapping[str, str]) -> Move:
    partner = f"{row['bank']} {row['account']}" if row["bank"].strip() else ""
    return Move(
        _day(f"19{row['date']}", "%Y%m%d"),
        Decimal(row["amount"]),
        Direction.IN if row["type"] in _IN else Direction.OUT,
        partner or row["operation"],
        row["account_id"],
        row["k_symbol"].strip() or row["operation"],
    )


def _daily(row: Mapping[str, str]) -> Move | None:
    if row["Income/Expense"] not in {"Income", "Expense"}:
        return None
    return Move(
        _day(row["Date"][:10], "%d-%m-%Y"),
        Decimal(row["Amount"]),
        Direction.IN if row["Income/Expense"] in _IN else Direction.OUT,
        row["Note"] or row["Subcategory"],
        row["Mode"],
        row["Category"],
    )


def _mint(row: Mapping[str, str]) -> Move | None:
    if row["Category"] == "Credit Card Payment":
        return None
    return Move(
        _day(row["Date"], "%m/%d/%Y"),
        Decimal(row["Amount"]),
        Direction.IN if row["Transaction Type"] in _IN else Direction.OUT,
        row["Description"],
        row["Account Name"],
        row["Category"],
    )


def _day(text: str, style: str) -> date:
    return datetime.strptime(text, style).date()  # noqa: DTZ007 (a day has no zone)


def months(books: Books, first: int) -> Iterator[date]:
    """Give the first days of months that have so many months of books before them."""
    start = books.moves[0].date
    month = start.year * 12 + start.month - 1 + first
    while (day := date(month // 12, month % 12 + 1, 1)) < books.end:
        yield day
        month += 1
