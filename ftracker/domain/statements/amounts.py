"""Which way money moved: by the sign, by two columns, by an indicator or by the type's word.

Every reading that the columns allow is weighed: what the headers say, how the cells are filled,
and whether the running balance agrees.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import permutations

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import chains, ways
from ftracker.domain.statements.amount import Amount
from ftracker.domain.statements.chains import Chain
from ftracker.domain.statements.mapping import FIND, Amounts, Mapping, Mode
from ftracker.domain.statements.meanings import Meanings
from ftracker.domain.statements.tables import MOST, Facts, Table

_ALONE = 0.9
_LONGEST_ID = 11
_NOTHING = Decimal(0)
_OFTENER = 1.5
_ENOUGH = 8
_WHOLE = {"holds": "every row: the balance before it and this make the balance after it"}

# The reason of a column that a person chose.
NAMED = "this column was named"


@dataclass(frozen=True, slots=True)
class Found:
    """The amount, the column of the type, the balance that proves them, and why."""

    amount: Amount
    type: int | None = None
    balance: int | None = None
    chain: Chain = field(default_factory=Chain)
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Choice:
    column: Facts
    out: Facts | None
    values: list[Decimal | None]
    score: float
    why: str
    balance: int | None = None
    chain: Chain = field(default_factory=Chain)


def find(table: Table, mapping: Mapping, meanings: Meanings, taken: set[int]) -> Found:
    """Settle the amount, the type and the balance; the type is None where no column says it.

    Raises InvalidInput on `amount` when no column holds amounts.
    """
    given = mapping.amount
    if given.mode is Mode.IN_OUT or given.mode is Mode.INDICATOR:
        amount = _two(table, given) if given.mode is Mode.IN_OUT else _indicated(table, given)
        return _with_balance(table, Found(amount, ways.given_type(table, mapping)), mapping, taken)
    best = _best(table, mapping, taken)
    if best.out is not None:
        amount = _paired(table, best.column.index, best.out.index)
        found = Found(amount, ways.given_type(table, mapping), best.balance, best.chain)
        return replace(found, reasons={"amount": best.why})
    return _single(table, mapping, meanings, taken, best)


def _single(
    table: Table, mapping: Mapping, meanings: Meanings, taken: set[int], best: _Choice
) -> Found:
    """Settle the sign of one column, by the type's word where the numbers have none."""
    given = mapping.amount
    busy = taken | {best.column.index}
    called = [f.index for f in _balances(table, mapping, busy) if f.is_called("balance")]
    balance = called[0] if best.balance is None and called else best.balance
    way = ways.find(table, mapping, meanings, busy, best.column, balance)
    if given.mode is Mode.UNSIGNED and way.type is None:
        raise InvalidInput("type.column", "Amounts without a sign need a column with the type.")
    mode = given.mode or way.mode
    amount = Amount(
        mode,
        best.column.index,
        indicator=way.indicator if mode is Mode.INDICATOR else None,
        negate=given.negate,
        in_words=way.in_words,
        out_words=way.out_words,
    )
    reasons = {"amount": best.why} | way.reasons
    if mode is Mode.SIGNED and given.mode is None and not given.negate and way.type is None:
        turned = ways.turned(table, best.column, best.values, best.chain)
        amount = replace(amount, negate=bool(turned))
        reasons |= {"amount.negate": turned} if turned else {}
    chain = best.chain
    if mode in (Mode.UNSIGNED, Mode.INDICATOR) and best.column.index != way.type:
        signed = ways.signed(table, amount, way.type, meanings)
        best = _weighed(replace(best, values=signed), _balances(table, mapping, busy))
        chain = best.chain
    return Found(amount, way.type, best.balance, chain, reasons)


