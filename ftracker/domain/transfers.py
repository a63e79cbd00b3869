"""Which two transactions are the two sides of one transfer: how likely a pair is, and why.

A pair has the same amount, out of one account and into another. What it is worth, from 0 to 100,
comes from the days between, from what the texts say, and from what is known of both sides already.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

MOST_DAYS = 5
# Below the first nobody is asked; from the second on, and without a rival, nobody need be.
WORTH_ASKING = 40
SURE = 60
_RIVAL = 15
_NEARNESS = (30, 28, 24, 18, 10, 0)
_EARLY = 2
_TYPED = (0, 30, 45)
_WORDED = (0, 25, 40)
_NAMED = (0, 30, 40)
_CONTRADICTED = 20
_ALONE = 15
_SHORTEST_NAME = 4
_SHORTEST_NUMBER = 6
# How banks and people call money that only changes its place; each begins a word, however it ends.
_WORDS = re.compile(
    r"(?<!\w)(?:"
    r"(?:bank ?|money ?|internal |online |account |wire )?transfer|xfer|top[ -]?up|"
    r"(?:credit )?card (?:payment|bill|balance|settlement)|payment[ ,-]*thank|auto ?pay|e-?payment|"
    r"savings?|sweep|standing order|"
    r"überweisung|ueberweisung|umbuchung|übertrag|uebertrag|dauerauftrag|kontoübertrag|"
    r"kreditkarten?(?:abrechnung|zahlung)?|kartenabrechnung|spar(?:en|konto|plan|rate)|tagesgeld|"
    r"virement|vir\.? (?:sepa|inst|interne)|épargne|epargne|livret|relevé (?:de )?carte|"
    r"transferencia|traspaso|ahorros?|pago (?:de )?tarjeta|liquidaci[oó]n tarjeta|transfer[êe]ncia|"
    r"poupan[çc]a|pagamento (?:do |de )?cart[ãa]o|bonifico|giroconto|trasferimento|risparmi|"
    r"addebito carta|overboeking|overschrijving|spaarrekening|sparen|creditcard|"
    r"overføring|overf[øo]rsel|överföring|sparkonto|opsparing|kortbetaling|tilisiirto|"
    r"siirto|säästö|przelew|oszczędno|spłata karty|převod|prevod|spoření|sporenie|splátka karty|"
    r"átutalás|atutalas|átvezetés|megtakarítás|transferuri|virament|economii|μεταφορά|αποταμίευση|"
    r"havale|virman|eft|birikim|перевод|переказ|превод|накоплен|заощадж|пополнение|погашение карты|"
    r"העברה|חיסכון|تحويل|ادخار|振替|振込|預金|转账|轉帳|储蓄|이체|저축"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One transaction that may be a side of a transfer.

    `text` is all that is said of it, `category` the name of its category; `is_plain` tells that
    nobody said what it was for, or that it was set aside; `is_typed` that it is called a transfer.
    """

    id: UUID
    date: date
    amount: Decimal
    account_id: UUID
    text: str
    category: str
    is_plain: bool
    is_typed: bool

    @property
    def is_worded(self) -> bool:
        """Tell whether its text or its category speaks of a transfer."""
        return bool(_WORDS.search(self.text) or _WORDS.search(self.category))

    @property
    def contradicts(self) -> bool:
        """Tell whether somebody said that it was for something else."""
        return not (self.is_plain or self.is_typed or self.is_worded)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides, what the pair is worth (0 to 100), and why, as short sentences."""

    out: Side
    into: Side
    score: int
    reasons: tuple[str, ...]
    is_sure: bool = False


def judge(out: Side, into: Side, *, out_names: Sequence[str], in_names: Sequence[str]) -> Pair:
    """Weigh one pair; the names are what accounts are called: names, numbers, IBANs."""
    days = (into.date - out.date).days
    typed = out.is_typed + into.is_typed
    worded = out.is_worded + into.is_worded
    named = [n for n in (_named(out.text, in_names), _named(into.text, out_names)) if n]
    score = _NEARNESS[abs(days)] - (_EARLY if days < 0 else 0)
    score += _TYPED[typed] + _WORDED[worded] + _NAMED[len(named)]
    score -= _CONTRADICTED * (out.contradicts + into.contradicts)
    reasons = [_apart(days)]
    if typed:
        reasons.append("Called a transfer already")
    if worded:
        sides = "Both texts speak" if worded > 1 else "One text speaks"
        reasons.append(f"{sides} of a transfer")
    if named:
        reasons.append(f"Names {' and '.join(f'“{name}”' for name in named)}")
    return Pair(out, into, max(0, min(score, 100)), tuple(reasons))


def match(pairs: Iterable[Pair]) -> list[Pair]:
    """Choose pairs so that each side is in one at most, the likeliest together; newest first.

    Those that are not worth asking are left out. A pair is sure when it is likely, and no other
    one with the same money comes near it.
    """
    by_amount: dict[Decimal, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_amount[pair.out.amount].append(pair)
    found = [pair for group in by_amount.values() for pair in _matched(_lone_raised(group))]
    return sorted(found, key=lambda pair: (pair.out.date, pair.out.id), reverse=True)


def _named(text: str, names: Sequence[str]) -> str:
    """Give the first of the names that a text says, with or without its spaces."""
    said, close = text.casefold(), re.sub(r"[\s.-]", "", text.casefold())
    for name in names:
        word = name.casefold()
        if len(word) >= _SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said):
            return name
        if len(word) >= _SHORTEST_NUMBER and any(map(str.isdigit, word)) and word in close:
            return name
    return ""


def _apart(days: int) -> str:
    if not days:
        return "On the same day"
    return f"{abs(days)} day{'s' if abs(days) > 1 else ''} apart"


def _lone_raised(group: list[Pair]) -> list[Pair]:
    """Raise pairs whose sides have nobody else, and leave out what is not worth asking."""
    outs, intos = _counts(pair.out.id for pair in group), _counts(pair.into.id for pair in group)
    raised = []
    for pair in group:
        if outs[pair.out.id] == intos[pair.into.id] == 1:
            reasons = (*pair.reasons, "No other transaction has this amount near")
            pair = replace(pair, score=min(pair.score + _ALONE, 100), reasons=reasons)  # noqa: PLW2901
        if pair.score >= WORTH_ASKING:
            raised.append(pair)
    return raised


def _counts(ids: Iterable[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = defaultdict(int)
    for key in ids:
        found[key] += 1
    return found


def _matched(group: list[Pair]) -> list[Pair]:
    """Take the likeliest pair first, then let partners change places while that is better."""
    known = {(pair.out.id, pair.into.id): pair for pair in group}
    chosen: dict[UUID, Pair] = {}
    taken: set[UUID] = set()
    for pair in sorted(group, key=_likeliest):
        if pair.out.id not in chosen and pair.into.id not in taken:
            chosen[pair.out.id] = pair
            taken.add(pair.into.id)
    while _swap(chosen, known):
        pass
    return [replace(pair, is_sure=_is_sure(pair, group)) for pair in chosen.values()]


def _likeliest(pair: Pair) -> tuple[int, date, UUID, UUID]:
    return -pair.score, pair.out.date, pair.out.id, pair.into.id


def _swap(chosen: dict[UUID, Pair], known: dict[tuple[UUID, UUID], Pair]) -> bool:
    """Let two pairs change partners if both together gain by it."""
    pairs = list(chosen.values())
    for number, one in enumerate(pairs):
        for other in pairs[number + 1 :]:
            first = known.get((one.out.id, other.into.id))
            second = known.get((other.out.id, one.into.id))
            if first and second and first.score + second.score > one.score + other.score:
                chosen[one.out.id], chosen[other.out.id] = first, second
                return True
    return False


def _is_sure(pair: Pair, group: list[Pair]) -> bool:
    return pair.score >= SURE and not any(
        _shares_a_side(pair, other)
        and other.score > pair.score - _RIVAL
        and not _is_as_good(pair, other)
        for other in group
    )


def _shares_a_side(pair: Pair, other: Pair) -> bool:
    return (pair.out.id == other.out.id) is not (pair.into.id == other.into.id)


def _is_as_good(pair: Pair, other: Pair) -> bool:
    """Tell whether the other pair would make the same books: same accounts, same days."""
    return all(
        (one.account_id, one.date) == (two.account_id, two.date)
        for one, two in ((pair.out, other.out), (pair.into, other.into))
    )
