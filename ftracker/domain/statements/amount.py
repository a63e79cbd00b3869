"""Where the amounts of a file stand, and how they say which way money moved."""

from collections.abc import Callable
from dataclasses import dataclass

from ftracker.domain.statements.mapping import Amounts, Column, Mode


@dataclass(frozen=True, slots=True)
class Amount:
    """Where amounts stand, as indexes; `column` is money in when there are two.

    `out_below_zero` says that the file writes money out with a minus in a column of its own.
    """

    mode: Mode
    column: int
    out: int | None = None
    indicator: int | None = None
    negate: bool = False
    in_words: frozenset[str] = frozenset()
    out_words: frozenset[str] = frozenset()
    out_below_zero: bool = False

    @property
    def columns(self) -> set[int]:
        """The columns that hold numbers."""
        return {self.column} if self.out is None else {self.column, self.out}

    def named(self, name: Callable[[int], Column]) -> Amounts:
        """Say the same in the words of a mapping."""
        if self.mode is Mode.IN_OUT and self.out is not None:
            return Amounts(self.mode, None, money_in=name(self.column), money_out=name(self.out))
        indicator = None if self.indicator is None else name(self.indicator)
        return Amounts(
            self.mode,
            name(self.column),
            self.negate,
            None,
            None,
            indicator,
            tuple(sorted(self.in_words)),
            tuple(sorted(self.out_words)),
        )