def _best(table: Table, mapping: Mapping, taken: set[int]) -> _Choice:
    given = mapping.amount
    balances = _balances(table, mapping, taken)
    if given.column is not FIND and given.column is not None:
        chosen = table.columns[table.layout.index(given.column, "amount.column")]
        only = _Choice(chosen, None, chosen.values, 0, NAMED)
        return _weighed(only, balances)
    money = [f for f in table.free(taken) if _may_be_money(f)]
    choices = [_one(f) for f in money]
    choices += _pairs(money) if given.mode is None else []
    choices = [_weighed(choice, balances) for choice in choices]
    if not choices:
        return _named(table, taken)
    best = max(choices, key=lambda choice: choice.score)
    _refuse_twins(best, choices)
    return best


def _named(table: Table, taken: set[int]) -> _Choice:
    """Take a header that says “amount” over other cells: the rows will say what is wrong."""
    for facts in table.free(taken):
        if facts.is_called("amount"):
            return _Choice(facts, None, facts.values, 0, _says(facts))
    raise InvalidInput("amount.column", "No column of this file looks like an amount.")


def _refuse_twins(best: _Choice, choices: list[_Choice]) -> None:
    """Ask which of two columns of one name is meant, unless they say the same."""
    names = [best.column] + ([best.out] if best.out else [])
    for facts in names:
        name = facts.header.strip().casefold()
        for other in choices:
            if (
                name
                and other.column.index != facts.index
                and other.column.header.strip().casefold() == name
                and other.column.values != facts.values
                and abs(other.score - best.score) < 1
            ):
                raise InvalidInput(
                    "amount.column",
                    f"Two columns are called “{facts.header.strip()[:60]}”: "
                    "say which by its number, from 0.",
                )


def _may_be_money(facts: Facts) -> bool:
    if facts.is_called("amount", "in", "out") and (not facts.filled or facts.numbers >= MOST):
        return True
    if facts.dates >= MOST and not facts.is_money:
        return False
    if not facts.filled or facts.numbers < MOST or facts.is_called("reference", "account"):
        return False
    return not any(cell.isdigit() and len(cell) > _LONGEST_ID for cell in facts.filled[:20])


def _one(facts: Facts) -> _Choice:
    """Weigh one column as the amount of every row."""
    nonzero = sum(bool(value) for value in facts.values) / max(len(facts.values), 1)
    score = _heading(facts, "amount") + nonzero + 0.5 * facts.has_minus + 0.4 * facts.is_money
    score -= 1.5 * (facts.is_called("in", "out") and not facts.is_called("amount"))
    score -= 4 * (facts.is_called("balance") and not facts.is_called("amount"))
    score -= 3 * (facts.is_called("no amount") and not facts.is_called("amount"))
    why = _says(facts) if _heading(facts, "amount") else "its cells are amounts in every row"
    return _Choice(facts, None, facts.values, score, why)


def _pairs(money: list[Facts]) -> list[_Choice]:
    return [
        choice for one, other in permutations(money, 2) if (choice := _pair(one, other)) is not None
    ]


def _pair(money_in: Facts, money_out: Facts) -> _Choice | None:
    """Weigh two columns as money in and money out: of each row, one is filled."""
    ins, outs = money_in.values, money_out.values
    both = sum(bool(a) and bool(b) for a, b in zip(ins, outs, strict=True))
    either = sum(bool(a) or bool(b) for a, b in zip(ins, outs, strict=True))
    named = _heading(money_in, "in") + _heading(money_out, "out")
    is_crossed = bool(_heading(money_in, "out") or _heading(money_out, "in"))
    is_halved = any(ins) and any(outs)
    if not either or not (named > 1 or is_halved):
        return None
    if both > (1 - _ALONE) * either and not (
        money_in.is_called("in") and money_out.is_called("out")
    ):
        return None
    if any(f.is_called("balance", "no amount") and not named for f in (money_in, money_out)):
        return None
    values = [
        None if a is None and b is None else (a or _NOTHING) - abs(b or _NOTHING)
        for a, b in zip(ins, outs, strict=True)
    ]
    score = named / 2 + either / len(ins) + 0.3
    score += 0.2 * _leans(money_in, money_out) - 1.5 * (is_crossed and named < 2)
    why = (
        f"headers say {money_in.header.strip()} and {money_out.header.strip()}"
        if named > 1
        else "of these two columns each row fills one"
    )
    return _Choice(money_in, money_out, values, score, why)


