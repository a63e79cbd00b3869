"""Which way money moved: by the sign, by two columns, by an indicator or by the type's word."""

from collections.abc import Callable
from dataclasses import dataclass

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import columns, words
from ftracker.domain.statements.layout import Layout
from ftracker.domain.statements.mapping import FIND, Amounts, Column, Mapping, Mode
from ftracker.domain.statements.meanings import Meanings


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


def find(
    layout: Layout, mapping: Mapping, meanings: Meanings, taken: set[int]
) -> tuple[Amount, int | None]:
    """Settle the amount and the type column; the type is None where no column says it.

    Raises InvalidInput on `amount` when no column holds amounts.
    """
    given = mapping.amount
    if given.mode is Mode.IN_OUT or given.mode is Mode.INDICATOR:
        amount = _two(layout, given) if given.mode is Mode.IN_OUT else _indicated(layout, given)
        return amount, _given_type(layout, mapping)
    column = _column(layout, given, taken)
    pair = _pair(layout, taken) if given.mode is None and given.column is FIND else None
    if pair is not None and (column is None or not _has_minus(layout.column(column))):
        return pair, _given_type(layout, mapping)
    if column is None:
        raise InvalidInput("amount.column", "No column of this file looks like an amount.")
    return _single(layout, mapping, meanings, taken | {column}, column)


def _single(
    layout: Layout, mapping: Mapping, meanings: Meanings, taken: set[int], column: int
) -> tuple[Amount, int | None]:
    given, cells = mapping.amount, layout.column(column)
    type_ = _given_type(layout, mapping)
    if type_ is None and mapping.types.column is FIND:
        type_ = _guess_type(layout, meanings, taken, cells)
    if given.mode is Mode.UNSIGNED and type_ is None:
        raise InvalidInput("type.column", "Amounts without a sign need a column with the type.")
    mode = given.mode or (
        Mode.UNSIGNED if type_ is not None and not _has_minus(cells) else Mode.SIGNED
    )
    return Amount(mode, column, negate=given.negate), type_


def _column(layout: Layout, given: Amounts, taken: set[int]) -> int | None:
    if given.column is not FIND and given.column is not None:
        return layout.index(given.column, "amount.column")
    found = columns.by_word(layout, "amount", taken=taken, holds=columns.may_be_amounts)
    if found is not None:
        return found
    # A header that says “amount” over other cells lets the rows say what is wrong with them.
    found = columns.by_word(layout, "amount", taken=taken)
    if found is not None or _pair(layout, taken) is not None:
        return found
    return columns.by_content(layout, columns.are_amounts, taken=taken)


def _pair(layout: Layout, taken: set[int]) -> Amount | None:
    """Find a column for money in and one for money out by their headers."""
    money_in = columns.by_word(layout, "in", taken=taken, holds=columns.may_be_amounts)
    if money_in is None:
        return None
    money_out = columns.by_word(
        layout, "out", taken=taken | {money_in}, holds=columns.may_be_amounts
    )
    return None if money_out is None else _paired(layout, money_in, money_out)


def _two(layout: Layout, given: Amounts) -> Amount:
    if given.money_in is None or given.money_out is None:
        raise InvalidInput("amount", "Say which column is money in and which is money out.")
    return _paired(
        layout,
        layout.index(given.money_in, "amount.in"),
        layout.index(given.money_out, "amount.out"),
    )


def _paired(layout: Layout, money_in: int, money_out: int) -> Amount:
    outs = [cell for cell in layout.column(money_out) if cell.strip("0.,-+ ")]
    below = bool(outs) and all(_has_minus([cell]) for cell in outs)
    return Amount(Mode.IN_OUT, money_in, money_out, out_below_zero=below)


def _indicated(layout: Layout, given: Amounts) -> Amount:
    if given.column is None or given.column is FIND or given.indicator is None:
        raise InvalidInput("amount", "Say which column is the amount and which the indicator.")
    return Amount(
        Mode.INDICATOR,
        layout.index(given.column, "amount.column"),
        indicator=layout.index(given.indicator, "amount.indicator"),
        in_words=frozenset(word.strip() for word in given.in_words),
        out_words=frozenset(word.strip() for word in given.out_words),
    )


def _given_type(layout: Layout, mapping: Mapping) -> int | None:
    column = mapping.types.column
    return None if column is FIND or column is None else layout.index(column, "type.column")


def _guess_type(
    layout: Layout, meanings: Meanings, taken: set[int], amounts: list[str]
) -> int | None:
    """Take the type column when its words mean something and never contradict the sign."""
    if columns.is_own(layout):
        return columns.by_word(layout, "type", taken=taken)
    ranked = [columns.by_word(layout, "type", taken=taken, holds=_says_way(meanings))]
    ranked += [i for i in range(layout.most) if i not in taken and _has_two_sides(layout.column(i))]
    has_signs = _has_minus(amounts)
    for i in ranked:
        if i is not None and not (has_signs and _contradicts(layout.column(i), amounts, meanings)):
            return i
    return None


def _says_way(meanings: Meanings) -> Callable[[list[str]], bool]:
    def holds(cells: list[str]) -> bool:
        filled = {cell for cell in cells if cell}
        known = sum(meanings.of(cell) is not None for cell in filled)
        return bool(filled) and 2 * known >= len(filled)

    return holds


def _has_two_sides(cells: list[str]) -> bool:
    """Tell whether a column holds nothing but words for in and out, whatever its header says."""
    filled = {words.plain(cell) for cell in cells if cell}
    return (
        bool(filled & words.IN_WORDS)
        and bool(filled & words.OUT_WORDS)
        and filled <= words.IN_WORDS | words.OUT_WORDS | words.TRANSFER_WORDS
    )


def _contradicts(cells: list[str], amounts: list[str], meanings: Meanings) -> bool:
    """Tell whether a word is unknown, or says another way than the sign beside it."""
    filled = [
        (meanings.of(cell), amount)
        for cell, amount in zip(cells, amounts, strict=True)
        if cell and amount
    ]
    return any(
        meaning is None
        or (meaning.direction is not None and (meaning.direction == "out") != _has_minus([amount]))
        for meaning, amount in filled
    )


def _has_minus(cells: list[str]) -> bool:
    return any(cell[:1] in "-−–(" or cell[-1:] == "-" or "-" in cell[:5] for cell in cells if cell)
