"""What a table says of each account it is about: days, sum, and the balances around its rows."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ftracker.domain.statements import numbers, words
from ftracker.domain.statements.items import Bad, Entry, Item, Left, Statement
from ftracker.domain.statements.plans import Plan

_DAY = timedelta(days=1)
_ZERO = Decimal(0)


class Totals:
    """Adds up entries as they pass; what is kept does not grow with their number."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.sums: dict[tuple[str, str], _Sum] = {}
        self.is_complete = True
        self.said = plan.preamble
        self.key: tuple[str, str] | None = None
        self.sum = _Sum()

    def add(self, entry: Entry, cells: list[str]) -> None:
        """Count one entry."""
        key = (entry.account, entry.currency)
        if key != self.key:
            self.key = key
            found = self.sums.get(key)
            if found is None:
                found = self.sums[key] = _Sum()
                found.first, found.start, found.last_day = (entry, cells), entry.date, entry.date
            self.sum = found
        one = self.sum
        one.rows += 1
        if entry.direction == "in":
            one.total += entry.amount
        else:
            one.total -= entry.amount
        one.last = (entry, cells)
        day = entry.date
        if day > one.last_day:
            one.last_day = day
        elif day < one.start:
            one.start = day

    def note(self, item: Item) -> None:
        """Remember a row that is none: a balance that it says, or that one was bad."""
        if isinstance(item, Bad):
            self.is_complete = False
        elif isinstance(item, Left):
            for label in item.cells:
                if words.is_opening(label) and self.said.opening is None:
                    self.said = replace(self.said, opening=self._beside(item.cells))
                elif words.is_closing(label) and self.said.closing is None:
                    self.said = replace(self.said, closing=self._beside(item.cells))

    def statements(self) -> list[Statement]:
        """Give one statement per account and currency, in the order in which they turn up."""
        return [self._statement(key, one) for key, one in self.sums.items()]

    def _statement(self, key: tuple[str, str], one: "_Sum") -> Statement:
        opening, closing = self._balances(one)
        adds_up = None in (opening, closing) or opening + one.total == closing  # type: ignore[operator]
        return Statement(
            key[0],
            key[1],
            one.start,
            one.last_day + _DAY,
            opening,
            closing,
            one.total,
            one.rows,
            self.is_complete and adds_up,
        )

    def _balances(self, one: "_Sum") -> tuple[Decimal | None, Decimal | None]:
        if self.plan.balance_sign and one.first and one.last:
            ends = (one.last, one.first) if self.plan.is_newest_first else (one.first, one.last)
            before, after = self._balance(ends[0][1]), self._balance(ends[1][1])
            if before is not None and after is not None:
                return before - _signed(ends[0][0]), after
        if len(self.sums) > 1:
            return None, None
        said = self.said.opening, self.said.closing
        opening, closing = (None if one is None else _exact(one, self.plan) for one in said)
        return opening, closing

    def _balance(self, cells: list[str]) -> Decimal | None:
        """Read the balance of one row, as money that is there: what is owed counts below zero."""
        column = self.plan.balance or 0
        sample = [*self.plan.layout.column(column), cells[column] if column < len(cells) else ""]
        found = numbers.guesses(sample)[-1]
        return None if found is None else _exact(found * self.plan.balance_sign, self.plan)

    def _beside(self, cells: list[str]) -> Decimal | None:
        plan = self.plan
        columns = [plan.balance, *sorted(plan.amount.columns)]
        texts = [cells[i] for i in columns if i is not None and i < len(cells) and cells[i].strip()]
        texts += [cell for cell in cells if numbers.looks_like(cell)]
        found = numbers.guesses(texts[:1])
        return None if not found or found[0] is None else _exact(found[0], plan)


class _Sum:
    """What has passed of one account."""

    __slots__ = ("first", "last", "last_day", "rows", "start", "total")

    def __init__(self) -> None:
        self.rows = 0
        self.total = _ZERO
        self.first: tuple[Entry, list[str]] | None = None
        self.last: tuple[Entry, list[str]] | None = None
        self.start = self.last_day = date.min


def _signed(entry: Entry) -> Decimal:
    return entry.amount if entry.direction == "in" else -entry.amount


def _exact(amount: Decimal, plan: Plan) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-plan.style.places))
