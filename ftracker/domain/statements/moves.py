"""How much a row moved and which way: its amount, its sign and its type brought together."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from ftracker.domain.kinds import Flow
from ftracker.domain.statements import numbers, words
from ftracker.domain.statements.mapping import Mode
from ftracker.domain.statements.meanings import Meaning
from ftracker.domain.statements.plans import Plan
from ftracker.domain.statements.refusals import Refused

_KEPT = 1 << 16


class Move(NamedTuple):
    """An amount above zero, the flow, the direction (`in`, `out`), a type of the household."""

    amount: Decimal
    flow: Flow
    direction: str
    type: str | None


class Mover:
    """Reads the move of each row; equal cells are read once."""

    def __init__(self, plan: Plan, text: Callable[[str], str]) -> None:
        self.plan, self.amount, self.text = plan, plan.amount, text
        columns = [plan.amount.column, plan.amount.out, plan.amount.indicator, plan.type]
        self.columns = tuple(c for c in columns if c is not None)
        self.known: dict[tuple[str, ...], Move] = {}

    def move(self, cells: list[str]) -> Move:
        """Tell what a row moved. Raises Refused, IndexError for a row that is too short."""
        key = tuple([cells[i] for i in self.columns])
        found = self.known.get(key)
        if found is None:
            found = self._read(cells)
            if len(self.known) >= _KEPT:
                self.known.clear()
            self.known[key] = found
        return found

    def _read(self, cells: list[str]) -> Move:
        mode = self.amount.mode
        if mode is Mode.IN_OUT:
            signed = self._of_two(cells)
        elif mode is Mode.INDICATOR:
            signed = self._indicated(cells)
        else:
            signed = self._number(cells[self.amount.column])
        if not signed:
            raise Refused("amount", self._nothing(cells))
        return self._typed(cells, -signed if self.amount.negate else signed)

    def _typed(self, cells: list[str], signed: Decimal) -> Move:
        """Bring the sign and the type together: the type leads, and the sign may not deny it."""
        word = "" if self.plan.type is None else self.text(cells[self.plan.type]).strip()
        by_sign = Flow.OUT if signed < 0 else Flow.IN
        is_unsigned = self.amount.mode is Mode.UNSIGNED
        if not word and is_unsigned:
            raise Refused("type", "The type is missing, and the amount has no sign.")
        if not word:
            return Move(abs(signed), by_sign, by_sign.value, None)
        if signed < 0 and is_unsigned:
            raise Refused("amount", "The amount is below zero, though the type says the way.")
        meaning = self._meaning(word)
        direction = meaning.direction or (Flow.OUT.value if is_unsigned else by_sign.value)
        is_free = self.amount.mode in (Mode.UNSIGNED, Mode.SIGNED) and signed > 0
        if direction != by_sign and not is_free:
            raise Refused("type", f"The amount says money {by_sign}, and “{word[:40]}” does not.")
        return Move(abs(signed), meaning.flow, direction, meaning.type)

    def _meaning(self, word: str) -> Meaning:
        found = self.plan.meanings.of(word)
        if found is None:
            raise Refused("type", f"“{word[:40]}” is no type we know: say what it means.")
        return found

    def _number(self, text: str) -> Decimal:
        try:
            return numbers.read(text, self.plan.style)
        except ValueError as bad:
            raise Refused("amount", str(bad)) from bad

    def _of_two(self, cells: list[str]) -> Decimal:
        money_in, money_out = self._half(cells, self.amount.column), Decimal(0)
        if self.amount.out is not None:
            money_out = self._half(cells, self.amount.out)
        if money_in and money_out:
            raise Refused("amount", "Both money in and money out are filled.")
        return money_in + money_out if self.amount.out_below_zero else money_in - money_out

    def _half(self, cells: list[str], column: int) -> Decimal:
        return self._number(cells[column]) if cells[column].strip() else Decimal(0)

    def _indicated(self, cells: list[str]) -> Decimal:
        value = self._number(cells[self.amount.column])
        word = cells[self.amount.indicator or 0].strip()
        way = self._way(word)
        if value < 0 and way == Flow.IN:
            raise Refused("amount", f"The amount is below zero, though “{word}” means money in.")
        return abs(value) if way == Flow.IN else -abs(value)

    def _way(self, word: str) -> str:
        amount = self.amount
        if word in amount.in_words or word in amount.out_words:
            return Flow.IN if word in amount.in_words else Flow.OUT
        known = None if amount.in_words or amount.out_words else words.flow(word)
        if known is None:
            raise Refused("amount", f"“{word[:40]}” does not say whether money came in or out.")
        return known[1]

    def _nothing(self, cells: list[str]) -> str:
        filled = any(cells[i].strip() for i in self.amount.columns)
        return "The amount is zero." if filled else "The amount is missing."