def _leans(money_in: Facts, money_out: Facts) -> float:
    """Tell which order of two columns is likelier where nothing else says it."""
    if money_out.has_minus != money_in.has_minus:
        return 2 if money_out.has_minus else -2
    ins, outs = (sum(map(bool, f.values)) for f in (money_in, money_out))
    if max(ins, outs) >= _OFTENER * min(ins, outs) and ins + outs >= _ENOUGH:
        # People pay more often than they are paid.
        return 1 if outs > ins else -1
    return 0.5 if money_out.index < money_in.index else 0


def _heading(facts: Facts, role: str) -> float:
    """Weigh a header: 2 for a sure word of the role, less for a doubtful one, 0 for another."""
    rank = facts.rank(role)
    if rank is None:
        return 0
    return 2 - min(rank, 150) / 300 if rank < 1000 else 1.2 - min(rank - 1000, 1500) / 3000


def _balances(table: Table, mapping: Mapping, taken: set[int]) -> list[Facts]:
    if mapping.balance is None:
        return []
    if mapping.balance is not FIND:
        return [table.columns[table.layout.index(mapping.balance, "balance")]]
    numeric = [f for f in table.free(taken) if f.filled and f.numbers >= MOST]
    called = [f for f in numeric if f.is_called("balance")]
    return called or [f for f in numeric if f.is_money and f.dates < MOST]


def _weighed(choice: _Choice, balances: list[Facts]) -> _Choice:
    """Add what the running balance says of a reading."""
    used = {choice.column.index} | ({choice.out.index} if choice.out else set())
    best = choice
    for facts in balances:
        if facts.index in used:
            continue
        chain = chains.fit(choice.values, facts.values)
        if chain.holds and chain.share > best.chain.share:
            # Where amounts that headers call money in lower the balance, it is what is owed.
            gain = 2 * chain.share if chain.sign > 0 or choice.out is None else 0
            why = f"{choice.why}; {_WHOLE['holds']}"
            best = replace(
                choice, score=choice.score + gain, balance=facts.index, chain=chain, why=why
            )
    return best


def _with_balance(table: Table, found: Found, mapping: Mapping, taken: set[int]) -> Found:
    busy = taken | found.amount.columns
    called = [f for f in _balances(table, mapping, busy) if f.is_called("balance")]
    return replace(found, balance=called[0].index if called else None)


def _two(table: Table, given: Amounts) -> Amount:
    if given.money_in is None or given.money_out is None:
        raise InvalidInput("amount", "Say which column is money in and which is money out.")
    return _paired(
        table,
        table.layout.index(given.money_in, "amount.in"),
        table.layout.index(given.money_out, "amount.out"),
    )


def _paired(table: Table, money_in: int, money_out: int) -> Amount:
    outs = [value for value in table.columns[money_out].values if value]
    below = 2 * sum(value < 0 for value in outs) > len(outs)
    return Amount(Mode.IN_OUT, money_in, money_out, out_below_zero=below)


def _indicated(table: Table, given: Amounts) -> Amount:
    if given.column is None or given.column is FIND or given.indicator is None:
        raise InvalidInput("amount", "Say which column is the amount and which the indicator.")
    return Amount(
        Mode.INDICATOR,
        table.layout.index(given.column, "amount.column"),
        indicator=table.layout.index(given.indicator, "amount.indicator"),
        in_words=frozenset(word.strip() for word in given.in_words),
        out_words=frozenset(word.strip() for word in given.out_words),
    )


def _says(facts: Facts) -> str:
    return f"header says {facts.header.strip()[:60]}"
