"""Makes statements in the layouts of real banks: always the same invented movements, other signs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from ftracker.domain.statements import plans, rows
from ftracker.domain.statements.items import Bad, Entry
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import InMemory
from tests.layouts import TYPES

WHO = (
    "Harbour Grocers", "Mühle & Söhne", "Kettle Row Bakery", "Weavers West", "City Power",
    "Northgate Fuel", "Riverside Cinema", "Larkspur Hardware", "Quay Street Cash", "Fernhill Cover",
)  # fmt: skip
_START = date(2024, 11, 4)
_OPENING = Decimal("1843.27")
SPACE = "\u00a0"


@dataclass(frozen=True)
class Movement:
    """One invented booking: day, value day, signed amount, balance after it, who and what."""

    number: int
    day: date
    value: date
    amount: Decimal
    balance: Decimal
    who: str
    what: str


def movements(count: int = 24) -> list[Movement]:
    """Make movements from the oldest to the newest; the seventh and eighth are twins."""
    amounts = [_amount(7 if i == 8 else i) for i in range(1, count + 1)]
    balances = list(accumulate(amounts, initial=_OPENING))[1:]
    made = []
    for i, (amount, balance) in enumerate(zip(amounts, balances, strict=True), start=1):
        step = 7 if i == 8 else i
        day = _START + timedelta(days=step * 4 + step % 3)
        who = "Weavers West" if amount > 900 else WHO[step * 7 % len(WHO)]
        lag = timedelta(days=step * 5 % 4)
        made.append(
            Movement(i, day, day + lag, amount, balance, who, f"note {step * 37} {who[:4]}")
        )
    return made


def _amount(step: int) -> Decimal:
    if step % 9 == 2:
        return Decimal(230_015 + step * 311) / 100
    sign = 1 if step % 5 == 3 else -1
    return sign * Decimal(step * 2_713 % 14_900 + 205 + (1_204_000 if step == 17 else 0)) / 100


@dataclass(frozen=True)
class Bank:
    """How a bank writes: lines above, one row as a template, lines below, and its habits.

    `row` may use the names that `_fields` gives. `head` and `foot` are written as they are.
    """

    name: str
    head: str
    row: str
    foot: str = ""
    days: str = "%d.%m.%Y"
    decimal: str = "."
    thousands: str = ""
    newest_first: bool = False
    encoding: str = "utf-8"
    words: tuple[str, str] = ("CR", "DR")
    currency: str = ""
    day: Callable[[Movement], date] = field(default=lambda one: one.day)

    def text(self, count: int = 24) -> str:
        """Write a whole statement."""
        rows = movements(count)
        rows = rows[::-1] if self.newest_first else rows
        body = "".join(self.row.format(**self._fields(one)) + "\n" for one in rows)
        return self.head + body + self.foot

    def expected(self, count: int = 24) -> list[tuple[date, Decimal, str]]:
        """List day, signed amount and who, in the order of the file."""
        rows = movements(count)
        rows = rows[::-1] if self.newest_first else rows
        return [(self.day(one), one.amount, one.who) for one in rows]

    def number(self, amount: Decimal) -> str:
        """Write an amount as the bank does."""
        text = f"{amount:,.2f}".replace(",", "_").replace(".", self.decimal)
        return text.replace("_", self.thousands)

    def _fields(self, one: Movement) -> dict[str, str]:
        is_in, size = one.amount > 0, abs(one.amount)
        return {
            "d": f"{one.day:{self.days}}",
            "v": f"{one.value:{self.days}}",
            "a": self.number(one.amount),
            "plus": ("+" if is_in else "") + self.number(one.amount),
            "neg": self.number(-one.amount),
            "u": self.number(size),
            "i": self.number(size) if is_in else "",
            "o": "" if is_in else self.number(size),
            "i0": self.number(size if is_in else Decimal(0)),
            "o0": self.number(Decimal(0) if is_in else size),
            "no": "" if is_in else self.number(-size),
            "paren": self.number(size) if is_in else f"({self.number(size)})",
            "trail": self.number(size) + ("" if is_in else "-"),
            "word": self.words[0 if is_in else 1],
            "b": self.number(one.balance),
            "bb": self.number(one.balance - one.amount),
            "p": one.who,
            "t": one.what,
            "n": f"{one.number:06}",
            "id": f"T{one.number * 7919:08}",
        }


def differences(bank: Bank) -> list[str]:
    """List what detection alone reads otherwise than the bank meant it; nothing when all is exact."""
    source = InMemory(bank.text().encode(bank.encoding, "replace"))
    plan = plans.make(source, Mapping(), places=2, types=TYPES)
    items = list(rows.read(source, plan))
    found = [f"bad: {item.cells} {item.errors}" for item in items if isinstance(item, Bad)]
    entries = [item for item in items if isinstance(item, Entry)]
    read = [(e.date, e.amount if e.direction == "in" else -e.amount) for e in entries]
    wanted = bank.expected()
    if read != [(day, amount) for day, amount, _ in wanted]:
        return [*found, f"{len(read)} rows", str(read[:2])]
    for entry, (_, _, who) in zip(entries, wanted, strict=True):
        who = who.encode(bank.encoding, "replace").decode(bank.encoding)
        if who.casefold() not in " ".join(f"{entry.payee} {entry.note}".casefold().split()):
            found.append(f"{who} is not in {entry.payee!r}, {entry.note!r}")
    return found
