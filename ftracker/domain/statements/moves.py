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

_KEPT = 1 << 12


class Move(NamedTuple):
    """An amount above zero, the flow, the direction (`in`, `out`), a type of the household."""

    amount: Decimal
    flow: Flow
    direction: str
    type: str | None


class Mover:
    """Reads the move of each row; amounts and words that repeat are read once."""

    def __init__(self, plan: Plan, text: Callable[[str], str]) -> None:
        self.plan, self.amount, self.text = plan, plan.amount, text
        self.column, self.type = plan.amount.column, plan.type
        self.moves: dict[tuple[str, str], Move] = {}
        self.numbers: dict[str, Decimal] = {}
        self.meanings: dict[str, Meaning] = {}
        self.is_simple = plan.amount.mode in (Mode.SIGNED, Mode.UNSIGNED)

    def move(self, cells: list[str]) -> Move:
        """Tell what a row moved. Raises Refused, IndexError for a row that is too short."""
        if not self.is_simple:
            return self._found(cells, self._other(cells))
        written = cells[self.column]
        key = (written, "" if self.type is None else cells[self.type])
        known = self.moves.get(key)
        if known is None:
            known = self._found(cells, self._number(written))
            if len(self.moves) >= _KEPT:
                self.moves.clear()
            self.moves[key] = known
        return known

    def _found(self, cells: list[str], signed: Decimal) -> Move:
        if not signed:
            raise Refused("amount", self._nothing(cells))
        return self._typed(cells, -signed if self.amount.negate else signed)

    def _typed(self, cells: list[str], signed: Decimal) -> Move:
        """Bring the sign and the type together: the type leads, and the sign may not deny it."""
        word = "" if self.plan.type is None else self.text(cells[self.plan.type]).strip()
        is_out = signed < 0
        if not word:
            if self.amount.mode is Mode.UNSIGNED:
                raise Refused("type", "The type is missing, and the amount has no sign.")
            flow = Flow.OUT if is_out else Flow.IN
            return Move(-signed if is_out else signed, flow, flow.value, None)
        meaning = self._meaning(word)
        if not is_out and self.is_simple:
            return Move(signed, meaning.flow, meaning.direction or self._bare, meaning.type)
        return self._checked(signed, meaning, word)

    @property
    def _bare(self) -> str:
        """The way of a transfer whose amount has no minus and whose word does not say it."""
        return Flow.OUT.value if self.amount.mode is Mode.UNSIGNED else Flow.IN.value

    def _checked(self, signed: Decimal, meaning: Meaning, word: str) -> Move:
        if self.amount.mode is Mode.UNSIGNED:
            raise Refused("amount", "The amount is below zero, though the type says the way.")
        by_sign = Flow.OUT.value if signed < 0 else Flow.IN.value
        if (meaning.direction or by_sign) != by_sign:
            raise Refused("type", f"The amount says money {by_sign}, and “{word[:40]}” does not.")
        return Move(abs(signed), meaning.flow, by_sign, meaning.type)

    def _meaning(self, word: str) -> Meaning:
        known = self.meanings.get(word)
        if known is not None:
            return known
        found = self.plan.meanings.of(word)
        if found is None:
            raise Refused("type", f"“{word[:40]}” is no type we know: say what it means.")
        self.meanings[word] = found
        return found

    def _number(self, text: str) -> Decimal:
        known = self.numbers.get(text)
        if known is not None:
            return known
        try:
            found = numbers.read(text, self.plan.style)
        except ValueError as bad:
            raise Refused("amount", str(bad)) from bad
        if len(self.numbers) >= _KEPT:
            self.numbers.clear()
        self.numbers[text] = found
        return found

    def _other(self, cells: list[str]) -> Decimal:
        return self._of_two(cells) if self.amount.mode is Mode.IN_OUT else self._indicated(cells)

    def _of_two(self, cells: list[str]) -> Decimal:
        money_in = self._half(cells, self.amount.column)
        money_out = self._half(cells, self.amount.out or 0)
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
