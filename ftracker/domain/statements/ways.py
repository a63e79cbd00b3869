"""Which way an amount without a sign moved: a word or a letter beside it, proved where it can be.

Also whether a file writes its signs the other way round, as card statements do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ftracker.domain.kinds import Flow
from ftracker.domain.statements import chains, columns, words
from ftracker.domain.statements.amount import Amount
from ftracker.domain.statements.chains import Chain
from ftracker.domain.statements.mapping import FIND, Mapping, Mode, Unclear
from ftracker.domain.statements.meanings import Meanings
from ftracker.domain.statements.tables import Facts, Table

_SURE = 3
_FEWEST = 2
_ENOUGH = 8
_MOSTLY = 0.7
Values = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Way:
    """How one column of amounts says its way: by its sign, a type's word or an indicator."""

    mode: Mode
    type: int | None = None
    indicator: int | None = None
    in_words: frozenset[str] = frozenset()
    out_words: frozenset[str] = frozenset()
    reasons: dict[str, str] = field(default_factory=dict)


_SIGNED = Way(Mode.SIGNED)


def given_type(table: Table, mapping: Mapping) -> int | None:
    """Give the type column that the mapping names, None where it names none."""
    column = mapping.types.column
    if column is FIND or column is None:
        return None
    return table.layout.index(column, "type.column")


def find(
    table: Table,
    mapping: Mapping,
    meanings: Meanings,
    taken: set[int],
    amount: Facts,
    balance: int | None,
) -> Way:
    """Find what says the way of the amounts of one column."""
    given = given_type(table, mapping)
    if given is not None:
        mode = Mode.SIGNED if amount.has_minus else Mode.UNSIGNED
        return Way(mode, given)
    if mapping.types.column is None:
        return _SIGNED
    if columns.is_own(table.layout):
        return Way(Mode.UNSIGNED, columns.own(table.layout, "type"))
    if amount.has_minus:
        return _beside_signs(table, meanings, taken, amount)
    return _by_word(table, meanings, taken, amount, balance)


def _beside_signs(table: Table, meanings: Meanings, taken: set[int], amount: Facts) -> Way:
    """Take a type only where it says more than the sign: a household's word, or a transfer."""
    for facts in table.free(taken):
        if facts.is_choice and _adds(facts, meanings) and not _denies(facts, amount, meanings):
            why = f"“{_shown(facts.words)}” say the type, and never deny the sign"
            return Way(Mode.SIGNED, facts.index, reasons={"type": why})
    return _SIGNED


def _adds(facts: Facts, meanings: Meanings) -> bool:
    found = [meanings.of(word) for word in facts.words]
    return all(found) and any(
        one is not None and (one.type is not None or one.flow is Flow.TRANSFER) for one in found
    )


def _denies(facts: Facts, amount: Facts, meanings: Meanings) -> bool:
    for word, value in zip(facts.cells, amount.values, strict=True):
        meaning = meanings.of(word) if word else None
        if (
            meaning
            and meaning.direction
            and value
            and (meaning.direction == Flow.OUT) != (value < 0)
        ):
            return True
    return False


def _by_word(
    table: Table, meanings: Meanings, taken: set[int], amount: Facts, balance: int | None
) -> Way:
    free = [f for f in table.free(taken) if f.is_choice and f.dates == 0]
    orders = [] if balance is None else _moved(table, amount, balance)
    ranked = sorted(free, key=lambda f: (not f.is_called("type"), f.index))
    for facts in ranked:
        way = _typed(facts, meanings) or _lettered(facts)
        fits = [moved for moved in orders if way and _agrees(facts, way, moved, meanings)]
        if way is not None and (fits or not orders):
            return way
    # Two orders that fit alike would teach opposite things.
    learned = [_learned(facts, orders[0]) for facts in ranked] if len(orders) == 1 else []
    return next((way for way in learned if way is not None), _SIGNED)


def _typed(facts: Facts, meanings: Meanings) -> Way | None:
    """Take a column all of whose words are known as ways or as types of the household."""
    found = [meanings.of(word) for word in facts.words]
    is_sure = facts.fill == 1 and all(found)
    has_two_sides = len({one.direction for one in found if one}) > 1 or len(found) == 1
    if not is_sure or not (facts.is_called("type") or has_two_sides):
        return None
    if len(found) == 1 and not facts.is_called("type"):
        return None
    why = f"“{_shown(facts.words)}” say which way the money moved"
    return Way(Mode.UNSIGNED, facts.index, reasons={"type": why})


def _lettered(facts: Facts) -> Way | None:
    """Take a column of signs, or of known words beside some that say neither in nor out."""
    ways = {word: side(word) for word in facts.words}
    known = {word: way for word, way in ways.items() if way}
    rest = [word for word in ways if word not in known]
    sides = len(set(known.values()))
    is_sure = sides > 1 or (sides == 1 and facts.is_called("type"))
    if not is_sure or not all(words.is_neutral(word) for word in rest):
        return None
    why = f"“{_shown(set(known))}” say which way the money moved"
    return _indicator(facts, known, why)


