"""What a table says of each account it is about: days, sum, and the balances around its rows."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ftracker.domain.statements import numbers, words
from ftracker.domain.statements.items import Bad, Entry, Left, Statement
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
        self.account: str | None = None
        self.currency: str | None = None
        self.sum: _Sum

    def add(self, entry: Entry, cells: list[str]) -> None:
        """Count one entry."""
        if entry.account != self.account or entry.currency != self.currency:
            self._turn(entry, cells)
        one = self.sum
        one.rows += 1
        if entry.direction == "in":
            one.total += entry.amount
        else:
            one.total -= entry.amount
        # There are far fewer days than rows: a set costs less than two comparisons.
        one.days.add(entry.date)
        one.last, one.last_cells = entry, cells

    def _turn(self, entry: Entry, cells: list[str]) -> None:
        """Go on with the account of an entry, a new one at its first."""
        self.account, self.currency = entry.account, entry.currency
        key = (entry.account, entry.currency)
        if key not in self.sums:
            self.sums[key] = _Sum(entry, cells)
        self.sum = self.sums[key]

    def note(self, item: Bad | Left) -> None:
        """Remember a row that is none: a balance that it says, or that one was bad."""
        if isinstance(item, Bad):
            self.is_complete = False
            return
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
            min(one.days),
            max(one.days) + _DAY,
            opening,
            closing,
            one.total,
            one.rows,
            self.is_complete and adds_up,
        )

    def _balances(self, one: "_Sum") -> tuple[Decimal | None, Decimal | None]:
        if self.plan.balance_sign:
            oldest, newest = (one.first, one.first_cells), (one.last, one.last_cells)
            if self.plan.is_newest_first:
                oldest, newest = newest, oldest
            before, after = self._balance(oldest[1]), self._balance(newest[1])
            if before is not None and after is not None:
                return before - _signed(oldest[0]), after
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

    __slots__ = ("days", "first", "first_cells", "last", "last_cells", "rows", "total")

    def __init__(self, entry: Entry, cells: list[str]) -> None:
        self.rows = 0
        self.total = _ZERO
        self.days: set[date] = set()
        self.first = self.last = entry
        self.first_cells = self.last_cells = cells


def _signed(entry: Entry) -> Decimal:
    return entry.amount if entry.direction == "in" else -entry.amount


def _exact(amount: Decimal, plan: Plan) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-plan.style.places))
