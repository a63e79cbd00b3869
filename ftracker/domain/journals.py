"""Books as entries of double entry: what plain-text accounting programs read.

Each transaction is one entry: of an account and of a category. A split is one entry with its
categories, a transfer one entry of two accounts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from ftracker.domain.kinds import Direction, Flow, Kind, Section, section

DEBTS = ("card", "loan")


@dataclass(frozen=True, slots=True)
class Row:
    """One transaction; `group` is shared by the parts of a split and the sides of a transfer."""

    group: UUID
    date: date
    amount: Decimal
    direction: Direction
    flow: Flow
    account_id: UUID
    category_id: UUID
    payee: str
    note: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An account of double entry: its root, and its names from above to below."""

    root: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Posting:
    """What an entry does to one account: signed, more is positive; `day` where it is another."""

    place: Place
    amount: Decimal
    note: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; its postings sum to nothing."""

    date: date
    payee: str
    note: str
    tags: tuple[str, ...]
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class Assertion:
    """That an account held a balance at the end of a day; `found` is what the books say."""

    date: date
    place: Place
    balance: Decimal
    found: Decimal

    @property
    def holds(self) -> bool:
        """Tell whether the books say what the bank says."""
        return self.balance == self.found


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of rows are called: kinds of accounts, categories with those above them."""

    accounts: dict[UUID, tuple[str, str]]
    categories: dict[UUID, tuple[str, Kind, UUID | None]]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of a journal; `start` is the day before everything in it.

    `openings` say what lay in each account then, signed.
    """

    title: str
    currency: str
    decimals: int
    start: date
    places: list[Place]
    openings: list[tuple[Place, Decimal]]


OPENING = Place("Equity", ("Opening balances",))
TRANSIT = Place("Equity", ("Transfers",))


def account(names: Names, account_id: UUID) -> Place:
    """Give the place of an account: cards and loans are debts, all others are owned."""
    name, kind = names.accounts[account_id]
    return Place("Liabilities" if kind in DEBTS else "Assets", (name,))


def category(names: Names, category_id: UUID, flow: Flow) -> Place:
    """Give the place of a category, below the one above it.

    It is income where a transaction of this flow counts as income, and an expense otherwise.
    """
    name, kind, parent_id = names.categories[category_id]
    path = (names.categories[parent_id][0], name) if parent_id else (name,)
    return Place("Income" if section(kind, flow) is Section.INCOME else "Expenses", path)


def entries(rows: Iterable[Row], names: Names) -> Iterator[Entry]:
    """Make entries of rows in which those of a group follow each other, in their order.

    A transfer whose sides lie on different days is one entry too: the other side says its day.
    """
    for _, group in groupby(rows, key=lambda row: row.group):
        yield _entry(list(group), names)


def by_day(entry: Entry) -> list[Entry]:
    """Take an entry whose postings lie on different days apart, for who knows one day an entry.

    What is under way between the days lies in an account of its own.
    """
    days = sorted({posting.day or entry.date for posting in entry.postings})
    if len(days) == 1:
        return [entry]
    return [_of_day(entry, day) for day in days]


def placed(places: Iterable[Place], clean: Callable[[str], str]) -> dict[Place, str]:
    """Write places as names of accounts, each its own though cleaning made some alike."""
    written: dict[Place, str] = {}
    taken: set[str] = set()
    for place in places:
        path = ":".join((place.root, *map(clean, place.names)))
        name, number = path, 1
        while name in taken:
            number += 1
            name = f"{path}-{number}"
        taken.add(name)
        written[place] = name
    return written


def places(names: Names) -> list[Place]:
    """List all places that entries can name: accounts, then categories, in the order of names."""
    flows = (Flow.IN, Flow.OUT)
    owned = [account(names, key) for key in names.accounts]
    counted = [category(names, key, flow) for key in names.categories for flow in flows]
    return [*owned, *dict.fromkeys(counted), OPENING, TRANSIT]


def _of_day(entry: Entry, day: date) -> Entry:
    mine = [replace(p, day=None) for p in entry.postings if (p.day or entry.date) == day]
    rest = sum((p.amount for p in mine), Decimal(0))
    return replace(entry, date=day, postings=(*mine, Posting(TRANSIT, -rest)))


def _entry(rows: list[Row], names: Names) -> Entry:
    first = rows[0]
    moved: dict[tuple[UUID, date], Decimal] = defaultdict(Decimal)
    for row in rows:
        moved[row.account_id, row.date] += _signed(row)
    own = [
        Posting(account(names, key), amount, day=day if day != first.date else None)
        for (key, day), amount in moved.items()
    ]
    others = _others(rows, names)
    texts = {row.note for row in rows}
    note = first.note if len(texts) == 1 else ""
    tags = tuple(dict.fromkeys(tag for row in rows for tag in row.tags))
    return Entry(first.date, first.payee, note, tags, (*own, *others))


def _others(rows: Sequence[Row], names: Names) -> list[Posting]:
    """Give the other side: categories, and for a transfer what one side alone leaves open."""
    if rows[0].flow is Flow.TRANSFER:
        rest = sum((_signed(row) for row in rows), Decimal(0))
        return [Posting(TRANSIT, -rest)] if rest else []
    is_split = len(rows) > 1
    return [
        Posting(
            category(names, row.category_id, row.flow), -_signed(row), row.note if is_split else ""
        )
        for row in rows
    ]


def _signed(row: Row) -> Decimal:
    return row.amount if row.direction is Direction.IN else -row.amount