def side(word: str) -> str | None:
    """Tell the side, `in` or `out`, that a word or a sign means; None for one that is unknown."""
    if word.strip() in words.PLUS_MINUS:
        return words.PLUS_MINUS[word.strip()]
    found = words.flow(word)
    return found[1] if found else None


def _indicator(facts: Facts, known: dict[str, str], why: str) -> Way:
    return Way(
        Mode.INDICATOR,
        None,
        facts.index,
        frozenset(word for word, way in known.items() if way == Flow.IN),
        frozenset(word for word, way in known.items() if way == Flow.OUT),
        {"amount.indicator": why},
    )


def _moved(table: Table, amount: Facts, balance: int) -> list[list[Decimal | None]]:
    """Tell how the balance moved in each row, in each order of the file that fits the amounts."""
    balances = table.columns[balance].values
    found = []
    for is_newest_first in (False, True):
        steps = chains.moves(balances, is_newest_first=is_newest_first)
        pairs = [(a, s) for a, s in zip(amount.values, steps, strict=True) if a and s is not None]
        share = sum(abs(s) == abs(a) for a, s in pairs) / max(len(pairs), 1)
        if share >= chains.HOLDS and len(pairs) >= chains.FEWEST:
            found.append(steps)
    return found


def _agrees(facts: Facts, way: Way, moved: Values, meanings: Meanings) -> bool:
    """Tell whether the balance moves as the words say, more often than not."""
    votes = [
        (said == Flow.IN) == (step > 0)
        for word, step in zip(facts.cells, moved, strict=True)
        if step and (said := _said(word, way, meanings))
    ]
    return 2 * sum(votes) >= len(votes)


def _said(word: str, way: Way, meanings: Meanings) -> str | None:
    if way.indicator is not None:
        return side(word)
    meaning = meanings.of(word)
    return meaning.direction if meaning else None


def _learned(facts: Facts, moved: Values) -> Way | None:
    """Learn from the balance what each word of a column means."""
    seen: dict[str, set[bool]] = {}
    for word, step in zip(facts.cells, moved, strict=True):
        if step:
            seen.setdefault(word, set()).add(step > 0)
    sides = {frozenset(way) for way in seen.values()}
    if (
        "" in seen
        or len(facts.words) != len(seen)
        or sides != {frozenset({True}), frozenset({False})}
    ):
        return None
    known = {word: Flow.IN.value if True in way else Flow.OUT.value for word, way in seen.items()}
    return _indicator(facts, known, f"the balance shows what “{_shown(facts.words)}” mean")


def signed(
    table: Table, amount: Amount, type_: int | None, meanings: Meanings
) -> list[Decimal | None]:
    """Give the amounts of one column the signs that the words beside them say."""
    values = table.columns[amount.column].values
    where = amount.indicator if type_ is None else type_
    found: list[Decimal | None] = []
    for word, value in zip(table.columns[where or 0].cells, values, strict=True):
        is_out = word in amount.out_words
        if type_ is not None:
            meaning = meanings.of(word)
            is_out = meaning is not None and meaning.direction == Flow.OUT
        found.append(value if value is None or not is_out else -value)
    return found


def turned(table: Table, column: Facts, values: Values, chain: Chain) -> str:
    """Say why a file's signs are to be turned; '' when they stand as they are."""
    agree = deny = 0
    for text, value in zip(table.texts, values, strict=True):
        if value and (lean := words.leaning(text)):
            if (lean > 0) == (value > 0):
                agree += 1
            else:
                deny += 1
    above = sum(value > 0 for value in values if value)
    if column.is_called("spent") and 2 * above > sum(bool(value) for value in values):
        return "the header speaks of money that was spent"
    if deny >= _FEWEST and deny > _SURE * agree:
        return "what was bought stands without a minus, and what came in with one"
    if chain.holds:
        falls = chain.sign < 0 and agree <= deny
        return "every row: the balance falls by this amount" if falls else ""
    known = [value for value in values if value]
    if len(known) < _ENOUGH or agree > deny or above < _MOSTLY * len(known) or _has_plus(column):
        return ""
    if above == len(known):
        raise Unclear(
            "amount",
            "No amount has a minus, and no column says in or out: say whether these amounts are "
            "money in, or money that was spent.",
        )
    return "most amounts have no minus, as on the statement of a card: they were spent"


def _has_plus(column: Facts) -> bool:
    return any(cell.startswith("+") for cell in column.filled)


def _shown(known: set[str]) -> str:
    return "”, “".join(sorted(known)[:4])
